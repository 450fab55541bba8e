import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { breakLines, graphemesOf } from './line-break.ts'

/** Every sign as wide as one. */
const count = (text: string): number => graphemesOf(text).length
const lines = (text: string, width: number): string[] => breakLines(text, width, count)

describe('where a line ends', () => {
  test('Japanese breaks between any two signs', () => {
    expect(lines('移住者と連帯する', 3)).toEqual(['移住者', 'と連帯', 'する'])
  })

  test('no line begins with a stop, a closing bracket, a small kana or a mark of length', () => {
    expect(lines('あいう。えお', 3)).toEqual(['あい', 'う。え', 'お'])
    expect(lines('「移民」と', 3)).toEqual(['「移', '民」と'])
    expect(lines('ネットワーク', 2)).toEqual(['ネッ', 'ト', 'ワー', 'ク'])
  })

  test('no line ends with an opening bracket', () => {
    expect(lines('これ（合計）', 3)).toEqual(['これ', '（合', '計）'])
  })

  test('a number stays with what it counts', () => {
    expect(lines('合計1,200円です', 4)).toEqual(['合計', '1,20', '0円です'])
    expect(lines('合計1,200円です', 6)).toEqual(['合計', '1,200円', 'です'])
  })

  test('words of Latin letters and of hangul stay whole, their spaces hang', () => {
    expect(lines('Solidarity Network', 12)).toEqual(['Solidarity ', 'Network'])
    expect(lines('이주자와 연대하는 전국', 9)).toEqual(['이주자와 연대하는 ', '전국'])
    expect(lines('one-two', 5)).toEqual(['one-', 'two'])
    expect(lines('2026-11-24', 20)).toEqual(['2026-11-24'])
  })

  test('a word longer than the line is broken where it must be', () => {
    expect(lines('abcdefgh', 3)).toEqual(['abc', 'def', 'gh'])
  })

  test('an accent stays on its letter', () => {
    expect(lines('e\u0301e\u0301e\u0301', 2)).toEqual(['e\u0301e\u0301', 'e\u0301'])
  })

  test('a line break of the text is one', () => {
    expect(lines('a\n\nb\r\nc', 5)).toEqual(['a', '', 'b', 'c'])
  })
})

const anyText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'移住者とカー「」（）、。…12,円部 -/₱ñệ한국ab'),
    fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 1 })
      .filter((sign) => !/[\n\r\u2028\u2029]/u.test(sign)),
  ),
  maxLength: 60,
})

test('nothing is lost, whatever the text and the width', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 1, max: 30 }), (text, width) => {
      expect(lines(text, width).join('')).toBe(text)
    }),
  )
})

test('no line is wider than it may be, spaces at its end aside', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 1, max: 30 }), (text, width) => {
      for (const line of lines(text, width)) expect(count(line.trimEnd())).toBeLessThanOrEqual(width)
    }),
  )
})
