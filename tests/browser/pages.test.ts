import { describe, expect, test } from 'vitest'
import { LOCALES } from '#app/domain/locale.ts'
import { expectAccessible, expectFits, saveScreenshot, useShop } from '#tests/support/browser.ts'

// The pages that one comes to without buying; tests/browser/buy.test.ts goes through the others.

const shop = useShop('pages')

const PAGES: [name: string, path: string, status: number][] = [
  ['home', '', 200],
  ['list', '/publications', 200],
  ['search', '/publications?q=マニュアル&kind=manual', 200],
  ['nothing-found', '/publications?q=zzzz', 200],
  ['issue', '/publications/m-net-100', 200],
  ['manual', '/publications/survival-manual', 200],
  ['forthcoming', '/publications/noose-2', 200],
  ['sold-out', '/publications/m-net-99', 200],
  ['notify', '/publications/m-net-99/notify/MNET-99', 200],
  ['notify-gone', '/notify/no-such-link', 410],
  ['empty-cart', '/cart', 200],
  ['order-link', '/orders', 200],
  ['commerce', '/legal/commerce', 200],
  ['privacy', '/legal/privacy', 200],
  ['contact', '/contact', 200],
  ['lectures', '/lectures', 200],
  ['not-found', '/no-such-page', 404],
]

const VISITS = [
  { width: 320, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
] as const

describe.each(LOCALES)('in %s', (locale) => {
  test.each(VISITS)('every public page is accessible and fits $width px, $colorScheme', async (visit) => {
    const page = await shop.openPage({ locale, ...visit })
    const problems: string[] = []
    for (const [name, path, status] of PAGES) {
      const response = await page.goto(`/${locale}${path}`)
      expect(response?.status(), path).toBe(status)
      expect(await page.locator('html').getAttribute('lang'), path).toBe(locale)
      expect(await page.locator('h1').count(), path).toBe(1)
      expect(await page.locator('script:not([type="application/ld+json"])').count(), path).toBe(0)
      for (const look of [expectAccessible, expectFits])
        await look(page).catch((error: Error) => problems.push(error.message))
      await saveScreenshot(page, `page-${name}-${locale}-${visit.width}`)
    }
    expect(problems.join('\n\n')).toBe('')
  })

  test('the shop opens in the language of the browser', async () => {
    const page = await shop.openPage({ locale })
    await page.goto('/')
    expect(new URL(page.url()).pathname).toBe(`/${locale}`)
  })
})

test('a server that was killed comes back with what it had', async () => {
  const before = await shop.query('select id, search_text from titles order by id')
  await shop.restart('SIGKILL')
  expect(before.length).toBeGreaterThan(5)
  expect(await shop.query('select id, search_text from titles order by id')).toEqual(before)
})
