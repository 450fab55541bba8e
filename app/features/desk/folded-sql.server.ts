import { Prisma } from '#app/generated/prisma/client.ts'

// Katakana and what stands in for a plain letter, each beside what it is folded to.
const KATAKANA = Array.from({ length: 0x30f6 - 0x30a1 + 1 }, (_, index) =>
  String.fromCharCode(0x30a1 + index),
).join('')
const HIRAGANA = Array.from(KATAKANA, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60)).join('')
const FROM = `${KATAKANA}đðøłħŧı`
const TO = `${HIRAGANA}ddolhti`
const ACCENTS = '[\\u0300-\\u036f]'
/** Spaces, dashes with the long-vowel sign that takes their place, and what parts names and telephone numbers. */
const SIGNS = '[-‐‑‒–—―−─━ー〜~・·.()\\s]'

/**
 * A text as the search of the desk compares it: width, case, accents, the kind of kana, spaces and dashes do not matter. It is
 * `foldForSearch` of domain/text-fold.ts said in SQL, for rows that keep no folded copy of their personal data; query and rows are folded by
 * the same expression, so they cannot disagree. Example: `ﾔﾏﾀﾞ ﾊﾅｺ` is `やまだはなこ`, `03-1234-5678` is `0312345678`.
 */
export function foldedSql(text: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`regexp_replace(translate(normalize(regexp_replace(normalize(lower(normalize(${text}, NFKC)), NFD),
    ${ACCENTS}, '', 'g'), NFC), ${FROM}, ${TO}), ${SIGNS}, '', 'g')`
}
