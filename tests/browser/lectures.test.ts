import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { expectAccessible, expectFits, saveScreenshot, useShop } from '#tests/support/browser.ts'
import { signInAtDesk } from '#tests/support/desk-journey.ts'
import { results } from '#tests/support/processes.ts'

// From the form of somebody who asks for a lecturer to the money in the books, as people click; what the routes refuse is tested in tests/routes.

const shop = useShop('lectures', { env: { LOG_LEVEL: 'debug' } })

/** Each page is accessible and fits, and is kept as a picture; what is wrong with any is said at the end. Without JavaScript axe cannot look. */
function looker(width: number, checks = [expectAccessible, expectFits]) {
  const problems: string[] = []
  let pictures = 0
  async function look(page: Page, name: string): Promise<void> {
    await saveScreenshot(page, `lectures-${width}-${String((pictures += 1)).padStart(2, '0')}-${name}`)
    for (const check of checks) {
      await check(page).catch((error: unknown) => problems.push(`${name}: ${String(error)}`))
    }
  }
  return { look, problems }
}

const press = (page: Page): Promise<void> => page.locator('main form button').last().click()

describe('a lecture', () => {
  test('is asked for at 320 px without JavaScript, and what was typed outlives a mistake', async () => {
    const page = await shop.openPage({ locale: 'ja', javaScript: false, width: 320 })
    const { look, problems } = looker(320, [expectFits])
    await page.goto('/ja/contact')
    await page.locator('main a[href="/ja/lectures"]').click()
    await look(page, 'form')
    await page.fill('input[name="organisation"]', 'とても長い名前の見本市役所市民部多文化共生推進課')
    await page.fill('input[name="email"]', 'kyosei.tanto@')
    await page.fill('input[name="topic"]', '多文化共生の今')
    await page.fill('input[name="postalCode"]', '12')
    await press(page)
    for (const field of ['name', 'email', 'wishes', 'postalCode', 'city']) {
      expect(await page.locator(`#${field}-error`).count(), field).toBe(1)
    }
    expect(await page.inputValue('input[name="topic"]')).toBe('多文化共生の今')
    await look(page, 'form-refused')
    await page.fill('input[name="name"]', '見本 共生')
    await page.fill('input[name="email"]', 'kyosei.tanto@example.jp')
    await page.fill('textarea[name="wishes"]', '来月の平日')
    await page.fill('input[name="postalCode"]', '110-0005')
    await page.fill('input[name="prefecture"]', '東京都')
    await page.fill('input[name="city"]', '台東区')
    await page.fill('input[name="street"]', '上野9-9-9')
    // Nobody is as fast as this.
    await page.waitForTimeout(3_200)
    await press(page)
    await page.waitForURL(/\?sent$/)
    await look(page, 'sent')
    expect(problems).toEqual([])

    const looked = await shop.openPage({ locale: 'ko', width: 320, colorScheme: 'dark' })
    await looked.goto('/ko/lectures')
    await press(looked)
    expect(await looked.locator('#name-error').count()).toBe(1)
    await expectAccessible(looked)
    await expectFits(looked)
  })

  test('goes from the list to the money at 360 px, and the books hold', async () => {
    const page = await shop.openPage({ locale: 'ja', width: 360 })
    const { look, problems } = looker(360)
    await signInAtDesk(shop, page, 'treasurer@example.org')
    await page.locator('main a[href="/desk/lectures?state=todo"]').click()
    await look(page, 'waiting')
    await page.goto('/desk/lectures')
    await page.locator('main details summary').click()
    await look(page, 'list-totals')
    await page.fill('input[name="q"]', '多文化共生推進課')
    await page.locator('form[role="search"] button').click()
    await page.locator('main table a.code').click()
    const code = (await page.locator('h1 .code').textContent()) ?? ''
    expect(code).toMatch(/^L-/)
    await look(page, 'asked')

    await page.locator(`a[href="/desk/lectures/${code}/edit"]`).click()
    await look(page, 'edit')
    await page.fill('input[name="audience"]', '何人か')
    await press(page)
    expect(await page.locator('#audience-error').isVisible()).toBe(true)
    await page.fill('input[name="audience"]', '40')
    await press(page)
    await page.waitForURL(/done=lecture-edited/)

    await page.locator(`a[href="/desk/lectures/${code}/agree"]`).click()
    await look(page, 'agree')
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' }).format(
      new Date(await page.evaluate('Date.now()')),
    )
    await page.fill('input[name="onDay"]', today)
    await page.fill('input[name="lecturer"]', '見本 講子')
    await page.fill('input[name="feeYen"]', '無料')
    await press(page)
    expect(await page.locator('#feeYen-error').isVisible()).toBe(true)
    await look(page, 'agree-refused')
    await page.fill('input[name="feeYen"]', '33,000')
    await page.fill('input[name="travelYen"]', '1205')
    await press(page)
    await page.waitForURL(/done=lecture-agreed/)
    await look(page, 'agreed')

    await page.locator('button[value="hold"]').click()
    await page.waitForURL(/done=lecture-held/)
    await page.locator(`a[href="/desk/lectures/${code}/invoice"]`).click()
    await look(page, 'invoice')
    await page.locator('button[value="check"]').click()
    await look(page, 'invoice-check')
    await page.locator('button[value="bill"]').click()
    await page.waitForURL(/done=lecture-billed/)
    await look(page, 'billed')

    await page.locator('a[href^="/desk/bills/"]').click()
    await look(page, 'bill')
    await page.locator('a[href$="/payment"]').click()
    await page.fill('input[name="ref"]', '通帳 12')
    await press(page)
    await page.waitForURL(/done=recorded/)
    await page.locator(`a[href="/desk/lectures/${code}"]`).click()
    await look(page, 'paid')
    expect(await page.locator('#standing').textContent()).toContain('入金済み')

    await page.goto('/desk/lectures/new')
    await look(page, 'entry')
    await page.goto('/desk/lectures?state=asked')
    await page.locator('main table a.code').first().click()
    await page.locator('a[href$="/decline"]').click()
    await look(page, 'decline')
    await press(page)
    await page.waitForURL(/done=lecture-declined/)
    await look(page, 'declined')

    const books = await shop.command('check', 'books', '--json')
    expect(JSON.parse(books.stdout)).toMatchObject({ ok: true })
    const [income] = await shop.query<{ yen: string }>(
      `SELECT -sum(p.amount_yen) AS yen FROM postings p JOIN journal_entries e ON e.id = p.entry_id
       WHERE p.account = 'lecture_income' AND e.memo = $1`,
      [code],
    )
    expect(Number(income?.yen)).toBe(31_096)
    expect(problems).toEqual([])
  })

  test('is nobody’s business in the log', async () => {
    const log = await readFile(path.join(results, 'server-lectures.log'), 'utf8')
    expect(log).toContain('"level"')
    for (const part of ['kyosei', '見本 共生', '多文化共生', '上野9']) expect(log).not.toContain(part)
  })
})
