import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'
import type { Locale } from '#app/domain/locale.ts'
import type { SeedFile } from '#prisma/seed/catalogue-data.ts'

const require = createRequire(import.meta.url)
const FONTS = {
  jp: '@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf',
  kr: '@expo-google-fonts/noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf',
}

/** Variation selectors have no glyph of their own, and would be printed as boxes. */
const VARIATION_SELECTORS = /[\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]/gu

/**
 * A small PDF with the given text, the same bytes for the same text and day. Noto Sans JP has kana, kanji and Latin but no hangul, so
 * Korean is set in Noto Sans KR.
 */
export async function samplePdf(file: SeedFile, createdAt: Date): Promise<Uint8Array<ArrayBuffer>> {
  const document = new PDFDocument({
    size: 'A5',
    margin: 48,
    info: { Title: file.title, CreationDate: createdAt, ModDate: createdAt },
  })
  const chunks: Uint8Array[] = []
  const written = new Promise<void>((resolve, reject) => {
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    document.on('end', resolve)
    document.on('error', reject)
  })
  document.registerFont('jp', require.resolve(FONTS.jp))
  document.registerFont('kr', require.resolve(FONTS.kr))

  document.font('jp').fontSize(17).text(file.title.replace(VARIATION_SELECTORS, ''))
  document.moveDown(0.6)
  for (const paragraph of file.paragraphs) {
    if (paragraph.isHeading) document.moveDown(0.6)
    document
      .font(fontFor(paragraph.locale))
      .fontSize(paragraph.isHeading ? 13 : 10)
      .text(paragraph.text.replace(VARIATION_SELECTORS, ''), { lineGap: 3 })
    document.moveDown(0.4)
  }
  document.end()
  await written
  return new Uint8Array(Buffer.concat(chunks))
}

function fontFor(locale: Locale): 'jp' | 'kr' {
  return locale === 'ko' ? 'kr' : 'jp'
}
