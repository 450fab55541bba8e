import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { expectAccessible, expectFits, saveScreenshot, useShop } from '#tests/support/browser.ts'
import { signInAtDesk } from '#tests/support/desk-journey.ts'
import { atStripe, confirm, expectState, fillCart, fillDetails } from '#tests/support/journey.ts'

const shop = useShop('desk')

/** Each page of the desk is accessible and fits, and is kept as a picture; what is wrong with any is said at the end of the day. */
function looker(width: number) {
  const problems: string[] = []
  let pictures = 0
  async function look(page: Page, name: string): Promise<void> {
    await saveScreenshot(page, `desk-${width}-${String((pictures += 1)).padStart(2, '0')}-${name}`)
    for (const check of [expectAccessible, expectFits]) {
      await check(page).catch((error: unknown) => problems.push(`${name}: ${String(error)}`))
    }
  }
  return { look, problems }
}

/** A reader buys an issue by card; gives the code of her order. */
async function aReaderBuys(name: string): Promise<string> {
  const page = await shop.openPage({ locale: 'ja', javaScript: false })
  await fillCart(page, 'ja')
  await fillDetails(page, { method: 'card', email: 'reader@example.org', name })
  await confirm(page)
  await atStripe(page, 'pay')
  await expectState(page, 'ja', 'order:state.paid')
  return (await page.locator('h1 .code').textContent()) ?? ''
}

describe('a day at the desk', () => {
  test.each([360, 1280] as const)('at %i px', async (width) => {
    const reader = width === 360 ? '金 美香' : '李 芳'
    const code = await aReaderBuys(reader)
    const page = await shop.openPage({ locale: 'ja', width })
    const { look, problems } = looker(width)
    // Two people: no one-time code works twice, and both sign in within the life of one.
    await signInAtDesk(shop, page, width === 360 ? 'treasurer@example.org' : 'admin@example.org')
    await look(page, 'overview')

    await page.goto('/desk/orders')
    await look(page, 'orders')
    await page.fill('input[name="q"]', reader.replace(' ', ''))
    await page.locator('form[role="search"] button').click()
    await look(page, 'found')
    await page.locator(`a[href="/desk/orders/${code}"]`).click()
    await look(page, 'order')

    await page.locator(`a[href="/desk/orders/${code}/post"]`).first().click()
    await look(page, 'post')
    await page.fill('input[name="tracking"]', 'wrong')
    await page.locator('main form button').click()
    expect(await page.locator('#tracking-error').isVisible()).toBe(true)
    expect(await page.inputValue('input[name="tracking"]')).toBe('wrong')
    await look(page, 'post-refused')
    await page.fill('input[name="tracking"]', width === 360 ? '1234-5678-9012' : '2234-5678-9012')
    await page.locator('main form button').click()
    await page.waitForURL(/done=posted/)
    await look(page, 'posted')

    await page.locator(`a[href^="/desk/orders/${code}/came-back/"]`).click()
    await page.locator('input[name="spoilt.MNET-100"]').fill('9')
    await page.locator('#next-again').check()
    await look(page, 'came-back')
    await page.locator('main form button').click()
    expect(await page.locator('[id="good.MNET-100-error"]').isVisible()).toBe(true)
    await page.locator('input[name="spoilt.MNET-100"]').fill('0')
    await page.locator('input[name="ask"]').check()
    await page.locator('main form button').click()
    await page.waitForURL(/\/parcels\//)
    await page.locator('#resolution-replacement').check()
    await page.fill('input[name="delivery.building"]', '101号室')
    await look(page, 'sent-again')
    await page.locator('main form button').click()
    await page.waitForURL(/done=replaced/)

    await page.locator(`a[href="/desk/orders/${code}/refund"]`).click()
    await page.locator('#what-parts').check()
    await page.locator('input[name^="posted."]').first().fill('1')
    await page.locator('input[name^="restock."]').first().check()
    await look(page, 'refund')
    await page.locator('button[value="preview"]').click()
    await look(page, 'refund-check')
    await page.locator('button[value="confirm"]').click()
    await page.waitForURL(/done=refund/)
    await look(page, 'refunded')

    await page.fill('textarea[name="note"]', '返品は2月に届いた。')
    await page.locator('button[value="note"]').click()
    await page.waitForURL(/done=note/)

    await page.goto('/desk/orders/new')
    await page.fill('input[name="edition.0"]', 'MNET-100')
    await page.selectOption('select[name="channel"]', 'phone')
    await page.locator('#method-bank').check()
    await page.locator('#terms-billed').check()
    await page.fill('input[name="dueOn"]', '2099-12-31')
    await page.fill('input[name="email"]', 'library@example.org')
    await page.fill('input[name="contactName"]', '見本図書館')
    await page.fill('input[name="delivery.postalCode"]', '151-0053')
    await page.locator('button[value="lookup:delivery"]').click()
    await page.fill('input[name="delivery.street"]', '代々木1-2-3')
    await look(page, 'new')
    await page.locator('button[value="continue"]:visible').last().click()
    await look(page, 'new-check')
    await page.locator('button[value="confirm"]').click()
    await page.waitForURL(/done=entered/)
    await look(page, 'entered')

    const bill = page.url().split('?')[0] ?? ''
    await page.goto(`${bill}/payment`)
    await page.fill('input[name="on"]', '2020-01-01')
    await page.fill('input[name="ref"]', '1')
    await page.locator('main form button').click()
    expect(await page.locator('#sureDay-error').isVisible()).toBe(true)
    await look(page, 'payment')

    await page.goto(`${bill}/refund`)
    await page.locator('#what-whole').check()
    expect(await page.locator('#way-credit').isChecked()).toBe(true)
    await look(page, 'credit')
    await page.locator('button[value="preview"]').click()
    await look(page, 'credit-check')
    await page.locator('button[value="confirm"]').click()
    await page.waitForURL(/done=credited/)
    await look(page, 'credited')
    await page.goto('/desk/tasks')
    await look(page, 'tasks')
    await page.goto('/desk/orders/0000-0000')
    await look(page, 'missing')
    const books = await shop.command('check', 'books', '--json')
    expect(JSON.parse(books.stdout)).toMatchObject({ ok: true })
    expect(problems).toEqual([])
  })
})
