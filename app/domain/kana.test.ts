import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { composeKana, isFurigana, toFurigana } from '#app/domain/kana.ts'

/** Any character of the first three planes; cheaper to set up than fast-check's own. */
const anyCharacter = fc
  .integer({ min: 0, max: 0x3ffff })
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))

describe('furigana', () => {
  test.each([
    ['やまだ　はなこ', 'ヤマダ ハナコ'],
    ['ﾔﾏﾀﾞ ﾊﾅｺ', 'ヤマダ ハナコ'],
    [' ヤマダ  ハナコ\n', 'ヤマダ ハナコ'],
    ['ヤマタ゛', 'ヤマダ'],
    ['ハ゜ク', 'パク'],
    ['わ゛', 'ヷ'],
    ['ヴぇゔ', 'ヴェヴ'],
    ['ｸﾞﾛｰﾊﾞﾙ', 'グローバル'],
    ['さゝき', 'サヽキ'],
    ['（カ）　イジュウレン', '(カ) イジュウレン'],
    ['マリア－クララ', 'マリア-クララ'],
    ['マリア−クララ', 'マリア-クララ'],
    ['ﾏﾘｱ･ｸﾗﾗ', 'マリア・クララ'],
  ])('%j is stored as %j', (text, stored) => {
    expect(toFurigana(text)).toBe(stored)
    expect(isFurigana(text)).toBe(true)
  })

  test.each([
    'カ)グローバルウイザ',
    'トクヒ)イジユウレン',
    'シヤ.ニホン/ダイ3シブ',
    'ｶ)ｸﾞﾛ-ﾊﾞﾙｳｲｻﾞ',
    'マリア・クララ',
  ])('antiwork/gumroad PR 5694, #4658: %s is accepted', (text) => {
    expect(isFurigana(text)).toBe(true)
  })

  test.each([
    '',
    ' ',
    'ー',
    '・',
    '123',
    '山田',
    'Yamada',
    'ヤマダ花子',
    '김영희',
    'ヤマダ@',
    'ヤマダ<b>',
    'ヤマダ😀',
  ])('%j is none', (text) => {
    expect(isFurigana(text)).toBe(false)
  })

  test('has one form: making it twice changes nothing', () => {
    const unit = fc.oneof(fc.constantFrom(...'ぁがんゔゝｱﾞﾟｰー゛゜ 　-−(ｶ)1１・'), anyCharacter)
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 12 }), (text) => {
        expect(toFurigana(toFurigana(text))).toBe(toFurigana(text))
      }),
    )
  })

  test('is the same from hiragana, katakana and half-width katakana', () => {
    const names = fc.string({ unit: fc.constantFrom(...'アカガハパンッャーヨ'), minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(names, (katakana) => {
        const hiragana = katakana.replace(/[ァ-ヶ]/g, (kana) =>
          String.fromCharCode(kana.charCodeAt(0) - 0x60),
        )
        expect(toFurigana(hiragana)).toBe(katakana)
        expect(composeKana(katakana.normalize('NFD'))).toBe(katakana)
      }),
    )
  })
})
