import { createRequire } from 'node:module'
import type { Locale } from '#app/domain/locale.ts'
import { graphemesOf } from './line-break.ts'

// The fonts of the papers we print: Noto Sans in three cuts, of which none has all signs (₱ and most of Vietnamese are in Latin
// only, hangul in Korean only). A font that lacks a sign prints an empty box, or nothing, without an error: so each sign is asked for first.

export type Family = 'jp' | 'kr' | 'latin'
export type Face = `${Family}-${'regular' | 'bold'}`

/** Text of one family, to be drawn in one go. */
export type Run = { family: Family; text: string }

const FILES: Record<Face, string> = {
  'jp-regular': '@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf',
  'jp-bold': '@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf',
  'kr-regular': '@expo-google-fonts/noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf',
  'kr-bold': '@expo-google-fonts/noto-sans-kr/700Bold/NotoSansKR_700Bold.ttf',
  'latin-regular': '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  'latin-bold': '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
}
export const FACES = Object.keys(FILES) as Face[]

/** Which family is asked first: a kanji is drawn otherwise in Korea than in Japan. */
const ORDER: Record<Locale, readonly Family[]> = {
  ja: ['jp', 'latin', 'kr'],
  ko: ['kr', 'latin', 'jp'],
  en: ['latin', 'jp', 'kr'],
  tl: ['latin', 'jp', 'kr'],
}

/** Printed for a sign that no font has, as Japanese printers do: it is seen, where a blank would not be. */
export const GETA = '〓'

/** Signs without a glyph of their own: variation selectors, zero widths, controls other than line breaks, marks of direction. */
const INVISIBLE =
  /[\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\u00AD]|[^\P{Cc}\n\t]/gu

const require = createRequire(import.meta.url)

/** Where the file of a face is, by node's own resolution: the bundled server finds it as the sources do. */
export function faceFile(face: Face): string {
  return require.resolve(FILES[face])
}

/** A text as it can be set: no signs without glyphs, tabs as spaces, accents joined to their letters. */
export function settable(text: string): string {
  const visible = text.replace(INVISIBLE, '').replaceAll('\t', ' ')
  // Only where accents stand apart: normalising all would change kanji of names into others.
  return /\p{M}/u.test(visible)
    ? graphemesOf(visible)
        .map((grapheme) => (/\p{M}/u.test(grapheme) ? grapheme.normalize('NFC') : grapheme))
        .join('')
    : visible
}

/**
 * Parts a settable text into runs of one family each, whole graphemes at a time: the family of the sign before if it has the sign too and
 * comes no later in the language's order, else the first that has it. What none has becomes 〓 and is handed to `onMissing`.
 */
export function runsOf(
  text: string,
  {
    locale,
    covers,
    onMissing,
  }: {
    locale: Locale
    covers: (family: Family, codePoint: number) => boolean
    onMissing: (grapheme: string) => void
  },
): Run[] {
  const runs: Run[] = []
  const order = ORDER[locale]
  for (const grapheme of graphemesOf(text)) {
    const family = order.find((candidate) => hasAll(candidate, grapheme, covers))
    if (!family) onMissing(grapheme)
    const known = { family: family ?? 'jp', text: family ? grapheme : GETA } satisfies Run
    const last = runs.at(-1)
    // A space belongs to the words before it.
    const joins =
      last && (last.family === known.family || (grapheme === ' ' && hasAll(last.family, grapheme, covers)))
    if (joins) last.text += known.text
    else runs.push(known)
  }
  return runs
}

function hasAll(
  family: Family,
  grapheme: string,
  covers: (family: Family, codePoint: number) => boolean,
): boolean {
  return Array.from(grapheme).every((sign) => covers(family, sign.codePointAt(0) ?? 0))
}
