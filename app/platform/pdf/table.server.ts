import {
  type Align,
  drawLine,
  drawRule,
  lineHeight,
  needRoom,
  type Pdf,
  SOFT,
  textLines,
  type TextStyle,
} from './pdf.server.ts'

export type Column = { header: string; width: number; align?: Align }

export type Cell = {
  text: string
  /** Of the text, where it is not the paper's. */
  language?: string
  bold?: boolean
  /** Smaller, under the text. */
  note?: string
}

const PAD = 5
const BODY: TextStyle = { size: 9.5 }
const SMALL: TextStyle = { size: 8, colour: SOFT }

/**
 * Draws a table from where the page is filled, over as many pages as it takes; rows stay whole, and each page begins with the headers.
 * Widths are points; a column of width 0 takes what the others leave. Afterwards `pdf.y` is below it.
 */
export async function drawTable(
  pdf: Pdf,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): Promise<void> {
  const { left, right } = pdf.frame
  const fixed = columns.reduce((sum, column) => sum + column.width, 0)
  const free = columns.filter((column) => column.width === 0).length
  const widths = columns.map((column) => column.width || (right - left - fixed) / free)

  drawHeaders(pdf, columns, widths)
  for (const row of rows) {
    const cells = row.map((cell, index) => setCell(pdf, cell, (widths[index] ?? 0) - 2 * PAD))
    const height = Math.max(...cells.map((cell) => cell.height)) + 2 * PAD
    if (await needRoom(pdf, height)) drawHeaders(pdf, columns, widths)
    let x = left
    for (const [index, cell] of cells.entries()) {
      const width = widths[index] ?? 0
      const align = columns[index]?.align ?? 'left'
      let y = pdf.y + PAD
      for (const { text, style } of cell.lines) {
        drawLine(pdf, text, { x: x + PAD, y, width: width - 2 * PAD, align }, style)
        y += lineHeight(style)
      }
      x += width
    }
    pdf.y += height
    drawRule(pdf, { x: left, y: pdf.y, width: right - left })
  }
}

function drawHeaders(pdf: Pdf, columns: readonly Column[], widths: readonly number[]): void {
  const { left, right } = pdf.frame
  const style: TextStyle = { ...SMALL, bold: true }
  const headers = columns.map(({ header }, index) =>
    textLines(pdf, header, (widths[index] ?? 0) - 2 * PAD, style),
  )
  const height = lineHeight(style, Math.max(...headers.map((lines) => lines.length))) + 2 * PAD
  pdf.doc.rect(left, pdf.y, right - left, height).fill('#f1f1ef')
  let x = left
  for (const [index, lines] of headers.entries()) {
    const width = widths[index] ?? 0
    const align = columns[index]?.align ?? 'left'
    for (const [number, line] of lines.entries()) {
      drawLine(
        pdf,
        line,
        { x: x + PAD, y: pdf.y + PAD + lineHeight(style, number), width: width - 2 * PAD, align },
        style,
      )
    }
    x += width
  }
  drawRule(pdf, { x: left, y: pdf.y, width: right - left }, { weight: 1, colour: SOFT })
  pdf.y += height
  drawRule(pdf, { x: left, y: pdf.y, width: right - left })
}

function setCell(
  pdf: Pdf,
  cell: Cell,
  width: number,
): { lines: { text: string; style: TextStyle }[]; height: number } {
  const style: TextStyle = { ...BODY, bold: cell.bold, language: cell.language }
  const lines = [
    ...textLines(pdf, cell.text, width, style).map((text) => ({ text, style })),
    ...(cell.note ? textLines(pdf, cell.note, width, SMALL).map((text) => ({ text, style: SMALL })) : []),
  ]
  return { lines, height: lines.reduce((sum, line) => sum + lineHeight(line.style), 0) }
}
