// Where a line of text may end: the basics of Japanese line breaking (JIS X 4051), words kept whole in scripts that part them
// by spaces, Korean among these. Pure: widths come from the caller.

/** Closing brackets, stops, small kana and marks of length or repetition: never the first of a line. */
const NOT_AT_START = new Set(
  '、。，．・：；？！゛゜ヽヾゝゞ々〻ー〜～）〕］｝〉》」』】〙〗〟｠’”»‐–…‥％℃ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ,.:;?!)]}%',
)
/** Opening brackets and signs that belong to what follows: never the last of a line. */
const NOT_AT_END = new Set('‘“（〔［｛〈《「『【〘〖〝｟«([{¥￥$₱€£〒№#')
/** What a number counts stays with it: 1,200円, 12冊. */
const COUNTED = new Set('円冊部号年月日回点個枚件頁엔원권부호년월일')

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFFEF]/u
const SPACE = /^\s+$/u
const HYPHEN = /^[-‐–/]$/u

/** Signs that are graphemes by themselves, which is nearly all we print: asking the segmenter is slow. */
const SINGLE =
  /^[\u0020-\u007E\u00A0-\u02FF\u3000-\u3029\u3030-\u3098\u309B-\u30FF\u4E00-\u9FFF\uAC00-\uD7A3\uFF01-\uFF9D]*$/
const segmenter = new Intl.Segmenter('ja', { granularity: 'grapheme' })

/** The signs of a text as a reader counts them: a letter with its accents is one. */
export function graphemesOf(text: string): string[] {
  if (SINGLE.test(text)) return text.split('')
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

/**
 * Breaks a text into lines no wider than `width`, by `measure`, in the same unit. A line break in the text stays one. Words too long for a
 * line are broken anywhere. Nothing is lost: the lines of a paragraph put together are the paragraph, spaces at their ends included.
 */
export function breakLines(text: string, width: number, measure: (text: string) => number): string[] {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/u)
    .flatMap((paragraph) => breakParagraph(paragraph, width, measure))
}

function breakParagraph(paragraph: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  let lineWidth = 0
  for (const unit of unitsOf(paragraph)) {
    if (lineWidth + measure(unit.trimEnd()) > width && line !== '') {
      lines.push(line)
      line = ''
      lineWidth = 0
    }
    // What stands alone and still does not fit is broken where it must be.
    const pieces = measure(unit.trimEnd()) > width ? graphemesOf(unit) : [unit]
    for (const piece of pieces) {
      const pieceWidth = measure(piece)
      if (lineWidth + measure(piece.trimEnd()) > width && line !== '') {
        lines.push(line)
        line = ''
        lineWidth = 0
      }
      line += piece
      lineWidth += pieceWidth
    }
  }
  lines.push(line)
  return lines
}

/** The pieces of a paragraph between which a line may end. */
function unitsOf(paragraph: string): string[] {
  const units: string[] = []
  let unit = ''
  for (const grapheme of graphemesOf(paragraph)) {
    if (unit !== '' && mayBreak(unit, grapheme)) {
      units.push(unit)
      unit = ''
    }
    unit += grapheme
  }
  if (unit !== '') units.push(unit)
  return units
}

function mayBreak(before: string, after: string): boolean {
  const last = graphemeBefore(before)
  if (SPACE.test(after)) return false
  if (NOT_AT_END.has(last) || NOT_AT_START.has(firstSign(after))) return false
  if (SPACE.test(last)) return true
  if (HYPHEN.test(last)) return /^\p{L}/u.test(after)
  if (/^\d$/.test(last) && COUNTED.has(after)) return false
  if (last === after && /^[…‥―—─]$/u.test(last)) return false
  return WIDE.test(last) || WIDE.test(after)
}

/** The last sign of a piece, its accents left out: none of the rules is about them. */
function graphemeBefore(piece: string): string {
  return Array.from(piece.replace(/\p{M}+$/u, '')).at(-1) ?? ''
}

function firstSign(grapheme: string): string {
  return Array.from(grapheme)[0] ?? ''
}
