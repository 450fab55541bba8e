import { describe, expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { readPublishDay, readSupplement } from './supplement-form.ts'
import { supplementState } from './supplement.ts'

const GOOD = { sku: ' survival-2007 ', kind: 'supplement', language: 'mul', 'name.ja': '相談窓口一覧' }

const read = (changes: Record<string, string> = {}) =>
  readSupplement(new URLSearchParams({ ...GOOD, ...changes }))

const problemsOf = (changes: Record<string, string>) => {
  const result = read(changes)
  return result.ok ? [] : result.problems.map(([field, { key }]) => [field, key])
}

describe('the form of a supplement', () => {
  test('takes one language or more, cleaned', () => {
    expect(read({ 'name.en': ' List\tof  centers ', 'note.en': ' Free.\r\nTwo lines.\0 ' })).toEqual({
      ok: true,
      input: {
        sku: 'SURVIVAL-2007',
        kind: 'supplement',
        language: 'mul',
        texts: [
          { locale: 'ja', name: '相談窓口一覧', note: null },
          { locale: 'en', name: 'List of centers', note: 'Free.\nTwo lines.' },
        ],
      },
    })
  })

  test.each([
    [{ sku: ' ' }, [['sku', 'errors:required']]],
    [{ kind: 'book' }, [['kind', 'errors:choice']]],
    [{ language: 'xx' }, [['language', 'errors:choice']]],
    [{ 'name.ja': ' \u0000 ' }, [['name.ja', 'deskSupplements:problem.noName']]],
    [{ 'note.ko': '무료' }, [['name.ko', 'deskSupplements:problem.nameOfNote']]],
    [{ 'name.ja': '', 'note.ja': 'x' }, [['name.ja', 'deskSupplements:problem.nameOfNote']]],
    [
      { 'name.tl': 'x'.repeat(201), 'note.tl': 'x'.repeat(2_001) },
      [
        ['name.tl', 'errors:tooLong'],
        ['note.tl', 'errors:tooLong'],
      ],
    ],
  ])('%j is refused', (changes, problems) => {
    expect(problemsOf(changes as Record<string, string>)).toEqual(problems)
  })

  test.each([
    ['2026-11-24', '2026-11-24'],
    ['2026-02-30', null],
    ['0206-11-24', null],
    ['', null],
  ])('is published from %s: %s', (publishedOn, day) => {
    expect(readPublishDay(new URLSearchParams({ publishedOn }))).toBe(day)
  })
})

test('a supplement is unseen, then scheduled, then published', () => {
  const today = tokyoDay('2026-11-24')
  expect(supplementState(null, today)).toBe('prepared')
  expect(supplementState(tokyoDay('2026-11-25'), today)).toBe('scheduled')
  expect(supplementState(today, today)).toBe('published')
})
