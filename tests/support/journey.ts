import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Locale } from '#app/domain/locale.ts'
import { textsFor, type TextKey } from '#app/platform/i18n/texts.ts'

export type Look = (page: Page) => Promise<void>
const nothing: Look = () => Promise.resolve()

/** From the front page to a cart with a printed issue in it, as a reader clicks. */
export async function fillCart(page: Page, locale: Locale, look: Look = nothing): Promise<void> {
  await page.goto(`/${locale}`)
  await look(page)
  await page.locator(`header a[href="/${locale}/publications"]`).click()
  await look(page)
  await page.locator(`main a[href="/${locale}/publications/m-net-100"]`).first().click()
  await look(page)
  await page.locator('form:has(input[name="sku"][value="MNET-100"]) button').click()
  await expectHeading(page, locale, 'checkout:cart.title')
  await look(page)
}

/** Fills in the checkout form for a reader in Tokyo whose address comes from her postal code. */
export async function fillDetails(
  page: Page,
  reader: { method: 'card' | 'konbini' | 'bank' | 'postal'; email?: string; name?: string },
  look: Look = nothing,
): Promise<void> {
  await page.locator('button[name="intent"][value="checkout"]').click()
  await look(page)
  if (reader.email === undefined) await page.locator('input[name="noEmail"]').check()
  else await page.fill('input[name="email"]', reader.email)
  await page.fill('input[name="contactName"]', reader.name ?? '山田 花子')
  await page.fill('input[name="delivery.postalCode"]', '〒１５１−００５３')
  await page.locator('button[value="lookup:delivery"]').click()
  expect(await page.inputValue('input[name="delivery.city"]')).toBe('渋谷区')
  expect(await page.inputValue('input[name="contactName"]')).toBe(reader.name ?? '山田 花子')
  await page.fill('input[name="delivery.street"]', '代々木1-2-3')
  await page.locator(`#method-${reader.method}`).check()
  await page.locator('button[name="intent"][value="continue"]:visible').last().click()
}

/** Presses the last button of the confirmation page, having looked at it. */
export async function confirm(page: Page, look: Look = nothing): Promise<void> {
  await page.waitForURL(/\/checkout\/confirm$/)
  await look(page)
  await page.locator('main form button.wide').click()
}

/** Chooses what happens on the stand-in for Stripe's page. */
export async function atStripe(page: Page, choice: string, look: Look = nothing): Promise<void> {
  await page.waitForURL(/\/sandbox\/checkout\//)
  await look(page)
  await page.locator(`button[name="choice"][value="${choice}"]`).click()
}

/** Reloads the order's page until it says where the order stands; webhooks take a moment. */
export async function expectState(page: Page, locale: Locale, key: TextKey): Promise<void> {
  await page.waitForURL(/\/orders\/[\w-]{20,}/)
  const wanted = textsFor(locale)(key)
  for (let tries = 0; tries < 40; tries += 1) {
    if ((await page.locator('#state').textContent()) === wanted) return
    await page.waitForTimeout(500)
    await page.goto(page.url().split('?')[0] ?? page.url())
  }
  expect(await page.locator('#state').textContent()).toBe(wanted)
}

export async function expectHeading(page: Page, locale: Locale, key: TextKey): Promise<void> {
  expect(await page.locator('h1').textContent()).toBe(textsFor(locale)(key))
  expect(await page.locator('html').getAttribute('lang')).toBe(locale)
}
