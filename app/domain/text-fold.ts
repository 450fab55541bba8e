import { composeKana } from '#app/domain/kana.ts'

// Search without any dictionary: what is written in several ways is folded to one, and a text is found by its pairs
// of neighbouring characters, which needs no spaces between words and works on every PostgreSQL.

/** Letters that carry their stroke or ligature inside, which normalisation does not take off. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  đ: 'd',
  ð: 'd',
  ø: 'o',
  ł: 'l',
  ħ: 'h',
  ŧ: 't',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
}

/** With the kana before them, if any: there they lengthen it. */
const DASHES = /([ぁ-ゖァ-ヺ]?)[-‐‑‒–—―−─━ー〜~]+/gu
const WORDS = /[\p{L}\p{N}\p{M}]+/gu
const CJK = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}ー'
const SPACE_INSIDE_CJK = new RegExp(`(?<=[${CJK}]) (?=[${CJK}])`, 'gu')

/**
 * Folds a text for searching: width, case, accents of Latin letters, katakana and hiragana, dashes and spaces do not matter; voicing marks and
 * Korean syllables stay whole. A dash after kana is the long-vowel sign, as banks and phones type it; any other dash is dropped, so that
 * `M-Net` and `mnet` are the same. Folding twice changes nothing. Example: `Ｍ－Ｎｅｔ　サーバー・Café` is `mnet さーばー・cafe`.
 */
export function foldForSearch(text: string): string {
  return composeKana(composeKana(text).toLowerCase())
    .replace(DASHES, (_, kana: string) => (kana === '' ? '' : `${kana}ー`))
    .normalize('NFD')
    .replace(/(?<=\p{Script=Latin})\p{Mn}+/gu, '')
    .normalize('NFC')
    .replace(/[đðøłħŧßæœþıς]/g, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .replace(/[ァ-ヶヽヾ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(/\s+/gu, ' ')
    .trim()
}

/**
 * The grams a text is found by: each character and each pair of neighbours within a word, once. Between two words of Japanese or Korean the
 * pair across the space counts too, so that a query without the space finds them. Takes a folded text.
 * Example: `mねっと` has `m`, `ね`, `っ`, `と`, `mね`, `ねっ`, `っと`.
 */
export function grams(foldedText: string): string[] {
  const words = foldedText.replace(SPACE_INSIDE_CJK, '').match(WORDS) ?? []
  const characters = words.map((word) => Array.from(word))
  return [...new Set([...characters.flat(), ...characters.flatMap(pairs)])]
}

/**
 * The grams that a text must all have to match what a reader typed: the pairs of each word, or the character itself where a
 * word has only one. A query of nothing but signs and spaces has none; treat that as no search. Folds the query itself.
 * Example: `移住連` needs `移住` and `住連`; `国` needs `国`; `M-Net 100` needs `mn`, `ne`, `et`, `10`, `00`.
 */
export function searchGrams(query: string): string[] {
  const words = foldForSearch(query).match(WORDS) ?? []
  return [
    ...new Set(
      words.flatMap((word) => {
        const characters = Array.from(word)
        return characters.length === 1 ? characters : pairs(characters)
      }),
    ),
  ]
}

function pairs(characters: readonly string[]): string[] {
  return characters.slice(1).map((character, index) => (characters[index] ?? '') + character)
}
