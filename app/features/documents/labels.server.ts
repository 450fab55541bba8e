import { japaneseHonorific } from '#app/domain/honorific.ts'
import type { Locale } from '#app/domain/locale.ts'
import type { PostalAddress } from '#app/features/checkout/address.ts'
import { addressLines } from '#app/features/checkout/address-lines.ts'
import {
  LABEL_SHEETS,
  labelPlace,
  type LabelSheet,
  type LabelSheetName,
} from '#app/features/documents/label-sheets.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import {
  closePdf,
  drawLine,
  endPages,
  lineHeight,
  mm,
  newPage,
  openPdf,
  type Pdf,
  SOFT,
  textLines,
  type TextStyle,
} from '#app/platform/pdf/pdf.server.ts'

export type Label = { address: PostalAddress; orderCode: string }

/** Printers do not reach the edge of the paper, and a sheet lies a little askew. */
const PADDING = mm(5)
const SMALLER = [0.9, 0.8, 0.7, 0.6]

/**
 * Draws labels on as many sheets as they take.
 * @param options.first how many labels of the first sheet are used up already
 * @param options.onSheet called when a sheet is full
 */
export async function drawLabels(
  pdf: Pdf,
  labels: readonly Label[],
  options: { sheet: LabelSheet; first?: number; onSheet?: () => Promise<void> | void },
): Promise<void> {
  const { sheet, first = 0, onSheet } = options
  const perSheet = sheet.columns * sheet.rows
  for (const [index, label] of labels.entries()) {
    const place = (index + first) % perSheet
    if (index === 0 || place === 0) await newPage(pdf)
    drawLabel(pdf, label, { sheet, place })
    if (place !== perSheet - 1 && index !== labels.length - 1) continue
    endPages(pdf)
    await onSheet?.()
  }
}

/** A page with the frames of all labels and an address in each, to be held against the sheet. */
export async function labelTestPdf(
  name: LabelSheetName,
  { locale, now }: { locale: Locale; now: Date },
): Promise<Uint8Array<ArrayBuffer>> {
  const t = textsFor(locale)
  const sheet = LABEL_SHEETS[name]
  const pdf = await openPdf({
    title: t('documents:label.test'),
    author: '',
    locale,
    createdAt: now,
  })
  await newPage(pdf)
  for (let place = 0; place < sheet.columns * sheet.rows; place += 1) {
    const { left, top } = labelPlace(sheet, place)
    pdf.doc
      .rect(mm(left), mm(top), mm(sheet.width), mm(sheet.height))
      .lineWidth(0.4)
      .strokeColor(SOFT)
      .stroke()
    const text =
      place === 0 ? `${t('documents:label.test')}\n${t('documents:label.hint')}` : String(place + 1)
    drawBlock(pdf, [{ text, style: { size: 10 } }], { sheet, place })
  }
  return await closePdf(pdf)
}

type Block = { text: string; style: TextStyle }

function drawLabel(pdf: Pdf, { address, orderCode }: Label, at: { sheet: LabelSheet; place: number }): void {
  drawBlock(pdf, blocksOf(address), at)
  const { left, top } = labelPlace(at.sheet, at.place)
  const style: TextStyle = { size: 6.5, colour: SOFT }
  const y = mm(top + at.sheet.height) - PADDING / 2 - lineHeight(style)
  drawLine(pdf, orderCode, { x: mm(left), y, width: mm(at.sheet.width) - PADDING, align: 'right' }, style)
}

/** Inside Japan the postal code first and the name last with 様 or 御中; abroad the name first, and the country in English for the post. */
function blocksOf(address: PostalAddress): Block[] {
  if (address.country !== 'JP') {
    const lines = addressLines(address, 'en').map((text) => ({ text, style: { size: 10, language: 'en' } }))
    return [{ text: address.name, style: { size: 12, bold: true, language: 'en' } }, ...lines]
  }
  const name = [address.name, japaneseHonorific(address.name)].filter(Boolean).join(' ')
  const lines = addressLines(address, 'ja').map((text) => ({ text, style: { size: 10.5, language: 'ja' } }))
  return [...lines, { text: name, style: { size: 14, bold: true, language: 'ja' } }]
}

/** Draws blocks in a label, as large as fits; what is too long even for the smallest letters is cut, so that it spoils no other label. */
function drawBlock(
  pdf: Pdf,
  blocks: readonly Block[],
  { sheet, place }: { sheet: LabelSheet; place: number },
): void {
  const { left, top } = labelPlace(sheet, place)
  const width = mm(sheet.width) - 2 * PADDING
  const height = mm(sheet.height) - 2 * PADDING
  const set = (scale: number) =>
    blocks.flatMap(({ text, style }) => {
      const scaled = { ...style, size: style.size * scale }
      return textLines(pdf, text, width, scaled).map((line) => ({ line, style: scaled }))
    })
  let lines = set(1)
  for (const scale of SMALLER) {
    if (lines.reduce((sum, line) => sum + lineHeight(line.style), 0) <= height) break
    lines = set(scale)
  }
  let y = mm(top) + PADDING
  for (const { line, style } of lines) {
    if (y + lineHeight(style) > mm(top + sheet.height)) break
    drawLine(pdf, line, { x: mm(left) + PADDING, y }, style)
    y += lineHeight(style)
  }
}
