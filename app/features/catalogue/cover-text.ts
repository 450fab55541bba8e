import type { Locale } from '#app/domain/locale.ts'

// An SVG does not wrap text and a server does not know the reader's fonts, so lines are broken by an estimate of each character's width
// that is a little more than the fonts of our stacks need.

export type FittedText = { size: number; lines: string[] }

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uff60ー―—…]/u
const NARROW = /[iIjltf.,:;'’"|!()[\]{}/ -]/
const BROAD = /[mwMW@%&]/

/** May not begin a line: closing marks, small kana, the long-vowel sign (JIS X 4051). */
const NO_START =
  /^[、。，．・：；？！‥…ー々〉》」』】〕）｝ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ!?,.:;)\]}]/u
/** May not end a line: opening marks. */
const NO_END = /[〈《「『【〔（｛([{]$/u

/** Where a phrase ends, roughly: after kana (particles, endings) or a mark, before a word. */
const PHRASE_END = /(?<=[\p{Script=Hiragana}・、。」』）！？\s])(?=[^\p{Script=Hiragana}\s])/u

/** How wide a text is at most, in units of its font size. */
export function estimatedWidth(text: string): number {
  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}

/**
 * Breaks a text into the fewest lines that fit, as even as they get; a word that is wider than a line is broken inside. Japanese breaks
 * between words (as ICU knows them) by the rules for line ends, Korean and Latin scripts at spaces.
 * @param width in units of the font size
 */
export function breakLines(text: string, { locale, width }: { locale: Locale; width: number }): string[] {
  return fillEvenly(splitWide(piecesOf(tidy(text), locale), width), width)
}

function fillEvenly(pieces: readonly string[], width: number): string[] {
  const lines = fill(pieces, width)
  // The narrowest measure with as many lines makes them even.
  let even = lines
  for (let measure = width - 0.5; measure >= width / 2; measure -= 0.5) {
    const narrower = fill(pieces, measure)
    if (narrower.length > lines.length || narrower.some((line) => estimatedWidth(line) > width)) break
    even = narrower
  }
  return even
}

/**
 * Sets a text as large as fits into a number of lines. If it does not fit even at the smallest size, the last line ends in an ellipsis.
 * @param width in the same unit as the sizes
 */
export function fitText(
  text: string,
  options: { locale: Locale; width: number; maxLines: number; sizes: readonly [number, ...number[]] },
): FittedText {
  const { locale, width, maxLines, sizes } = options
  if (locale === 'ja') {
    const inPhrases = fitPhrases(tidy(text), options)
    if (inPhrases) return inPhrases
  }
  let fitted: FittedText = { size: sizes[0], lines: [] }
  for (const size of sizes) {
    fitted = { size, lines: breakLines(text, { locale, width: width / size }) }
    if (fitted.lines.length <= maxLines) return fitted
  }
  const kept = fitted.lines.slice(0, maxLines)
  let last = `${kept.at(-1) ?? ''}…`
  while (estimatedWidth(last) > width / fitted.size) last = `${[...last].slice(0, -2).join('')}…`
  return { size: fitted.size, lines: [...kept.slice(0, -1), last] }
}

/** Japanese reads best when lines end where phrases do; worth a smaller size, but not much smaller. */
function fitPhrases(
  text: string,
  { width, maxLines, sizes }: { width: number; maxLines: number; sizes: readonly [number, ...number[]] },
): FittedText | null {
  const phrases = glue(text.split(PHRASE_END))
  const widest = Math.max(...phrases.map((phrase) => estimatedWidth(phrase.trimEnd())))
  for (const size of sizes.filter((candidate) => candidate >= sizes[0] * 0.65)) {
    if (widest > width / size) continue
    const lines = fillEvenly(phrases, width / size)
    if (lines.length <= maxLines) return { size, lines }
  }
  return null
}

function tidy(text: string): string {
  return text.trim().replace(/\s+/g, ' ')
}

function characterWidth(character: string): number {
  if (WIDE.test(character)) return 1
  if (/\p{Mn}/u.test(character)) return 0
  if (NARROW.test(character)) return 0.38
  if (BROAD.test(character)) return 0.98
  return /\p{Lu}/u.test(character) ? 0.76 : 0.64
}

/** The smallest parts that stay together. A space belongs to the part before it. */
function piecesOf(text: string, locale: Locale): string[] {
  const parts =
    locale === 'ja'
      ? [...new Intl.Segmenter('ja', { granularity: 'word' }).segment(text)].map(({ segment }) => segment)
      : text.split(/(?<=\s)/)
  return glue(parts)
}

function splitWide(pieces: readonly string[], width: number): string[] {
  return pieces.flatMap((piece) => {
    if (estimatedWidth(piece.trimEnd()) <= width) return [piece]
    return glue([...piece]).flatMap((cluster) =>
      estimatedWidth(cluster.trimEnd()) <= width ? [cluster] : [...cluster],
    )
  })
}

/** Joins what may not begin a line to what is before it, and what may not end one to what follows. */
function glue(parts: readonly string[]): string[] {
  const glued: string[] = []
  for (const part of parts) {
    const before = glued.at(-1)
    const isGlued =
      before !== undefined && (part === ' ' || NO_START.test(part) || NO_END.test(before.trimEnd()))
    if (isGlued) glued[glued.length - 1] = before + part
    else glued.push(part)
  }
  return glued
}

function fill(pieces: readonly string[], width: number): string[] {
  const lines: string[] = ['']
  for (const piece of pieces) {
    const last = lines.length - 1
    const longer = (lines[last] ?? '') + piece
    if (estimatedWidth(longer.trimEnd()) <= width || lines[last] === '') lines[last] = longer
    else lines.push(piece)
  }
  return lines.map((line) => line.trim()).filter((line) => line !== '')
}
