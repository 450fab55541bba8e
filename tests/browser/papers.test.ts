import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { LOCALES, type Locale } from '#app/domain/locale.ts'
import type { DocumentPayload } from '#app/features/documents/payload.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { type Face, faceFile, GETA } from '#app/platform/pdf/faces.server.ts'
import { graphemesOf } from '#app/platform/pdf/line-break.ts'
import { closePdf, drawLine, mm, newPage, openPdf, type Pdf } from '#app/platform/pdf/pdf.server.ts'
import {
  type Box,
  foreignFonts,
  type Item,
  overlaps,
  type PaintedPage,
  PAINTING,
  usePaperPainter,
} from '#tests/support/paper-painter.ts'
import { drawSample, NAMES, SAMPLE_PAPERS, shortReceipt } from '#tests/support/sample-papers.ts'

// Whether papers show what they say. The text inside a PDF can be right while the page is blank or full of empty boxes, so this looks
// at pixels: pdf.js paints the page, and the browser's own text painter, with the same font file, says how each letter has to look.

const painter = usePaperPainter()

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
  const paper = painter.put('paper.pdf', pdf)
  const faces = [...new Set(samples.map(({ face }) => face))]
  for (const face of faces) painter.put(`${face}.ttf`, await readFile(faceFile(face)))
  const page = await painter.open()
  const words = samples.map((sample, row) => ({
    ...sample,
    graphemes: graphemesOf(sample.text),
    x: LEFT * SCALE,
    y: baseline(row) * SCALE,
  }))
  return await page.evaluate<Look[]>(`(async () => {
    ${PAINTING}
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
    }
    const words = ${JSON.stringify(words)}, size = ${SIZE * SCALE}
    for (const face of ${JSON.stringify(faces)}) {
      document.fonts.add(await new FontFace(face, 'url(/' + face + '.ttf)').load())
    }
    const painted = await paintPage(await openPdf('${paper}'), 1, ${SCALE})
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

/** What is wrong with how a page looks, whatever it says. */
function flaws(page: PaintedPage, margin: number): object {
  const { items, width, height } = page
  // Four pixels a point: a full stop of the smallest letters has that much.
  const blank = items.filter(({ ink }) => ink < 4)
  const outside = items.filter(
    (item) =>
      item.x < margin - 1 ||
      item.x + item.width > width - margin + 1 ||
      item.y < 0 ||
      item.y + item.height > height,
  )
  return {
    blank: blank.map(({ text }) => text),
    outside: outside.map(({ text }) => text),
    overlaps: overlaps(page),
    unprintable: items.filter(({ text }) => text.includes(GETA)).map(({ text }) => text),
  }
}

const NO_FLAWS = { blank: [], outside: [], overlaps: [], unprintable: [] }

function saidOn(pages: readonly PaintedPage[]): string {
  return pages
    .flatMap(({ items }) => items.map(({ text }) => text))
    .join('')
    .replace(/\s/g, '')
}

describe.each(Object.entries(SAMPLE_PAPERS))('the %s', (kind, draw) => {
  test('has ink wherever it has text, nothing over the edge or over one another, no fonts but ours, in every language', async () => {
    const page = await painter.open()
    for (const locale of LOCALES) {
      const pdf = await draw(locale)
      const pages = await painter.paint(page, pdf)
      const told = `${kind} in ${locale}`
      expect(pages.length, told).toBeGreaterThan(1)
      const margin = kind === 'labels' ? mm(18) : mm(20)
      for (const [index, painted] of pages.entries()) {
        expect(flaws(painted, margin), `${told}, page ${index + 1}`).toEqual(NO_FLAWS)
        expect(painted.items.length, `${told}, page ${index + 1}`).toBeGreaterThan(8)
      }
      const said = saidOn(pages)
      for (const name of NAMES) expect(said, told).toContain(name.replace(/\s/g, ''))
      expect(foreignFonts(pdf), told).toEqual([])
    }
  })
})

describe('what marks a paper', () => {
  const joined = (items: readonly Item[]) =>
    items
      .map(({ text }) => text)
      .join('')
      .replace(/\s/g, '')

  /** The pieces of text that a mark is drawn in, one of each script; none where it is not. */
  function partsOf(page: PaintedPage | undefined, words: string): Item[] {
    const items = page?.items ?? []
    const wanted = words.replace(/\s/g, '')
    for (const from of items.keys()) {
      for (const count of [1, 2, 3]) {
        const parts = items.slice(from, from + count)
        if (joined(parts) === wanted) return parts
      }
    }
    return []
  }

  async function look(page: Page, locale: Locale, payload: DocumentPayload, marks: object) {
    const pdf = await drawSample(payload, locale, marks)
    return { pdf, first: (await painter.paint(page, pdf))[0] }
  }

  describe.each(LOCALES)('in %s', (locale) => {
    const t = textsFor(locale)
    const reissued = locale === 'ja' ? '再発行' : `再発行 ${t('documents:mark.reissued')}`

    test.each([
      ['再発行 on the second issue', reissued, { issueNumber: 2 }, { issueNumber: 1 }],
      ['that it is void', t('documents:mark.void'), { isVoid: true }, { isVoid: false }],
    ])('%s, and on that alone', async (_what, words, marked, unmarked) => {
      const page = await painter.open()
      const payload = shortReceipt(locale)
      const [yes, no] = [
        await look(page, locale, payload, marked),
        await look(page, locale, payload, unmarked),
      ]
      const parts = partsOf(yes.first, words)
      expect(parts.length).toBeGreaterThan(0)
      expect(parts.every(({ ink }) => ink > 40)).toBe(true)
      expect(partsOf(no.first, words)).toEqual([])
      const ink = await painter.inkIn(page, no.pdf, parts)
      expect(ink).toEqual(parts.map(() => 0))
    })

    test('the box of the revenue stamp where the setting wants it, dashed, and nowhere else', async () => {
      const page = await painter.open()
      const payload = shortReceipt(locale)
      const [yes, no] = [
        await look(page, locale, { ...payload, stampBox: true }, {}),
        await look(page, locale, payload, {}),
      ]
      const words = t('documents:receipt.stamp')
      const label = partsOf(yes.first, words)
      expect(label.length).toBeGreaterThan(0)
      expect(label.every(({ ink }) => ink > 40)).toBe(true)
      expect(partsOf(no.first, words)).toEqual([])
      for (const edge of edgesAround(label)) {
        const drawn = (await painter.inkIn(page, yes.pdf, edge)).filter((ink) => ink > 0)
        // Three points drawn, two left out: of a whole line there would be all of them.
        expect(drawn.length / edge.length).toBeGreaterThan(0.45)
        expect(drawn.length / edge.length).toBeLessThan(0.85)
        expect((await painter.inkIn(page, no.pdf, edge)).filter((ink) => ink > 0)).toEqual([])
      }
    })
  })
})

/** The four sides of the stamp box, each in slices of a pixel. It stands at the right margin with its words in the middle. */
function edgesAround(label: readonly Item[]): Box[][] {
  const [width, height] = [mm(22), mm(27)]
  const right = mm(210 - 20)
  const left = right - width
  // An item's box reaches from its size above the baseline to 0.3 of it below; a line of 1.5 has its baseline at 1.1.
  const size = (label[0]?.height ?? 0) / 1.3
  const middle = (label[0]?.y ?? 0) + size - size * 1.1 + (label.length * size * 1.5) / 2
  const top = middle - height / 2
  const thick = 4
  // Without the corners, where two sides meet.
  const slices = (length: number) => Array.from({ length: (length - 8) * 2 }, (_, index) => 4 + index / 2)
  const across = (y: number) =>
    slices(width).map((at) => ({ x: left + at, y: y - thick / 2, width: 0.5, height: thick }))
  const down = (x: number) =>
    slices(height).map((at) => ({ x: x - thick / 2, y: top + at, width: thick, height: 0.5 }))
  return [across(top), across(top + height), down(left), down(right)]
}
