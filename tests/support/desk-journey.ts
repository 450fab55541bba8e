import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Shop } from '#tests/support/browser.ts'

/** In through the link in the demo's mailbox, with a one-time code from the demo's authenticator where the role needs one. */
export async function signInAtDesk(shop: Shop, page: Page, email: string): Promise<void> {
  await page.goto('/desk')
  await page.waitForURL(/\/desk\/sign-in/)
  await page.fill('input[name="email"]', email)
  await page.locator('main form button').click()
  await page.waitForURL(/sent/)
  await page.goto(await linkFor(shop, page, email))
  await page.locator('main form button').click()
  await page.waitForURL(/\/desk(?:\/second-factor)?(?:\?.*)?$/)
  if (page.url().includes('second-factor')) await enterCode(page)
  await page.waitForURL(/\/desk$/)
}

/** The newest sign-in link that reached the mailbox, which takes the mail job a moment. */
async function linkFor(shop: Shop, page: Page, email: string): Promise<string> {
  for (let tries = 0; tries < 40; tries += 1) {
    const [mail] = await shop.query<{ html: string }>(
      `SELECT s.data->>'html' AS html FROM outbox_mails m JOIN sandbox_objects s ON s.id = m.provider_id
       WHERE m.template = 'staff-link' AND m.to_email = $1 ORDER BY m.created_at DESC LIMIT 1`,
      [email],
    )
    const link = /href="([^"]*\/desk\/sign-in\/[^"]+)"/.exec(mail?.html ?? '')?.[1]
    if (link) return new URL(link).pathname
    await page.waitForTimeout(500)
  }
  throw new Error(`no link for ${email} has reached the mailbox`)
}

/** The demo's authenticator opens from the page itself and shows the code of the moment. */
async function enterCode(page: Page): Promise<void> {
  const href = await page.locator('a[href^="/sandbox/authenticator"]').getAttribute('href')
  const authenticator = await page.context().newPage()
  await authenticator.goto(href ?? '')
  const code = (await authenticator.locator('main strong').textContent())?.trim() ?? ''
  expect(code).toMatch(/^\d{6}$/)
  await authenticator.close()
  await page.fill('input[name="code"]', code)
  await page.locator('main form button').click()
}
