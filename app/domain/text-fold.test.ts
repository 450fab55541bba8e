import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldForSearch, grams, searchGrams } from '#app/domain/text-fold.ts'

/** Any character of the first three planes; cheaper to set up than fast-check's own. */
const anyCharacter = fc
  .integer({ min: 0, max: 0x3ffff })
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
const unit = fc.oneof(
  fc.constantFrom(
    ...'移民住連合会国の人々とうきょうコーヒーサバハ゛ﾊﾞｰ〜-—・、。 　이주노동자한국abcXYZéñđßıİςΣ019Ｍ－',
  ),
  fc.constantFrom('ệ', 'e\u0323\u0302', 'か\u3099', '𠮷', '한'.normalize('NFD')),
  anyCharacter,
)
const texts = fc.string({ unit, maxLength: 30 })

function isFoundBy(text: string, query: string): boolean {
  const has = new Set(grams(foldForSearch(text)))
  return searchGrams(query).every((gram) => has.has(gram))
}

describe('folding', () => {
  test.each([
    ['Ｍ－Ｎｅｔ　１００', 'mnet 100'],
    ['M-Net', 'mnet'],
    ['カタカナ', 'かたかな'],
    ['ｶﾞｲｺｸｼﾞﾝ', 'がいこくじん'],
    ['カ゛', 'が'],
    ['サーバー', 'さーばー'],
    ['ｻ-ﾊﾞ-', 'さーばー'],
    ['サ−バ〜', 'さーばー'],
    ['日本—韓国', '日本韓国'],
    ['Café Nguyễn São Peña', 'cafe nguyen sao pena'],
    ['Đặng Straße', 'dang strasse'],
    ['İstanbul ISTANBUL', 'istanbul istanbul'],
    ['ΛΟΓΟΣ λόγος', 'λογοσ λόγοσ'],
    ['Йод', 'йод'],
    ['한국'.normalize('NFD'), '한국'],
    ['パーク ハーク', 'ぱーく はーく'],
    ['  a \n\t b　c ', 'a b c'],
    ['㈱①', '(株)1'],
    ['-', ''],
  ])('%j is %j', (text, folded) => {
    expect(foldForSearch(text)).toBe(folded)
  })

  test('twice changes nothing', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(foldForSearch(foldForSearch(text))).toBe(foldForSearch(text))
      }),
      {
        numRuns: 300,
      },
    )
  })
})

describe('grams', () => {
  test('are the characters and pairs of each word', () => {
    expect(grams('mねっと')).toEqual(['m', 'ね', 'っ', 'と', 'mね', 'ねっ', 'っと'])
    expect(grams('a b')).toEqual(['a', 'b'])
    expect(grams('移住 連')).toEqual(['移', '住', '連', '移住', '住連'])
    expect(grams('𠮷野')).toEqual(['𠮷', '野', '𠮷野'])
    expect(grams('')).toEqual([])
  })

  test('of a query are its pairs, or the one character', () => {
    expect(searchGrams('移住連')).toEqual(['移住', '住連'])
    expect(searchGrams('国')).toEqual(['国'])
    expect(searchGrams('M-Net 100')).toEqual(['mn', 'ne', 'et', '10', '00'])
    expect(searchGrams('移住 連')).toEqual(['移住', '連'])
    expect(searchGrams(' ・!? ')).toEqual([])
  })
})

describe('searching', () => {
  const proposals = '移民・民族的マイノリティとの共生を考える 政策提言 Living Together – Policy Proposals'

  test.each([
    '移民',
    '民族',
    '政策提言',
    '共生',
    'マイノリティ',
    'まいのりてぃ',
    'ﾏｲﾉﾘﾃｨ',
    'policy',
    'POLICY living',
    '民',
    '提言 共生',
    'ropos',
  ])('%s finds the proposals', (query) => {
    expect(isFoundBy(proposals, query)).toBe(true)
  })

  test.each(['移住', '政治', 'polity', '犬', '政策 移住', 'x'])('%s does not', (query) => {
    expect(isFoundBy(proposals, query)).toBe(false)
  })

  test.each([
    ['M-Net 100号', 'mnet'],
    ['M-Net 100号', 'm-net'],
    ['M-Net 100号', 'Ｍネット'.slice(0, 1)],
    ['M-Net 100号', '100'],
    ['이주 노동자 정책', '이주노동자'],
    ['이주노동자 정책', '이주 노동자'],
    ['Nguyễn', 'nguyen'],
    ['サーバー', 'ｻｰﾊﾞｰ'],
    ['コーヒー', 'こ'],
  ])('%j is found by %j', (text, query) => {
    expect(isFoundBy(text, query)).toBe(true)
  })

  test('Korean syllables stay whole: 하 does not find 한국', () => {
    expect(isFoundBy('한국', '하')).toBe(false)
    expect(isFoundBy('한국', '한')).toBe(true)
  })

  test('any piece of a folded text finds it', () => {
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(), (text, from, length) => {
        const characters = Array.from(foldForSearch(text))
        const start = characters.length === 0 ? 0 : from % characters.length
        const piece = characters.slice(start, start + 1 + (length % 10)).join('')
        expect(isFoundBy(text, piece)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test('any piece of a text as it was typed finds it', () => {
    const typed = fc.string({
      unit: fc.constantFrom(...'移民住連のひらカナコーヒバ 　한국이주abMNé12・、'),
      minLength: 1,
      maxLength: 30,
    })
    fc.assert(
      fc.property(typed, fc.nat(), fc.nat(), (text, from, length) => {
        const start = from % text.length
        expect(isFoundBy(text, text.slice(start, start + 1 + (length % 10)))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})
