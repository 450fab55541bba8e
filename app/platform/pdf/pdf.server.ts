import { setImmediate as nextTurn } from 'node:timers/promises'
import { intlTag, isLocale, type Locale } from '#app/domain/locale.ts'
import { faceFile, FACES, type Face, type Family, type Run, runsOf, settable } from './faces.server.ts'
import { breakLines } from './line-break.ts'

// A thin layer over pdfkit: text in the right font, lines that break as Japanese lines do, pages that know their number. pdfkit and the
// fonts are loaded when the first paper is made; the server at rest is small. All lengths are points, y runs downwards.

/** Millimetres in points. */
export function mm(millimetres: number): number {
  return (millimetres * 72) / 25.4
}

export const A4 = { width: mm(210), height: mm(297) }

/** The part of a page that is written on. */
export type Frame = { left: number; top: number; right: number; bottom: number }

export type Pdf = {
  readonly doc: PDFKit.PDFDocument
  readonly locale: Locale
  readonly size: { width: number; height: number }
  readonly frame: Frame
  /** How far the page is filled; what flows goes on from here. */
  y: number
  /** Signs that no font has; 〓 is printed for them. */
  readonly missing: Set<string>
  readonly covers: (family: Family, codePoint: number) => boolean
  /** Widths of what was measured, at size 1: words come again and again, and shaping them is what costs. */
  readonly widths: Map<string, number>
  readonly content: Promise<Uint8Array<ArrayBuffer>>
}

export type TextStyle = {
  size: number
  bold?: boolean
  colour?: string
  /** Of the text, where it is not the paper's: its own letter forms come first. */
  language?: string
}

export type Align = 'left' | 'right' | 'centre'

export const INK = '#1a1a1a'
export const SOFT = '#595959'
export const RULE = '#b8b8b8'

/** Height of a line as a multiple of the letters' size: Japanese needs air. */
const LEADING = 1.5
/** Where letters stand in their line, from its top. */
const BASELINE = 1.1

/**
 * Begins a PDF without pages. The same text made at the same instant gives the same bytes.
 * @param options.margins in millimetres: top, right, bottom, left
 */
export async function openPdf(options: {
  title: string
  author: string
  locale: Locale
  createdAt: Date
  size?: { width: number; height: number }
  margins?: readonly [top: number, right: number, bottom: number, left: number]
}): Promise<Pdf> {
  const { default: PDFDocument } = await import('pdfkit')
  const { size = A4, margins = [18, 20, 20, 20], createdAt } = options
  const doc = new PDFDocument({
    size: [size.width, size.height],
    margin: 0,
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: '1.7',
    lang: intlTag(options.locale),
    displayTitle: true,
    // Without it pdfkit begins with Helvetica, which has no glyphs for most of what we print.
    font: '',
    info: {
      Title: options.title,
      Author: options.author,
      Creator: 'M-Net Shop',
      CreationDate: createdAt,
      ModDate: createdAt,
    },
  })
  for (const face of FACES) doc.registerFont(face, faceFile(face))
  const [top, right, bottom, left] = margins
  const frame = {
    left: mm(left),
    top: mm(top),
    right: size.width - mm(right),
    bottom: size.height - mm(bottom),
  }
  return {
    doc,
    locale: options.locale,
    size,
    frame,
    y: frame.top,
    missing: new Set(),
    covers: coverageOf(doc),
    widths: new Map(),
    content: collect(doc),
  }
}

/** Begins a page. Lets others work first: a long paper must not hold up the whole server. */
export async function newPage(pdf: Pdf): Promise<void> {
  await nextTurn()
  pdf.doc.addPage()
  pdf.y = pdf.frame.top
}

/** Goes to a new page unless there is room for that height. @returns whether a page was begun */
export async function needRoom(pdf: Pdf, height: number): Promise<boolean> {
  if (pdf.y + height <= pdf.frame.bottom) return false
  await newPage(pdf)
  return true
}

/** Ends a group of pages that are counted together: `foot` writes on each of them, and they are finished. */
export function endPages(pdf: Pdf, foot: (page: number, pages: number) => void = () => undefined): void {
  const { start, count } = pdf.doc.bufferedPageRange()
  for (let index = 0; index < count; index += 1) {
    pdf.doc.switchToPage(start + index)
    foot(index + 1, count)
  }
  pdf.doc.flushPages()
}

/** Finishes the PDF. */
export async function closePdf(pdf: Pdf): Promise<Uint8Array<ArrayBuffer>> {
  endPages(pdf)
  pdf.doc.end()
  return await pdf.content
}

