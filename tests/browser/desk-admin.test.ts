import { expect, test } from 'vitest'
import { expectAccessible, expectFits, saveScreenshot, useShop } from '#tests/support/browser.ts'
import { openDesk } from '#tests/support/desk-browser.ts'

// The administrator's pages in a browser; what they do is tested in tests/routes/desk-*.test.ts.

const shop = useShop('desk-admin')

const PAGES = [
  'staff',
  'audit',
  'settings',
  'settings/organisation',
  'settings/documents',
  'settings/shipping',
  'privacy',
]

test.each([
  { width: 360, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
] as const)('are accessible and fit $width px, $colorScheme', async (visit) => {
  const page = await openDesk(shop, 'administrator', visit)
  const problems: string[] = []
  for (const path of PAGES) {
    const response = await page.goto(`/desk/${path}`)
    expect(response?.status(), path).toBe(200)
    for (const look of [expectAccessible, expectFits])
      await look(page).catch((error: Error) => problems.push(`${path}: ${error.message}`))
    await saveScreenshot(page, `desk-${path.replace('/', '-')}-${visit.width}`)
  }
  expect(problems.join('\n\n')).toBe('')
})

test('a person is added, opened, and loses access in two steps, without JavaScript', async () => {
  const page = await openDesk(shop, 'administrator', { javaScript: false, width: 360 })
  await page.goto('/desk/staff')
  await page.fill('input[name="email"]', 'hana@')
  await page.fill('input[name="name"]', '山田 花子')
  await page.locator('main form button[type="submit"]').click()
  expect(await page.locator('#email-error').count()).toBe(1)
  expect(await page.inputValue('input[name="name"]')).toBe('山田 花子')
  await page.fill('input[name="email"]', 'hana@example.org')
  await page.locator('main form button[type="submit"]').click()
  await page.locator('table a', { hasText: '山田 花子' }).click()
  await saveScreenshot(page, 'desk-staff-member-360')
  await expectFits(page)
  await page.locator('summary').first().click()
  await page.locator('button[value="disable"]').click()
  expect(await page.locator('button[value="enable"]').count()).toBe(1)
})
