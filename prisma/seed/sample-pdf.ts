import {
  closePdf,
  drawText,
  lineHeight,
  mm,
  needRoom,
  newPage,
  openPdf,
  textLines,
} from '#app/platform/pdf/pdf.server.ts'
import type { SeedFile } from '#prisma/seed/catalogue-data.ts'

const A5 = { width: mm(148), height: mm(210) }

/** A small PDF with the given text, the same bytes for the same text and day. */
export async function samplePdf(file: SeedFile, createdAt: Date): Promise<Uint8Array<ArrayBuffer>> {
  const pdf = await openPdf({
    title: file.title,
    author: '',
    locale: 'ja',
    createdAt,
    size: A5,
    margins: [17, 17, 17, 17],
  })
  const { left, right } = pdf.frame
  await newPage(pdf)
  pdf.y = drawText(pdf, file.title, { x: left, y: pdf.y, width: right - left }, { size: 17 })
  for (const paragraph of file.paragraphs) {
    const style = { size: paragraph.isHeading ? 13 : 10, language: paragraph.locale }
    pdf.y += paragraph.isHeading ? 14 : 4
    await needRoom(pdf, lineHeight(style, textLines(pdf, paragraph.text, right - left, style).length))
    pdf.y = drawText(pdf, paragraph.text, { x: left, y: pdf.y, width: right - left }, style)
  }
  return await closePdf(pdf)
}
