import { chromium, type Browser } from 'playwright-core'
import { below, median, type Figure } from '#tests/bench/figure.ts'
import { PUBLIC_PAGES } from '#tests/bench/public-pages.ts'
import type { Rig } from '#tests/bench/rig.ts'
import { findChromium } from '#tests/support/chromium.mjs'

/** A phone of the lower middle on a mobile network (DevTools: 4x CPU, 150 ms round trip, 1.6 Mbit/s). */
const NETWORK = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 }
const CPU = 4

/** The largest contentful paint of the slowest public page, by a visitor who comes for the first time. */
export async function measurePaint(rig: Rig): Promise<Figure[]> {
  const executablePath = findChromium()
  if (!executablePath)
    throw new Error('There is no Chromium: npm test -- --project browser installs it or says how')
  const shop = await rig.shop(await rig.database('small'))
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  let slowest = 0
  try {
    for (const path of PUBLIC_PAGES) {
      const paints: number[] = []
      for (let round = 0; round <= rig.rounds; round += 1)
        paints.push(await largestPaint(browser, `${shop.url}${path}`))
      slowest = Math.max(slowest, median(paints.slice(1)))
    }
  } finally {
    await browser.close()
  }
  await shop.stop()
  return [below(1.5, { name: 'paint.largest', unit: 's', value: slowest / 1000 })]
}

async function largestPaint(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 } })
  const page = await context.newPage()
  const devTools = await context.newCDPSession(page)
  await devTools.send('Network.enable')
  await devTools.send('Network.emulateNetworkConditions', NETWORK)
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: CPU })
  await page.goto(url, { waitUntil: 'load' })
  const paint = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let largest = 0
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) largest = Math.max(largest, entry.startTime)
        }).observe({ type: 'largest-contentful-paint', buffered: true })
        setTimeout(() => resolve(largest), 500)
      }),
  )
  await context.close()
  return paint
}