/** The width of one line of text. */
export function textWidth(pdf: Pdf, text: string, style: TextStyle): number {
  const key = `${style.language ?? ''} ${style.bold ? 'bold' : ''} ${text}`
  const known = pdf.widths.get(key)
  if (known !== undefined) return known * style.size
  const width = runs(pdf, text, style).reduce((sum, run) => sum + runWidth(pdf, run, style), 0)
  pdf.widths.set(key, width / style.size)
  return width
}

/** The height of so many lines. */
export function lineHeight(style: TextStyle, lines = 1): number {
  return style.size * LEADING * lines
}

/** The lines a text takes within a width. */
export function textLines(pdf: Pdf, text: string, width: number, style: TextStyle): string[] {
  return breakLines(settable(text), width, (piece) => textWidth(pdf, piece, style))
}

/** Draws one line with the top of its line at `y`. */
export function drawLine(
  pdf: Pdf,
  text: string,
  at: { x: number; y: number; width?: number; align?: Align },
  style: TextStyle,
): void {
  const shown = text.trimEnd()
  const { align = 'left', width = 0 } = at
  const free = align === 'left' ? 0 : width - textWidth(pdf, shown, style)
  let x = at.x + (align === 'centre' ? free / 2 : free)
  const parts = runs(pdf, shown, style)
  for (const run of parts) {
    const doc = pick(pdf, run.family, style).fillColor(style.colour ?? INK)
    doc.text(run.text, x, at.y + style.size * BASELINE, {
      lineBreak: false,
      baseline: 'alphabetic',
      ...featuresOf(run.text),
    })
    if (parts.length > 1) x += runWidth(pdf, run, style)
  }
}

/** Draws a text in as many lines as it takes. @returns the y below it */
export function drawText(
  pdf: Pdf,
  text: string,
  at: { x: number; y: number; width: number; align?: Align },
  style: TextStyle,
): number {
  let { y } = at
  for (const line of textLines(pdf, text, at.width, style)) {
    drawLine(pdf, line, { ...at, y }, style)
    y += lineHeight(style)
  }
  return y
}

/** The largest size, down to `smallest`, at which a text takes one line of that width. */
export function fittingSize(
  pdf: Pdf,
  text: string,
  width: number,
  style: TextStyle,
  smallest: number,
): number {
  const full = textWidth(pdf, settable(text), style)
  return full <= width ? style.size : Math.max(smallest, (style.size * width) / full)
}

/** A horizontal line. */
export function drawRule(
  pdf: Pdf,
  at: { x: number; y: number; width: number },
  { weight = 0.5, colour = RULE } = {},
): void {
  pdf.doc
    .moveTo(at.x, at.y)
    .lineTo(at.x + at.width, at.y)
    .lineWidth(weight)
    .strokeColor(colour)
    .stroke()
}

function runs(pdf: Pdf, text: string, style: TextStyle) {
  return runsOf(settable(text), {
    locale: isLocale(style.language) ? style.language : pdf.locale,
    covers: pdf.covers,
    onMissing: (grapheme) => pdf.missing.add(grapheme),
  })
}

function runWidth(pdf: Pdf, run: Run, style: TextStyle): number {
  return pick(pdf, run.family, style).widthOfString(run.text)
}

/**
 * Noto Sans parts ị, ọ and their like into a letter and a dot, which pdfkit writes into the text behind the page as "i 3": whoever copies, searches or
 * listens to a Vietnamese name gets another one. Without `ccmp` they stay whole. Accents that stand apart need it.
 */
function featuresOf(text: string): { features?: PDFKit.Mixins.OpenTypeFeatures[] } {
  if (!/[\u01CD-\u01FF\u1E00-\u1EFF]/.test(text) || /\p{M}/u.test(text)) return {}
  // fontkit takes features to leave out too, which the types do not tell.
  return { features: { ccmp: false } as unknown as PDFKit.Mixins.OpenTypeFeatures[] }
}

function pick(pdf: Pdf, family: Family, style: TextStyle): PDFKit.PDFDocument {
  const face: Face = `${family}-${style.bold ? 'bold' : 'regular'}`
  return pdf.doc.font(face).fontSize(style.size)
}

/** Asks the font itself, once a sign. pdfkit's types do not tell of the font it holds. */
function coverageOf(doc: PDFKit.PDFDocument): Pdf['covers'] {
  type Opened = { _font: { font: { hasGlyphForCodePoint: (codePoint: number) => boolean } } }
  const known = new Map<string, boolean>()
  return (family, codePoint) => {
    const key = `${family} ${codePoint}`
    const before = known.get(key)
    if (before !== undefined) return before
    const { _font } = doc.font(`${family}-regular`) as unknown as Opened
    const has = _font.font.hasGlyphForCodePoint(codePoint)
    known.set(key, has)
    return has
  }
}

function collect(doc: PDFKit.PDFDocument): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    doc.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    doc.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    doc.on('error', reject)
  })
}
