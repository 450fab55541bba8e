import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { documentTotals } from '#app/domain/document.ts'
import { LOCALES, type Locale } from '#app/domain/locale.ts'
import { drawDocument } from '#app/features/documents/draw-document.server.ts'
import { issuerOf, recipientOf } from '#app/features/documents/issuer.ts'
import { type Face, faceFile } from '#app/platform/pdf/faces.server.ts'
import { graphemesOf } from '#app/platform/pdf/line-break.ts'
import { closePdf, drawLine, newPage, openPdf, type Pdf } from '#app/platform/pdf/pdf.server.ts'
import { SAMPLE_ORGANISATION } from '#prisma/seed/sample-settings.ts'
import { useBrowser } from '#tests/support/browser.ts'

// Whether papers show what they say. The text inside a PDF can be right while the page is blank or full of empty boxes, so this looks
// at pixels: pdf.js paints the page, and the browser's own text painter, with the same font file, says how each letter has to look.

const require = createRequire(import.meta.url)
const files = new Map<string, Uint8Array>()
let server: Server
let baseUrl = ''
const browser = useBrowser(() => baseUrl)

beforeAll(async () => {
  for (const name of ['pdf.mjs', 'pdf.worker.mjs'])
    files.set(`/${name}`, await readFile(require.resolve(`pdfjs-dist/build/${name}`)))
  server = createServer((request, response) => {
    const path = request.url ?? '/'
    const isScript = path.endsWith('.mjs')
    const body = files.get(path) ?? '<!doctype html><title>Papers</title><link rel="icon" href="data:,">'
    response.writeHead(200, {
      'Content-Type': isScript ? 'text/javascript' : path === '/' ? 'text/html' : 'application/octet-stream',
    })
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://localhost:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

type Sample = { text: string; language: Locale; face: Face }

/** Signs that fonts lack most easily, each with the font that has to draw it. */
const SAMPLES: Sample[] = [
  { text: '移住者と連帯', language: 'ja', face: 'jp-regular' },
  { text: '領収書〒様', language: 'ja', face: 'jp-bold' },
  { text: 'ネットワーク', language: 'ja', face: 'jp-regular' },
  { text: '이주자와연대', language: 'ko', face: 'kr-regular' },
  { text: '영수증귀하', language: 'ja', face: 'kr-bold' },
  { text: 'NguyễnHươngĐặng', language: 'en', face: 'latin-regular' },
  { text: 'ễắữợẫ', language: 'en', face: 'latin-bold' },
  { text: '₱500Niño', language: 'tl', face: 'latin-regular' },
]

const SIZE = 40
const LEFT = 40
const STEP = 80
const SCALE = 2

/** Where a line's letters stand: `drawLine` puts them 1.1 of their size under the line's top. */
const baseline = (row: number): number => 60 + row * STEP + SIZE * 1.1

async function paper(draw: (pdf: Pdf) => void): Promise<Uint8Array> {
  const pdf = await openPdf({ title: 'x', author: '', locale: 'ja', createdAt: new Date('2026-11-24') })
  await newPage(pdf)
  draw(pdf)
  return await closePdf(pdf)
}

type Look = { text: string; grapheme: string; ink: number; likeness: number }

/** Paints the PDF and the same words with the browser's own text painter, and compares them letter by letter. */
async function compare(pdf: Uint8Array, samples: readonly Sample[]): Promise<Look[]> {
  files.set('/paper.pdf', pdf)
  const faces = [...new Set(samples.map(({ face }) => face))]
  for (const face of faces) files.set(`/${face}.ttf`, await readFile(faceFile(face)))
  const page = await browser.openPage({ width: 1280 })
  await page.goto('/')
  const words = samples.map((sample, row) => ({
    ...sample,
    graphemes: graphemesOf(sample.text),
    x: LEFT * SCALE,
    y: baseline(row) * SCALE,
  }))
  // A text, since the test's own transformer would rewrite the import inside of a function.
  return await page.evaluate<Look[]>(`(async () => {
    ${PAINT_PAGE}
    const words = ${JSON.stringify(words)}, size = ${SIZE * SCALE}
    for (const face of ${JSON.stringify(faces)}) {
      document.fonts.add(await new FontFace(face, 'url(/' + face + '.ttf)').load())
    }
    const painted = await paintPage(${SCALE})
    const reference = document.createElement('canvas')
    reference.width = painted.width
    reference.height = painted.height
    const ink = reference.getContext('2d')
    ink.fillStyle = 'white'
    ink.fillRect(0, 0, reference.width, reference.height)
    ink.fillStyle = 'black'
    const looks = []
    for (const word of words) {
      ink.font = size + 'px ' + word.face
      ink.fillText(word.text, word.x, word.y)
      let before = ''
      for (const grapheme of word.graphemes) {
        const from = word.x + ink.measureText(before).width
        before += grapheme
        const to = word.x + ink.measureText(before).width
        const box = [Math.round(from), Math.round(word.y - size), Math.round(to - from), Math.round(size * 1.35)]
        const [own, right] = [dark(painted, box), dark(reference, box)]
        looks.push({
          text: word.text,
          grapheme,
          ink: own.size,
          likeness: Math.min(covered(own, right, box[2]), covered(right, own, box[2])),
        })
      }
    }
    return looks
  })()`)
}

/** For the page: paints the first page of /paper.pdf; which pixels of a box are dark; how many of some lie on others or beside them. */
const PAINT_PAGE = `
  const pdfjs = await import('/pdf.mjs')
  pdfjs.GlobalWorkerOptions.workerSrc = '/pdf.worker.mjs'
  const paintPage = async (scale) => {
    const opened = await pdfjs.getDocument({ url: '/paper.pdf', useSystemFonts: false }).promise
    const first = await opened.getPage(1)
    const viewport = first.getViewport({ scale })
    const canvas = document.createElement('canvas')
    canvas.width = viewport.width
    canvas.height = viewport.height
    await first.render({ canvasContext: canvas.getContext('2d'), viewport }).promise
    return Object.assign(canvas, { first, viewport })
  }
  const dark = (canvas, [x, y, width, height]) => {
    const { data } = canvas.getContext('2d').getImageData(x, y, width, height)
    const found = new Set()
    for (let i = 0; i < width * height; i += 1) if (data[i * 4] < 128) found.add(i)
    return found
  }
  const covered = (some, others, width) => {
    if (some.size === 0) return 0
    let hits = 0
    for (const i of some) {
      for (const near of [0, 1, -1, width, -width, width + 1, width - 1, -width + 1, -width - 1]) {
        if (!others.has(i + near)) continue
        hits += 1
        break
      }
    }
    return hits / some.size
  }`

/** What a letter must reach to count as the letter it is. Right ones come to 0.97 and more, empty boxes stay far below. */
const ALIKE = 0.9
const unlike = (looks: readonly Look[]): Look[] =>
  looks.filter(({ ink, likeness }) => ink < 40 || likeness < ALIKE)

test('each letter looks as its font draws it, in every script', async () => {
  const pdf = await paper((open) => {
    for (const [row, { text, language, face }] of SAMPLES.entries()) {
      const at = { x: LEFT, y: baseline(row) - SIZE * 1.1 }
      drawLine(open, text, at, { size: SIZE, language, bold: face.endsWith('bold'), colour: '#000000' })
    }
  })
  const looks = await compare(pdf, SAMPLES)
  expect(looks.length).toBe(SAMPLES.flatMap(({ text }) => graphemesOf(text)).length)
  expect(unlike(looks)).toEqual([])
})

describe('the comparison finds what text extraction does not', () => {
  const wrong: [string, Sample, Face][] = [
    ['kanji in the Latin font', { text: '移住者', language: 'ja', face: 'jp-regular' }, 'latin-regular'],
    ['hangul in the Japanese font', { text: '이주자', language: 'ko', face: 'kr-regular' }, 'jp-regular'],
    ['pesos in the Japanese font', { text: '₱₱₱', language: 'tl', face: 'latin-regular' }, 'jp-regular'],
  ]
  test.each(wrong)('empty boxes: %s', async (_name, sample, face) => {
    const pdf = await paper(({ doc }) => {
      doc
        .font(face)
        .fontSize(SIZE)
        .text(sample.text, LEFT, baseline(0), { lineBreak: false, baseline: 'alphabetic' })
    })
    expect(unlike(await compare(pdf, [sample])).map(({ grapheme }) => grapheme)).toEqual(
      graphemesOf(sample.text),
    )
  })

  test('a blank page', async () => {
    const [sample] = SAMPLES as [Sample]
    expect(unlike(await compare(await paper(() => undefined), [sample]))).toHaveLength(6)
  })
})

describe.each(LOCALES)('a receipt in %s', (locale) => {
  test('has ink wherever it has text, and no fonts but ours', async () => {
    const day = tokyoDay('2026-11-24')
    const line = {
      description: 'M-Net 第100号 이주 Nguyễn',
      language: 'ja',
      sku: 'MNET-100',
      quantity: 2,
      unitYen: 500,
      amountYen: 1_000,
      taxRate: 10,
    }
    const pdf = await drawDocument({
      code: 'R2026-00012',
      locale,
      issuedOn: day,
      issue: { number: 2, at: new Date('2026-11-28T03:00:00Z') },
      isVoid: false,
      payload: {
        kind: 'receipt',
        recipient: recipientOf('José Nguyễn Peñaflorida', locale),
        issuer: issuerOf(
          { ...SAMPLE_ORGANISATION, registrationNumber: 'T1180301018771' },
          { locale, on: day },
        ),
        orderCode: 'K7M2-9QXA',
        buyerReference: null,
        lines: [line],
        ...documentTotals([line], { qualified: true }),
        datedOn: day,
        suppliedOn: [day],
        payments: [{ method: 'bank', receivedOn: day, amountYen: 1_000 }],
        refunds: [],
        stampBox: false,
      },
    })
    files.set('/paper.pdf', pdf)
    const page = await browser.openPage({ width: 1280 })
    await page.goto('/')
    const { texts, blank } = await page.evaluate<{ texts: number; blank: string[] }>(`(async () => {
      ${PAINT_PAGE}
      const painted = await paintPage(2)
      const { items } = await painted.first.getTextContent()
      const words = items.filter(({ str }) => str.trim() !== '')
      const blank = words.filter(({ transform, width, height }) => {
        const [x, y] = painted.viewport.convertToViewportPoint(transform[4], transform[5])
        const box = [Math.floor(x), Math.floor(y - height * 2), Math.ceil(width * 2), Math.ceil(height * 2.6)]
        return dark(painted, box).size < 4
      })
      return { texts: words.length, blank: blank.map(({ str }) => str) }
    })()`)
    expect(texts).toBeGreaterThan(25)
    expect(blank).toEqual([])
    const fonts = Buffer.from(pdf)
      .toString('latin1')
      .matchAll(/\/BaseFont \/(\S+)/g)
    expect(
      [...fonts]
        .map(([, name = '']) => name.replace(/^[A-Z]{6}\+/, ''))
        .filter((name) => !name.startsWith('NotoSans')),
    ).toEqual([])
  })
})
