import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { useBrowser } from '#tests/support/browser.ts'

/** A box on a page in points, from its upper left corner. */
export type Box = { x: number; y: number; width: number; height: number }

/** A piece of text where pdf.js finds it, and how many pixels, four a square point, are darker than paper there. */
export type Item = Box & { text: string; ink: number }
export type PaintedPage = { width: number; height: number; items: Item[] }

export type PaperPainter = {
  /** An empty page of the browser that can load `/pdf.mjs` and whatever was put. */
  open(): Promise<Page>
  /** Serves bytes under a path of their own. @returns the path */
  put(name: string, bytes: Uint8Array): string
  /** Paints all pages of a PDF and says what text is on them. */
  paint(page: Page, pdf: Uint8Array): Promise<PaintedPage[]>
  /** The same count in each of these boxes of a PDF's first page. */
  inkIn(page: Page, pdf: Uint8Array, boxes: readonly Box[]): Promise<number[]>
}

const require = createRequire(import.meta.url)
const SCALE = 2

/**
 * For the browser's page, as a text, since the test's own transformer would rewrite the import inside of a function: paints a page of a PDF; which
 * pixels of a box are dark.
 */
export const PAINTING = `
  const pdfjs = await import('/pdf.mjs')
  pdfjs.GlobalWorkerOptions.workerSrc = '/pdf.worker.mjs'
  const openPdf = (url) => pdfjs.getDocument({ url, useSystemFonts: false }).promise
  const paintPage = async (opened, number, scale) => {
    const page = await opened.getPage(number)
    const viewport = page.getViewport({ scale })
    const canvas = document.createElement('canvas')
    canvas.width = viewport.width
    canvas.height = viewport.height
    // Read far more often than painted.
    const canvasContext = canvas.getContext('2d', { willReadFrequently: true })
    await page.render({ canvasContext, viewport }).promise
    return Object.assign(canvas, { page, viewport })
  }
  const dark = (canvas, [x, y, width, height], below = 128) => {
    const { data } = canvas.getContext('2d').getImageData(x, y, width, height)
    const found = new Set()
    for (let i = 0; i < width * height; i += 1) if (data[i * 4] < below) found.add(i)
    return found
  }`

/** A browser for all tests of a file that paints PDFs with pdf.js. Call it at the top of the file. */
export function usePaperPainter(): PaperPainter {
  const files = new Map<string, Uint8Array>()
  let server: Server
  let baseUrl = ''
  let papers = 0
  const browser = useBrowser(() => baseUrl)

  beforeAll(async () => {
    for (const name of ['pdf.mjs', 'pdf.worker.mjs'])
      files.set(`/${name}`, await readFile(require.resolve(`pdfjs-dist/build/${name}`)))
    server = createServer((request, response) => {
      const path = request.url ?? '/'
      const isScript = path.endsWith('.mjs')
      const body = files.get(path) ?? '<!doctype html><title>Papers</title><link rel="icon" href="data:,">'
      response.writeHead(200, {
        'Content-Type': isScript
          ? 'text/javascript'
          : path === '/'
            ? 'text/html'
            : 'application/octet-stream',
      })
      response.end(body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    baseUrl = `http://localhost:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  function put(name: string, bytes: Uint8Array): string {
    const path = `/${name}`
    files.set(path, bytes)
    return path
  }

  function putPaper(pdf: Uint8Array): string {
    papers += 1
    return JSON.stringify(put(`paper-${papers}.pdf`, pdf))
  }

  return {
    async open() {
      const page = await browser.openPage({ width: 1280 })
      await page.goto('/')
      return page
    },
    put,
    paint: (page, pdf) =>
      page.evaluate<PaintedPage[]>(`(async () => {
        ${PAINTING}
        const opened = await openPdf(${putPaper(pdf)})
        const pages = []
        for (let number = 1; number <= opened.numPages; number += 1) {
          const painted = await paintPage(opened, number, ${SCALE})
          const { items } = await painted.page.getTextContent()
          pages.push({
            width: painted.width / ${SCALE},
            height: painted.height / ${SCALE},
            items: items.filter(({ str }) => str.trim() !== '').map(({ str, transform, width, height }) => {
              const [x, y] = painted.viewport.convertToViewportPoint(transform[4], transform[5]).map((at) => at / ${SCALE})
              const box = { x, y: y - height, width, height: height * 1.3 }
              const pixels = [Math.floor(box.x * ${SCALE}), Math.floor(box.y * ${SCALE}), Math.ceil(width * ${SCALE}), Math.ceil(box.height * ${SCALE})]
              return { ...box, text: str, ink: dark(painted, pixels, 200).size }
            }),
          })
        }
        await opened.destroy()
        return pages
      })()`),
    inkIn: (page, pdf, boxes) =>
      page.evaluate<number[]>(`(async () => {
        ${PAINTING}
        const painted = await paintPage(await openPdf(${putPaper(pdf)}), 1, ${SCALE})
        return ${JSON.stringify(boxes)}.map(({ x, y, width, height }) =>
          dark(painted, [x, y, width, height].map((points) => Math.max(1, Math.round(points * ${SCALE}))), 200).size)
      })()`),
  }
}

/** The fonts that a PDF names which are not ours. */
export function foreignFonts(pdf: Uint8Array): string[] {
  const fonts = Buffer.from(pdf)
    .toString('latin1')
    .matchAll(/\/BaseFont \/(\S+)/g)
  return [...fonts]
    .map(([, name = '']) => name.replace(/^[A-Z]{6}\+/, ''))
    .filter((name) => !name.startsWith('NotoSans'))
}

/** Pairs of texts that are printed over one another. */
export function overlaps({ items }: PaintedPage): [string, string][] {
  const found: [string, string][] = []
  for (const [index, one] of items.entries()) {
    for (const other of items.slice(index + 1)) if (meet(one, other)) found.push([one.text, other.text])
  }
  return found
}

/** Letters stand between a fifth and nearly the whole of their box; what only touches at the edges is beside one another. */
function meet(one: Box, other: Box): boolean {
  const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x)
  const [top, otherTop] = [one.y + one.height * 0.25, other.y + other.height * 0.25]
  const [bottom, otherBottom] = [one.y + one.height * 0.77, other.y + other.height * 0.77]
  const down = Math.min(bottom, otherBottom) - Math.max(top, otherTop)
  return across > 1 && down > 1
}
