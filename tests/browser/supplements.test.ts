import { expect, test } from 'vitest'
import {
  expectAccessible,
  expectFits,
  saveScreenshot,
  useShop,
  type Visitor,
} from '#tests/support/browser.ts'
import { openDesk } from '#tests/support/desk-browser.ts'
import { confirm, fillCart, fillDetails } from '#tests/support/journey.ts'

// Supplements and inquiries at the desk in a browser; what they refuse is tested in tests/routes and tests/stories.

const shop = useShop('supplements')

/** As large as a scanned list: more than any other form of the shop may send. */
const PDF = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(400_000, 32)])

const VISITS = [
  { width: 320, colorScheme: 'dark' },
  { width: 360, colorScheme: 'light' },
  { width: 1280, colorScheme: 'light' },
] as const satisfies Visitor[]

test('a supplement goes from its file to readers and buyers, without JavaScript', async () => {
  const page = await openDesk(shop, 'secretariat', { javaScript: false, width: 360 })
  await page.goto('/desk/supplements')
  await page.locator('a[href="/desk/supplements/new/upload"]').click()
  await page.fill('input[name="sku"]', 'MNET-100')
  await page.locator('#kind-erratum').check()
  await page.selectOption('select[name="language"]', 'ja')
  await page.setInputFiles('input[name="file"]', {
    name: '第100号の訂正.pdf',
    mimeType: 'application/pdf',
    buffer: PDF,
  })
  await page.locator('main form button[type="submit"]').last().click()
  // Its words are missing, and the file has to be chosen again.
  expect(await page.locator('#name\\.ja-error').count()).toBe(1)
  expect(await page.inputValue('input[name="sku"]')).toBe('MNET-100')
  await saveScreenshot(page, 'supplement-new-wrong-360')
  await page.fill('input[name="name.ja"]', '第100号の訂正')
  await page.fill('textarea[name="note.ja"]', '12ページの表に誤りがありました。')
  await page.setInputFiles('input[name="file"]', {
    name: '第100号の訂正.pdf',
    mimeType: 'application/pdf',
    buffer: PDF,
  })
  await page.locator('main form button[type="submit"]').last().click()
  await page.waitForURL(/done=created/)
  const id = /supplements\/([\w-]+)\?/.exec(page.url())?.[1] ?? ''
  await saveScreenshot(page, 'supplement-prepared-360')
  await expectFits(page)

  const reader = await shop.openPage({ locale: 'en', width: 360 })
  await reader.goto('/en/publications/m-net-100')
  expect(await reader.locator('a[href="/supplements/m-net-100-errata"]').count()).toBe(0)
  await page.locator('button[value="publish"]').click()
  await page.waitForURL(/done=published/)
  await reader.reload()
  expect(await reader.locator('a[href="/supplements/m-net-100-errata"]').textContent()).toContain(
    '第100号の訂正',
  )
  const file = await fetch(`${shop.baseUrl}/supplements/m-net-100-errata`)
  expect([file.status, (await file.arrayBuffer()).byteLength]).toEqual([200, PDF.length])

  // Somebody bought that issue by letter, and paid.
  await buyWithoutEmail()
  await page.goto(`/desk/supplements/${id}`)
  await page.locator(`a[href="/desk/supplements/${id}/announce"]`).click()
  await saveScreenshot(page, 'supplement-announce-360')
  await expectFits(page)
  await page.locator('main form button[type="submit"]').click()
  await page.waitForURL(/\/desk\/work\//)
  for (let tries = 0; tries < 40; tries += 1) {
    if ((await page.locator('a[href$="/file"]').count()) > 0) break
    await page.waitForTimeout(500)
    await page.reload()
  }
  await saveScreenshot(page, 'supplement-announced-360')
  expect(await page.locator('a[href$="/file"]').count()).toBe(1)
  await expectFits(page)
})

test('a file beyond 30 MB is told so on its page', async () => {
  const page = await openDesk(shop, 'secretariat', { javaScript: false, width: 360 })
  await page.goto('/desk/supplements/new/upload')
  await page.setInputFiles('input[name="file"]', {
    name: 'scan.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(31 * 1024 * 1024)]),
  })
  const [response] = await Promise.all([
    page.waitForNavigation(),
    page.locator('main form button[type="submit"]').last().click(),
  ])
  expect(response?.status()).toBe(413)
  expect(await page.locator('#file-error').count()).toBe(1)
})

test.each(VISITS)('their pages are accessible and fit $width px, $colorScheme', async (visit) => {
  await ask(6)
  const [supplement] = await shop.query<{ id: string }>(
    `SELECT id FROM supplements WHERE slug = 'consultation-centers'`,
  )
  const page = await openDesk(shop, 'secretariat', visit)
  const problems: string[] = []
  const paths = [
    'supplements',
    'supplements/new/upload',
    `supplements/${supplement?.id}`,
    `supplements/${supplement?.id}/upload`,
    `supplements/${supplement?.id}/announce`,
    'inquiries',
    'inquiries/new',
    'inquiries/report?from=2000-01-01&to=2099-12-31',
    'inquiries/report?from=x',
  ]
  for (const [number, path] of paths.entries()) {
    const response = await page.goto(`/desk/${path}`)
    expect(response?.status(), path).toBe(path.endsWith('from=x') ? 422 : 200)
    for (const look of [expectAccessible, expectFits])
      await look(page).catch((error: Error) => problems.push(`${path}: ${error.message}`))
    await saveScreenshot(page, `desk-supplements-${number}-${visit.width}`)
  }
  expect(problems.join('\n\n')).toBe('')
})

/** Questions about the list that the new edition left out. */
async function ask(count: number): Promise<void> {
  await shop.query(
    `INSERT INTO inquiries (id, topic, edition_id, locale, name, message, channel, received_at, closed_at)
     SELECT gen_random_uuid(), (CASE WHEN n % 3 = 0 THEN 'publication' ELSE 'consultation_centers' END)::"InquiryTopic", e.id, 'ja',
       '見本 読子', '一覧はありますか。', (CASE WHEN n % 2 = 0 THEN 'phone' ELSE 'web' END)::"InquiryChannel", now(),
       CASE WHEN n % 4 = 0 THEN now() END
     FROM editions e, generate_series(1, $1::int) n WHERE e.sku = 'SURVIVAL-2007'`,
    [count],
  )
}

/** A reader without e-mail buys MNET-100 and pays by transfer. */
async function buyWithoutEmail(): Promise<void> {
  const page = await shop.openPage({ locale: 'ja', width: 360 })
  await fillCart(page, 'ja')
  await fillDetails(page, { method: 'bank', name: '見本 手紙' })
  await confirm(page)
  await page.waitForURL(/\/orders\/[\w-]{20,}/)
  const [order] = await shop.query<{ code: string; amount: number }>(
    `SELECT o.code, c.amount_yen AS amount FROM orders o JOIN charges c ON c.id = o.charge_id WHERE o.email IS NULL`,
  )
  const { code = '', amount = 0 } = order ?? {}
  const words = ['--method', 'bank', '--on', '2026-11-20', '--ref', code]
  const paid = await shop.command('payments', 'record', code, String(amount), ...words)
  expect(paid.status).toBe(0)
}
