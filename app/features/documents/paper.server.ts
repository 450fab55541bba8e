import { type TokyoDay } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import type { DocumentPayload } from '#app/features/documents/payload.ts'
import { formatDay } from '#app/platform/i18n/format.ts'
import { textsFor, type Translate } from '#app/platform/i18n/texts.ts'
import {
  drawLine,
  drawRule,
  drawText,
  endPages,
  fittingSize,
  INK,
  lineHeight,
  mm,
  needRoom,
  type Pdf,
  SOFT,
  textLines,
  textWidth,
  type TextStyle,
} from '#app/platform/pdf/pdf.server.ts'

// The parts that the papers of the shop have in common. Each draws where the page is filled (`pdf.y`) and goes on below.

export type Fact = { label: string; value: string; bold?: boolean }

const LABEL: TextStyle = { size: 8, colour: SOFT }
const TEXT: TextStyle = { size: 9.5 }

export function texts(pdf: Pdf): Translate {
  return textsFor(pdf.locale)
}

export function contentWidth(pdf: Pdf): number {
  return pdf.frame.right - pdf.frame.left
}

/** First and last of some days in words; the first alone where there is one. */
export function dayRange(days: readonly TokyoDay[], locale: Locale): string {
  const [from, to] = [days[0], days.at(-1)].map((day) => (day ? formatDay(day, locale) : ''))
  return from === to
    ? (from ?? '')
    : textsFor(locale)('documents:dayRange', { from: from ?? '', to: to ?? '' })
}

const TITLE: TextStyle = { size: 22, bold: true }
const SMALLEST_TITLE = 14
const TITLE_GAP = 14
const MARK: TextStyle = { size: 11, bold: true }
const MARK_HEIGHT = 21
const MARK_GAP = 8

/** The name of the paper, with what marks it (再発行), and beside it its number and days. Marks that find no room there have a line of their own. */
export function drawTitle(
  pdf: Pdf,
  head: { title: string; subtitle?: string; marks: string[]; facts: Fact[] },
): void {
  const { left, right } = pdf.frame
  const { y } = pdf
  const facts = head.facts.map(({ label, value }) => `${label}  ${value}`)
  let factY = y + 4
  for (const fact of facts) {
    drawLine(pdf, fact, { x: left, y: factY, width: right - left, align: 'right' }, TEXT)
    factY += lineHeight(TEXT)
  }

  const widest = Math.max(0, ...facts.map((fact) => textWidth(pdf, fact, TEXT)))
  const room = right - left - widest - TITLE_GAP
  const title = { ...TITLE, size: fittingSize(pdf, head.title, room, TITLE, SMALLEST_TITLE) }
  drawLine(pdf, head.title, { x: left, y }, title)
  let titleY = y + lineHeight(TITLE)
  if (head.subtitle) {
    drawLine(pdf, head.subtitle, { x: left, y: titleY }, { size: 9.5, colour: SOFT })
    titleY += 16
  }
  const beside = left + textWidth(pdf, head.title, title) + TITLE_GAP
  const end = head.marks.reduce((x, mark) => x + markWidth(pdf, mark) + MARK_GAP, beside)
  if (end <= right - widest) drawMarks(pdf, head.marks, { x: beside, y: y + 7 })
  else {
    drawMarks(pdf, head.marks, { x: left, y: titleY + 4 })
    titleY += 4 + MARK_HEIGHT
  }
  pdf.y = Math.max(factY, titleY) + 6
  drawRule(pdf, { x: left, y: pdf.y, width: right - left }, { weight: 1.5, colour: INK })
  pdf.y += 18
}

function drawMarks(pdf: Pdf, marks: readonly string[], { x, y }: { x: number; y: number }): void {
  for (const mark of marks) {
    const width = markWidth(pdf, mark)
    pdf.doc.rect(x, y, width, MARK_HEIGHT).lineWidth(1.2).strokeColor(INK).stroke()
    drawLine(pdf, mark, { x, y: y + 2, width, align: 'centre' }, MARK)
    x += width + MARK_GAP
  }
}

function markWidth(pdf: Pdf, mark: string): number {
  return textWidth(pdf, mark, MARK) + 14
}

/** Who it is for on the left, who issues it on the right. */
export function drawParties(
  pdf: Pdf,
  {
    recipient,
    issuer,
    withRepresentative,
  }: {
    recipient: DocumentPayload['recipient']
    issuer: DocumentPayload['issuer']
    withRepresentative: boolean
  },
): void {
  const t = texts(pdf)
  const { left, right } = pdf.frame
  const top = pdf.y
  const issuerWidth = mm(72)
  const recipientWidth = right - left - issuerWidth - mm(10)

  let y = top
  drawLine(pdf, t('documents:recipient'), { x: left, y }, LABEL)
  y += lineHeight(LABEL) + 2
  for (const line of recipient.address) y = drawText(pdf, line, { x: left, y, width: recipientWidth }, TEXT)
  const named = [recipient.name, recipient.honorific].filter(Boolean).join(' ')
  y = drawText(pdf, named, { x: left, y: y + 2, width: recipientWidth }, { size: 14, bold: true }) + 3
  drawRule(pdf, { x: left, y, width: recipientWidth }, { weight: 0.8, colour: INK })

  const lines: [string, TextStyle][] = [
    [issuer.name, { size: 10.5, bold: true }],
    [issuer.address, TEXT],
    ...(withRepresentative
      ? [[t('documents:representative', { name: issuer.representative }), TEXT] as [string, TextStyle]]
      : []),
    [
      [issuer.phone && t('mail:part.phone', { phone: issuer.phone }), issuer.email]
        .filter(Boolean)
        .join('  '),
      TEXT,
    ],
    ...(issuer.registrationNumber
      ? [
          [t('mail:part.registration', { number: issuer.registrationNumber }), { ...TEXT, bold: true }] as [
            string,
            TextStyle,
          ],
        ]
      : []),
  ]
  let issuerY = top
  for (const [text, style] of lines)
    issuerY = drawText(pdf, text, { x: right - issuerWidth, y: issuerY, width: issuerWidth }, style)
  pdf.y = Math.max(y, issuerY) + 16
}

