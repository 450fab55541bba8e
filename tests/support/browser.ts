import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { Locale } from '#app/domain/locale.ts'
import { findChromium } from '#tests/support/chromium.mjs'
import { createTestDatabase } from '#tests/support/db.ts'
import {
  results,
  runCommand,
  shopProcess,
  type CommandResult,
  type ShopProcess,
} from '#tests/support/processes.ts'
import { withClient } from '#tests/support/server.ts'

/** A phone narrower than any that is sold, a small phone, and a desk. */
const SIZES = {
  320: { width: 320, height: 640 },
  360: { width: 360, height: 740 },
  1280: { width: 1280, height: 900 },
}
const BROWSER_LOCALES: Record<Locale, string> = { ja: 'ja-JP', en: 'en-US', ko: 'ko-KR', tl: 'fil-PH' }
const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
  // Nothing outside this machine is reached, whatever a page asks for.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
]

export type Visitor = {
  locale?: Locale
  width?: keyof typeof SIZES
  javaScript?: boolean
  colorScheme?: 'light' | 'dark'
}

export type ShopOptions = {
  /** More of the environment, such as SHOP_NOW. */
  env?: Record<string, string>
}

export type Shop = {
  readonly baseUrl: string
  readonly databaseUrl: string
  /** A fresh visitor: no cookies, nothing cached. Closed after the test, which fails if the page complained. */
  openPage(visitor?: Visitor): Promise<Page>
  /** What pages complained of so far; taking it says that it was expected. */
  takeComplaints(): string[]
  /** Rows of the shop's database. */
  query<Row>(sql: string, values?: unknown[]): Promise<Row[]>
  /** Runs an operator's command (`npm run shop -- …`) on the shop's database. */
  command(...args: string[]): Promise<CommandResult>
  /** Ends the server process and starts it again on the same database and port. */
  restart(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

/**
 * The built shop in demo mode on a database of its own, and a browser, for all tests of a file. Call it at the top of the file;
 * `name` is part of the database's name and of the log's in test-results/.
 */
export function useShop(name: string, options: ShopOptions = {}): Shop {
  const { openPage, takeComplaints } = useBrowser(() => running().baseUrl)
  let dataDir = ''
  let databaseUrl = ''
  let server: ShopProcess | undefined

  function running(): ShopProcess {
    if (!server) throw new Error('The shop runs inside of tests only')
    return server
  }

  beforeAll(async () => {
    await mkdir(results, { recursive: true })
    await rm(path.join(results, `server-${name}.log`), { force: true })
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'mnet-shop-browser-'))
    databaseUrl = await createTestDatabase(`browser_${name.replaceAll('-', '_')}`)
    server = await shopProcess({ name, dataDir, databaseUrl, env: options.env })
    await server.start()
  })

  afterAll(async () => {
    try {
      await server?.stop()
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  })

  return {
    get baseUrl() {
      return running().baseUrl
    },
    get databaseUrl() {
      return databaseUrl
    },
    openPage,
    takeComplaints,
    query: <Row>(sql: string, values: unknown[] = []) =>
      withClient(databaseUrl, async (client) => (await client.query(sql, values)).rows as Row[]),
    command: (...args) => runCommand(args, running().environment),
    async restart(signal) {
      await (signal === 'SIGKILL' ? running().kill() : running().stop())
      await running().start()
    },
  }
}

/** A browser for all tests of a file, whose pages may not complain: no console error, no refused content, no request elsewhere. */
export function useBrowser(baseUrl: () => string): Pick<Shop, 'openPage' | 'takeComplaints'> {
  let browser: Browser | undefined
  let contexts: BrowserContext[] = []
  let watches: (() => string[])[] = []

  function takeComplaints(): string[] {
    return watches.flatMap((complaints) => complaints())
  }

  async function openPage(visitor: Visitor = {}): Promise<Page> {
    browser ??= await launch()
    const { locale = 'ja', width = 360, javaScript = true, colorScheme = 'light' } = visitor
    const context = await browser.newContext({
      baseURL: baseUrl(),
      viewport: SIZES[width],
      isMobile: width < 600,
      hasTouch: width < 600,
      locale: BROWSER_LOCALES[locale],
      timezoneId: 'Asia/Tokyo',
      javaScriptEnabled: javaScript,
      colorScheme,
    })
    context.setDefaultTimeout(15_000)
    contexts.push(context)
    watches.push(watch(context, baseUrl()))
    return context.newPage()
  }

  afterEach(async () => {
    const left = takeComplaints()
    const open = contexts
    contexts = []
    watches = []
    for (const context of open) await context.close()
    if (left.length > 0) throw new Error(`A page complained:\n${left.join('\n')}`)
  })

  afterAll(async () => {
    await browser?.close()
    browser = undefined
  })

  return { openPage, takeComplaints }
}

/** axe finds nothing against WCAG 2.2 AA, nor against its own good practice. Needs a page with JavaScript on, or axe waits for ever. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations, passes } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id} (${help}) at ${node.target.join(' ')}: ${node.failureSummary ?? node.html}`),
  )
  if (found.length > 0) throw new Error(`axe on ${page.url()}:\n${found.join('\n')}`)
  if (passes.length === 0) throw new Error(`axe saw nothing on ${page.url()}`)
}

/** Nothing scrolls sideways, and whatever is tapped (links inside of text apart) measures 44 px both ways. */
export async function expectFits(page: Page): Promise<void> {
  const { overflow, small } = await page.evaluate(() => {
    const root = document.documentElement
    const targets = document.querySelectorAll<HTMLElement>(
      'a[href], button, summary, select, textarea, input:not([type="hidden"])',
    )
    const tooSmall = [...targets].filter((target) => {
      if (!target.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false
      if (target.closest('[aria-hidden="true"]')) return false
      const paragraph = target.closest('p, dd, td, figcaption')
      const isInText = paragraph !== null && paragraph.textContent.trim() !== target.textContent.trim()
      if (isInText && getComputedStyle(target).display === 'inline') return false
      const label = target instanceof HTMLInputElement ? target.labels?.[0] : undefined
      // A link may cover the whole of its card.
      const after = getComputedStyle(target, '::after')
      const covered = after.content !== 'none' && after.position === 'absolute' ? target.offsetParent : null
      const boxes = [target, label, covered].flatMap((element) =>
        element ? [element.getBoundingClientRect()] : [],
      )
      const isClipped = boxes.every((box) => box.width <= 1 || box.height <= 1)
      // Half a pixel is lost to rounding.
      return !isClipped && !boxes.some((box) => box.width >= 43.5 && box.height >= 43.5)
    })
    return {
      overflow: Math.max(0, root.scrollWidth - root.clientWidth),
      small: tooSmall.map((target) => {
        const box = target.getBoundingClientRect()
        return `${target.outerHTML.slice(0, 120)} is ${Math.round(box.width)} x ${Math.round(box.height)}`
      }),
    }
  })
  if (overflow > 0) throw new Error(`${page.url()} scrolls sideways by ${overflow} px`)
  if (small.length > 0) throw new Error(`${page.url()} has targets below 44 px:\n${small.join('\n')}`)
}

/** A picture of the whole page in test-results/screenshots. */
export async function saveScreenshot(page: Page, name: string): Promise<string> {
  const file = path.join(results, 'screenshots', `${name}.png`)
  await page.screenshot({ path: file, fullPage: true, animations: 'disabled' })
  return file
}

async function launch(): Promise<Browser> {
  const executablePath = findChromium()
  if (!executablePath) throw new Error('Chromium is missing: npm test installs it, or says how')
  return chromium.launch({ executablePath, args: CHROMIUM_FLAGS })
}

/** Listens to a visitor's pages; the function it returns hands out what it heard, once. */
function watch(context: BrowserContext, baseUrl: string): () => string[] {
  let heard: { text: string; url: string }[] = []
  const visited = new Set<string>()
  context.on('response', (response) => {
    if (response.request().isNavigationRequest()) visited.add(response.url())
  })
  context.on('request', (request) => {
    const url = request.url()
    if (/^(data|blob|about):/.test(url) || new URL(url).origin === new URL(baseUrl).origin) return
    heard.push({ text: `asks for ${url}`, url })
  })
  context.on('console', (message) => {
    if (message.type() === 'error') heard.push({ text: message.text(), url: message.location().url })
  })
  context.on('weberror', (error) =>
    heard.push({ text: String(error.error()), url: error.page()?.url() ?? '' }),
  )

  return () => {
    // Chromium reports a page's own 404 or 422 as a resource that did not load; that is what such a test is about.
    const complaints = heard.filter(
      ({ text, url }) =>
        !(text.startsWith('Failed to load resource') && visited.has(url.split('#')[0] ?? url)),
    )
    heard = []
    return complaints.map(({ text, url }) => `${text} (${url})`)
  }
}
