import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { LOCALES } from '#app/domain/locale.ts'
import { expectAccessible, expectFits, saveScreenshot, useShop } from '#tests/support/browser.ts'
import { atStripe, confirm, expectState, fillCart, fillDetails } from '#tests/support/journey.ts'

const shop = useShop('buy')
let pictures = 0

/** Every page on the way is accessible, fits, and is kept as a picture. */
function looker(name: string) {
  return async (page: Page) => {
    await expectAccessible(page)
    await expectFits(page)
    await saveScreenshot(page, `${name}-${String((pictures += 1)).padStart(3, '0')}`)
  }
}

/** The html of all mails of a template that reached the mailbox. */
async function mailsOf(template: string): Promise<string[]> {
  const rows = await shop.query<{ html: string }>(
    `SELECT s.data->>'html' AS html FROM outbox_mails m JOIN sandbox_objects s ON s.id = m.provider_id WHERE m.template = $1`,
    [template],
  )
  return rows.map((row) => row.html)
}

describe.each(LOCALES)('a reader in %s', (locale) => {
  test.each([360, 1280] as const)('buys an issue by card at %i px', async (width) => {
    const page = await shop.openPage({ locale, width, colorScheme: width === 360 ? 'light' : 'dark' })
    const look = looker(`card-${locale}-${width}`)
    await fillCart(page, locale, look)
    await fillDetails(page, { method: 'card', email: `reader-${locale}@example.org` }, look)
    await confirm(page, look)
    await atStripe(page, 'pay', look)
    await expectState(page, locale, 'order:state.paid')
    await look(page)
  })

  test('buys by konbini with JavaScript off, pays the voucher later', async () => {
    const page = await shop.openPage({ locale, javaScript: false })
    await fillCart(page, locale)
    await fillDetails(page, { method: 'konbini', email: `konbini-${locale}@example.org` })
    await confirm(page)
    await atStripe(page, 'konbini-later')
    await expectState(page, locale, 'order:state.voucherOut')
    const order = page.url()
    await page.locator('section.notice a.button').click()
    await page.waitForURL(/\/sandbox\/voucher\//)
    await page.locator('main form button').click()
    await page.goto(order)
    await expectState(page, locale, 'order:state.paid')
  })
})

describe('Charitable/Charitable#241: a reader without e-mail', () => {
  test('pays by postal transfer; the treasurer records it, the secretariat posts it', async () => {
    const page = await shop.openPage({ locale: 'ja', javaScript: false })
    await fillCart(page, 'ja')
    await fillDetails(page, { method: 'postal' })
    await confirm(page)
    await expectState(page, 'ja', 'order:state.awaitingPayment')
    const [charge] = await shop.query<{ reference: string; amount_yen: number; code: string }>(
      `SELECT c.reference, c.amount_yen, o.code FROM charges c JOIN orders o ON o.charge_id = c.id
       WHERE c.method = 'postal' ORDER BY o.placed_at DESC LIMIT 1`,
    )
    const reference = charge?.reference ?? ''
    expect((await page.textContent('main'))?.replaceAll(/[-\s]/g, '')).toContain(reference)
    const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Tokyo' })
    const recorded = await shop.command(
      ...['payments', 'record', reference, String(charge?.amount_yen), '--method', 'postal'],
      ...['--on', today, '--ref', '001-23', '--json'],
    )
    expect(JSON.parse(recorded.stdout)).toMatchObject({ ok: true, isNew: true })
    await page.reload()
    await expectState(page, 'ja', 'order:state.paid')
    const posted = await shop.command(
      'orders',
      'post',
      charge?.code ?? '',
      '--tracking',
      '1234 5678 9012',
      '--json',
    )
    expect(JSON.parse(posted.stdout)).toMatchObject({ ok: true })
    await page.reload()
    await expectState(page, 'ja', 'order:state.posted')
    expect(await page.content()).toContain('123456789012')
  })

  test('cannot choose a card, and hears why', async () => {
    const page = await shop.openPage({ locale: 'en', javaScript: false })
    await fillCart(page, 'en')
    await fillDetails(page, { method: 'card' })
    expect(await page.locator('[role="alert"], .error-summary').first().isVisible()).toBe(true)
    expect(await page.inputValue('input[name="delivery.street"]')).toBe('代々木1-2-3')
  })
})

describe('what goes another way', () => {
  test('a declined card, the way back, another try', async () => {
    const page = await shop.openPage({ locale: 'en' })
    await fillCart(page, 'en')
    await fillDetails(page, { method: 'card', email: 'declined@example.org' })
    await confirm(page)
    await atStripe(page, 'decline')
    await atStripe(page, 'walk-away')
    await expectState(page, 'en', 'order:state.awaitingPayment')
    await page.locator('button[name="intent"][value="pay"]').click()
    await atStripe(page, 'pay')
    await expectState(page, 'en', 'order:state.paid')
  })

  test('the order is cancelled by the reader after she was asked', async () => {
    const page = await shop.openPage({ locale: 'ko' })
    const look = looker('cancel')
    await fillCart(page, 'ko')
    await fillDetails(page, { method: 'bank', email: 'cancel@example.org' })
    await confirm(page)
    await expectState(page, 'ko', 'order:state.awaitingPayment')
    await look(page)
    await page.locator('a[href$="/cancel"]').click()
    await look(page)
    await page.locator('main form button.danger').click()
    await expectState(page, 'ko', 'order:state.cancelled')
  })

  test('a PDF is fetched from the order once it is paid, and counted', async () => {
    const page = await shop.openPage({ locale: 'ja' })
    await page.goto('/ja/publications/m-net-100')
    await page.locator('form:has(input[name="sku"][value="MNET-100-PDF"]) button').click()
    await page.locator('button[name="intent"][value="checkout"]').click()
    await page.fill('input[name="email"]', 'pdf@example.org')
    await page.fill('input[name="contactName"]', 'Nguyễn Thị Hòa')
    await page.locator('#method-card').check()
    await page.locator('button[name="intent"][value="continue"]:visible').last().click()
    await confirm(page)
    await atStripe(page, 'pay')
    await expectState(page, 'ja', 'order:state.paid')
    const href = await page.locator('a[href*="/files/"]').first().getAttribute('href')
    const file = await page.request.get(href ?? '')
    expect([file.status(), file.headers()['content-type']]).toEqual([200, 'application/pdf'])
    expect((await file.body()).subarray(0, 5).toString()).toBe('%PDF-')
    expect((await page.request.get((href ?? '').replace(/.$/, 'x'))).status()).toBe(403)
  })

  test('mails arrive in the mailbox, in the language of the order', async () => {
    const page = await shop.openPage({ locale: 'ja', width: 1280 })
    await page.goto('/sandbox/mailbox')
    await looker('mailbox')(page)
    const paid = await mailsOf('order-paid')
    expect(paid.length).toBeGreaterThanOrEqual(LOCALES.length)
    for (const locale of LOCALES) expect(paid.some((html) => html.includes(`lang="${locale}"`))).toBe(true)
  })

  test('kill -9 and a new start lose nothing', async () => {
    const page = await shop.openPage({ locale: 'ja', javaScript: false })
    await fillCart(page, 'ja')
    await fillDetails(page, { method: 'card', email: 'killed@example.org' })
    await confirm(page)
    await page.waitForURL(/\/sandbox\/checkout\//)
    await shop.restart('SIGKILL')
    await atStripe(page, 'pay')
    await expectState(page, 'ja', 'order:state.paid')
    const books = await shop.command('check', 'books', '--json')
    expect(JSON.parse(books.stdout)).toMatchObject({ ok: true })
  })
})
