import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { LOCALES } from '#app/domain/locale.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { expectAccessible, expectFits, saveScreenshot, useShop } from '#tests/support/browser.ts'
import { openDesk } from '#tests/support/desk-browser.ts'
import { atStripe, confirm, expectState } from '#tests/support/journey.ts'

// The desk's catalogue in a browser; what its forms refuse is tested in tests/routes/desk-titles.test.ts and desk-editions.test.ts.

const shop = useShop('desk-titles')
const t = textsFor('ja')

const PAGES = [
  'titles',
  'titles/new',
  'titles/m-net-100',
  'titles/m-net-100/edit',
  'titles/m-net-100/editions/new',
  'titles/m-net-100/editions/MNET-100',
  'titles/m-net-100/editions/MNET-100/prices',
  'titles/m-net-100/editions/MNET-100-PDF/upload',
  'periodicals',
  'periodicals/m-net',
  ...LOCALES.map((locale) => `titles/survival-manual/preview?locale=${locale}`),
]

test.each([
  { width: 360, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
] as const)('are accessible and fit $width px, $colorScheme', async (visit) => {
  const page = await openDesk(shop, 'secretariat', visit)
  const problems: string[] = []
  const look = async (name: string) => {
    for (const check of [expectAccessible, expectFits])
      await check(page).catch((error: Error) => problems.push(`${name}: ${error.message}`))
    await saveScreenshot(page, `desk-${name.replace(/[/?=]/g, '-')}-${visit.width}`)
  }
  for (const path of PAGES) {
    const response = await page.goto(`/desk/${path}`)
    expect(response?.status(), path).toBe(200)
    await look(path)
  }
  await page.goto('/desk/titles/new')
  await page.locator('summary').nth(2).click()
  await page.fill('input[name="ko.subtitle"]', '부제')
  await page.locator('main form button[type="submit"]').last().click()
  await look('titles-new-wrong')
  await page.goto('/desk/titles/m-net-100/editions/MNET-100/prices')
  await page.fill('input[name="from"]', '2007-06-01')
  await page.fill('input[name="yen"]', '450')
  await page.locator('button[value="check"]').last().click()
  await look('prices-check')
  expect(problems.join('\n\n')).toBe('')
})

test('a title comes into the shop, is looked at in four languages, and is bought, all without JavaScript', async () => {
  const page = await openDesk(shop, 'secretariat', { javaScript: false, width: 360 })
  await page.goto('/desk')
  await page.locator('nav a[href="/desk/titles"]').click()
  await page.locator('main a[href="/desk/titles/new"]').click()
  await page.fill('input[name="slug"]', 'river-of-words')
  await page.fill('input[name="publishedOn"]', '2026-11-01')
  await page.fill('input[name="ja.name"]', 'ことばの川')
  await page.fill('textarea[name="ja.description"]', '移住した人びとの詩を集めました。')
  await page.locator('summary').nth(2).click()
  await page.fill('input[name="ko.name"]', '말의 강')
  await page.fill('textarea[name="ko.description"]', '이주한 사람들의 시를 모았습니다.')
  await press(page, t('desk:save'))
  await page.waitForURL(/\/desk\/titles\/river-of-words\?saved/)
  expect(await page.locator('h1').textContent()).toBe('ことばの川')

  // An edition, first without its file.
  await page.locator('main a[href$="/editions/new"]').click()
  await page.fill('input[name="sku"]', 'river-1')
  await page.selectOption('select[name="format"]', 'pdf')
  await page.selectOption('select[name="state"]', 'on_sale')
  await press(page, t('desk:save'))
  expect(await page.locator('#state-error').textContent()).toBe(t('deskCatalogue:problem.noFile'))
  expect(await page.inputValue('input[name="sku"]')).toBe('river-1')
  await page.selectOption('select[name="state"]', 'forthcoming')
  await press(page, t('desk:save'))

  await page.locator('#RIVER-1 a[href$="/upload"]').click()
  await page.setInputFiles(
    'input[name="file"]',
    aFile('large.pdf', `%PDF-1.7\n${' '.repeat(31 * 1024 * 1024)}`),
  )
  await press(page, t('deskCatalogue:upload.send'))
  expect(await page.locator('#file-error').textContent()).toBe(t('deskCatalogue:upload.tooLarge'))
  await page.setInputFiles('input[name="file"]', aFile('page.pdf', '<!doctype html>'))
  await press(page, t('deskCatalogue:upload.send'))
  expect(await page.locator('#file-error').textContent()).toBe(t('deskCatalogue:upload.type'))
  const content = `%PDF-1.7\n${'ことば'.repeat(1_000_000)}`
  await page.setInputFiles('input[name="file"]', aFile('ことばの川.pdf', content))
  await press(page, t('deskCatalogue:upload.send'))
  await page.waitForURL(/river-of-words\?saved/)

  // A price from today on.
  await page.locator('#RIVER-1 a[href$="/prices"]').click()
  await page.fill('input[name="yen"]', '１，２００')
  await page.fill('input[name="from"]', todayInTokyo())
  await press(page, t('deskCatalogue:price.check'))
  await press(page, t('deskCatalogue:price.save'))
  expect(await page.locator('#past-error').textContent()).toBe(t('deskCatalogue:price.pastConfirm'))
  await page.check('input[name="past"]')
  await press(page, t('deskCatalogue:price.save'))
  await page.waitForURL(/prices\?saved/)
  await page.goto('/desk/titles/river-of-words/editions/RIVER-1')
  await page.selectOption('select[name="state"]', 'on_sale')
  await press(page, t('desk:save'))

  await expectPreviews(page)
  expect((await page.goto('/ja/publications/river-of-words'))?.status()).toBe(404)

  await page.goto('/desk/titles/river-of-words/edit')
  await page.check('input[name="listed"]')
  await press(page, t('desk:save'))
  await page.waitForURL(/saved/)
  expect(await page.locator('.log > li').count()).toBeGreaterThan(4)
  await saveScreenshot(page, 'desk-titles-history-360')

  await expectBought(content)
})

/** Each language shows the page in its words, or says which are shown instead, and nothing on it can be bought. */
async function expectPreviews(page: Page): Promise<void> {
  await page.goto('/desk/titles/river-of-words')
  await page.locator('main a[href*="/preview"]').click()
  const names = { ja: 'ことばの川', en: 'ことばの川', ko: '말의 강', tl: 'ことばの川' }
  for (const locale of LOCALES) {
    await page.locator(`.demo-banner a[lang="${locale}"]`).click()
    expect(await page.locator('main').getAttribute('lang')).toBe(locale)
    expect(await page.locator('h1').textContent()).toContain(names[locale])
    const banner = (await page.locator('.demo-banner').textContent()) ?? ''
    expect(banner).toContain(t('deskCatalogue:preview.unlisted'))
    expect(banner.includes('日本語の文章が出ています'), locale).toBe(locale === 'en' || locale === 'tl')
    expect(await page.locator('main').textContent()).toContain(textsFor(locale)('catalogue:edition.add'))
    expect(await page.locator('main form').count()).toBe(0)
    expect(await page.locator('main button').isDisabled()).toBe(true)
    const cover = page.locator('main .cover img')
    const picture = await page.request.get((await cover.getAttribute('src')) ?? '')
    expect([picture.status(), picture.headers()['content-type']]).toEqual([
      200,
      'image/svg+xml; charset=utf-8',
    ])
    await saveScreenshot(page, `desk-titles-preview-${locale}`)
  }
}

/** A reader finds it, pays, and gets the very file. */
async function expectBought(content: string): Promise<void> {
  const reader = await shop.openPage({ locale: 'ko', javaScript: false })
  await reader.goto('/ko/publications?q=말의')
  await reader.locator('main a[href="/ko/publications/river-of-words"]').first().click()
  await reader.locator('form:has(input[value="RIVER-1"]) button').click()
  await reader.goto('/ja/cart')
  await reader.locator('button[name="intent"][value="checkout"]').click()
  await reader.fill('input[name="email"]', 'river@example.org')
  await reader.fill('input[name="contactName"]', '山田 花子')
  await reader.locator('#method-card').check()
  await reader.locator('button[name="intent"][value="continue"]:visible').last().click()
  await confirm(reader)
  await atStripe(reader, 'pay')
  await expectState(reader, 'ja', 'order:state.paid')
  const href = (await reader.locator('a[href*="/files/"]').first().getAttribute('href')) ?? ''
  const file = await reader.request.get(href)
  expect(file.status()).toBe(200)
  expect((await file.body()).toString()).toBe(content)
}

function aFile(name: string, text: string) {
  return { name, mimeType: 'application/pdf', buffer: Buffer.from(text) }
}

async function press(page: Page, name: string): Promise<void> {
  await page.locator('main button', { hasText: name }).last().click()
}

function todayInTokyo(): string {
  return new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10)
}