/** A sentence over the whole width. */
export function drawSentence(pdf: Pdf, text: string, style: TextStyle = TEXT): void {
  const { left } = pdf.frame
  pdf.y = drawText(pdf, text, { x: left, y: pdf.y, width: contentWidth(pdf) }, style) + 4
}

/** The one amount that the paper is about, and what is written under it. */
export function drawAmount(
  pdf: Pdf,
  { label, amount, under = [] }: { label: string; amount: string; under?: string[] },
): void {
  const { left } = pdf.frame
  const width = contentWidth(pdf)
  const height = 42
  pdf.doc.rect(left, pdf.y, width, height).fill('#f1f1ef')
  drawLine(pdf, label, { x: left + 14, y: pdf.y + 13 }, { size: 10 })
  drawLine(
    pdf,
    amount,
    { x: left, y: pdf.y + 5, width: width - 14, align: 'right' },
    { size: 21, bold: true },
  )
  pdf.y += height + 8
  for (const line of under) drawSentence(pdf, line)
  pdf.y += 6
}

/** Labels and values in two columns. */
export async function drawFacts(pdf: Pdf, facts: readonly Fact[]): Promise<void> {
  const { left } = pdf.frame
  const width = (contentWidth(pdf) - mm(8)) / 2
  for (let index = 0; index < facts.length; index += 2) {
    const pair = facts.slice(index, index + 2)
    const height = Math.max(...pair.map((fact) => factHeight(pdf, fact, width)))
    await needRoom(pdf, height)
    for (const [column, fact] of pair.entries()) {
      const x = left + column * (width + mm(8))
      drawLine(pdf, fact.label, { x, y: pdf.y }, LABEL)
      drawText(pdf, fact.value, { x, y: pdf.y + lineHeight(LABEL), width }, { ...TEXT, bold: fact.bold })
    }
    pdf.y += height
  }
  if (facts.length > 0) pdf.y += 4
}

function factHeight(pdf: Pdf, fact: Fact, width: number): number {
  return lineHeight(LABEL) + lineHeight(TEXT, textLines(pdf, fact.value, width, TEXT).length) + 5
}

/** Sums at the right edge; the last one is the total. */
export async function drawSums(pdf: Pdf, sums: readonly Fact[]): Promise<void> {
  const styleOf = (sum: Fact): TextStyle => (sum.bold ? { size: 12, bold: true } : { size: 9, colour: SOFT })
  // A long label makes the block wider, so that it never meets its sum.
  const widths = sums.map(
    (sum) => textWidth(pdf, sum.label, styleOf(sum)) + textWidth(pdf, sum.value, styleOf(sum)) + 24,
  )
  const width = Math.min(contentWidth(pdf), Math.max(mm(88), ...widths))
  const x = pdf.frame.right - width
  const heights = sums.map((sum) => lineHeight(TEXT) + (sum.bold ? 10 : 4))
  pdf.y += 6
  await needRoom(
    pdf,
    heights.reduce((all, height) => all + height, 0),
  )
  for (const [index, sum] of sums.entries()) {
    const style = styleOf(sum)
    drawLine(pdf, sum.label, { x: x + 5, y: pdf.y + 3 }, style)
    drawLine(pdf, sum.value, { x, y: pdf.y + 3, width: width - 5, align: 'right' }, style)
    pdf.y += heights[index] ?? 0
    if (sum.bold) drawRule(pdf, { x, y: pdf.y, width }, { weight: 1, colour: SOFT })
  }
  pdf.y += 12
}

/** Text below the table, small print unless told otherwise. */
export async function drawNotes(
  pdf: Pdf,
  notes: readonly string[],
  style: TextStyle = { size: 8.5, colour: SOFT },
): Promise<void> {
  for (const note of notes) {
    await needRoom(pdf, lineHeight(style, textLines(pdf, note, contentWidth(pdf), style).length))
    drawSentence(pdf, note, style)
  }
}

/** Finishes the pages of one paper: who and what it is, and which page of how many. */
export function endPaper(pdf: Pdf, what: string): void {
  const { left, bottom } = pdf.frame
  const y = bottom + 14
  endPages(pdf, (page, pages) => {
    drawRule(pdf, { x: left, y: y - 5, width: contentWidth(pdf) })
    drawLine(pdf, what, { x: left, y }, LABEL)
    drawLine(pdf, `${page} / ${pages}`, { x: left, y, width: contentWidth(pdf), align: 'right' }, LABEL)
  })
}
