import { existsSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LOCALES } from '#app/domain/locale.ts'
import { FACES, faceFile, type Family, GETA, runsOf, settable } from './faces.server.ts'

/** As the fonts are: Latin has no kana, Japanese no hangul, only Latin has the peso. */
function covers(family: Family, codePoint: number): boolean {
  const sign = String.fromCodePoint(codePoint)
  if (/\p{Script=Hangul}/u.test(sign)) return family === 'kr'
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(sign)) return family !== 'latin'
  if (sign === '₱' || sign === 'ễ') return family === 'latin'
  return /[\p{ASCII}ñé、。〒]/u.test(sign)
}

function runs(text: string, locale: (typeof LOCALES)[number]) {
  const missing: string[] = []
  const found = runsOf(text, { locale, covers, onMissing: (sign) => missing.push(sign) })
  return { runs: found.map(({ family, text: own }) => `${family}:${own}`), missing }
}

test('every face has its file', () => {
  expect(FACES.filter((face) => !existsSync(faceFile(face)))).toEqual([])
})

test("the language's own font comes first, others where it lacks a sign", () => {
  expect(runs('定価1,200円', 'ja').runs).toEqual(['jp:定価1,200円'])
  expect(runs('移民 이주 移民', 'ko').runs).toEqual(['kr:移民 이주 移民'])
  expect(runs('移民 이주 移民', 'ja').runs).toEqual(['jp:移民 ', 'kr:이주 ', 'jp:移民'])
  expect(runs('₱500 na', 'tl').runs).toEqual(['latin:₱500 na'])
  expect(runs('₱500円', 'ja').runs).toEqual(['latin:₱', 'jp:500円'])
  expect(runs('Nguyễn 様', 'en').runs).toEqual(['latin:Nguyễn ', 'jp:様'])
})

test('what no font has is printed as 〓 and told', () => {
  expect(runs('ธ様', 'ja')).toEqual({ runs: [`jp:${GETA}様`], missing: ['ธ'] })
})

test('signs without a glyph go, accents join their letters, kanji of names stay as they are', () => {
  expect(settable('葛\u{E0100}城\u200B\u0007')).toBe('葛城')
  expect(settable('Nguye\u0302\u0303n')).toBe('Nguyễn')
  // NFC would make 﨑 no other sign, but 神 (U+FA19) the everyday 神.
  expect(settable('\uFA19 か\u3099')).toBe('\uFA19 が')
  expect(settable('a\tb\nc')).toBe('a b\nc')
})

test('runs lose nothing', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'移民 이주₱ñễA1、') }),
      fc.constantFrom(...LOCALES),
      (text, locale) => {
        const { runs: found, missing } = runs(text, locale)
        expect(found.map((run) => run.replace(/^\w+:/, '')).join('')).toBe(text)
        expect(missing).toEqual([])
      },
    ),
  )
})
