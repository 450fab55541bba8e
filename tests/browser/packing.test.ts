import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { expectAccessible, expectFits, saveScreenshot, useShop } from '#tests/support/browser.ts'
import { openDesk } from '#tests/support/desk-browser.ts'
import { atStripe, confirm, expectState, fillCart, fillDetails } from '#tests/support/journey.ts'

const shop = useShop('packing')
const t = textsFor('ja')

/** Three paid orders that wait to be packed. */
beforeAll(async () => {
  const page = await shop.openPage({ locale: 'ja', javaScript: false })
  for (let count = 1; count <= 3; count += 1) {
    await fillCart(page, 'ja')
    await fillDetails(page, { method: 'card', email: `packing-${count}@example.org` })
    await confirm(page)
    await atStripe(page, 'pay')
    await expectState(page, 'ja', 'order:state.paid')
  }
})

async function look(page: Page, name: string): Promise<void> {
  await expectAccessible(page)
  await expectFits(page)
  await saveScreenshot(page, `desk-${name}`)
}

test('many orders are packed and posted without JavaScript', async () => {
  const page = await openDesk(shop, 'secretariat', { javaScript: false, width: 1280 })
  await page.goto('/desk/packing')
  expect(await page.locator('input[name="order"]:checked').count()).toBe(3)
  await page.locator('input[name="order"]').last().uncheck()
  await page.locator('button[value="pack"]').click()
  // The page of the work loads itself again until the papers are there.
  await page.waitForURL(/\/desk\/work\/[\w-]+$/)
  const file = page.locator('a[href$="/file"]')
  await file.waitFor({ timeout: 90_000 })
  const download = await page.request.get((await file.getAttribute('href')) ?? '')
  expect([download.status(), download.headers()['content-type']]).toEqual([200, 'application/pdf'])
  const content = await download.body()
  expect(content.subarray(0, 5).toString()).toBe('%PDF-')
  const pdf = await getDocument({ data: new Uint8Array(content) }).promise
  // Two packing lists and a sheet of labels.
  expect(pdf.numPages).toBe(3)

  await page.locator('a[href^="/desk/packing/"]').click()
  const numbers = page.locator('input[name^="tracking-"]')
  await numbers.first().fill('1234 5678 9012')
  await numbers.last().fill('1234-5678-9012')
  await page.locator('main form button[type="submit"]').click()
  expect(await page.locator('[role="alert"]').first().isVisible()).toBe(true)
  expect(await numbers.last().inputValue()).toBe('1234-5678-9012')
  await numbers.last().fill('')
  await page.locator('main form button[type="submit"]').click()
  await page.getByText(t('deskWork:batch.allGone')).waitFor()
  const parcels = await shop.query<{ tracking_number: string | null }>(
    'SELECT tracking_number FROM shipments ORDER BY tracking_number',
  )
  expect(parcels).toEqual([{ tracking_number: '123456789012' }, { tracking_number: null }])
})

test('under an address that was corrected meanwhile nothing leaves: the second person sees what happened', async () => {
  const page = await openDesk(shop, 'secretariat', { width: 360 })
  await page.goto('/desk/packing')
  const code = (await page.locator('th a.code').textContent()) ?? ''
  await page.locator('button[value="pack"]').click()
  await page.waitForURL(/\/desk\/work\/[\w-]+$/)
  const batch = `/desk/packing/${page.url().split('/').at(-1)}`
  const other = await openDesk(shop, 'secretariat', { javaScript: false, width: 1280 })
  await other.goto(`/desk/orders/${code}/correct`)
  await page.goto(batch)
  await other.fill('input[name="delivery.city"]', '荒川区')
  await other.locator('main form button[type="submit"]:visible').last().click()
  await other.waitForURL(/done=corrected/)
  await page.locator('main form button[type="submit"]').click()
  await page.getByText(t('deskOrders:event.corrected')).waitFor()
  await page.getByText(t('deskWork:batch.isMoved')).waitFor()
  await look(page, 'batch-changed-360')
  expect(await shop.query('SELECT 1 FROM shipments')).toHaveLength(2)
  await page.goto('/desk/packing')
  await page.getByText(t('deskWork:batch.isMoved')).waitFor()
})

describe.each([360, 1280] as const)('at %i px', (width) => {
  test('the pages of packing, papers, mails and long work are accessible and fit', async () => {
    const page = await openDesk(shop, 'treasurer', { width })
    await page.goto('/desk/packing')
    await look(page, `packing-${width}`)
    await page.fill('#firstLabel', '99')
    await page.locator('button[value="pack"]').click()
    await look(page, `packing-refused-${width}`)
    const [batch] = await shop.query<{ id: string }>(`SELECT id FROM works WHERE kind = 'packing'`)
    const [order] = await shop.query<{ code: string }>('SELECT code FROM orders LIMIT 1')
    await page.goto(`/desk/documents/new?order=${order?.code}`)
    await look(page, `papers-of-order-${width}`)
    await page.locator('form:has(input[value="receipt"]) button').click()
    await page.waitForURL(/\/desk\/documents\/[\w-]{36}$/)
    await look(page, `paper-${width}`)
    const pages = {
      work: `/desk/work/${batch?.id}`,
      batch: `/desk/packing/${batch?.id}`,
      works: '/desk/work',
      mails: '/desk/mails',
      documents: '/desk/documents',
      quote: '/desk/quotes/new',
    }
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(path)
      await look(page, `${name}-${width}`)
    }
    await page.locator('main form button[type="submit"]').click()
    await look(page, `quote-refused-${width}`)
  })
})
