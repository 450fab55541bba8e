import { expect, test } from 'vitest'
import { expectAccessible, expectFits, saveScreenshot, useShop } from '#tests/support/browser.ts'
import { openDesk } from '#tests/support/desk-browser.ts'

// How many to print next, in a browser without JavaScript; the arithmetic is tested in app/domain, the refusals in tests/routes.

const shop = useShop('desk-forecast')

const FIGURES = {
  owed: '５１１',
  complimentary: '53',
  spoilage: '2',
  overage: '140',
  underage: '360',
  expectedOn: '2099-01-10',
}

/** A proposal for the issue after the last one, made by hand. @returns its address */
async function aProposal(page: Awaited<ReturnType<typeof openDesk>>): Promise<string> {
  await page.goto('/desk/print-runs/next?edition=MNET-105')
  for (const [name, value] of Object.entries(FIGURES)) await page.fill(`input[name="${name}"]`, value)
  await page.locator('main form[method="post"] button[type="submit"]').click()
  await page.waitForURL(/proposal=/)
  return page.url()
}

test.each([
  { width: 320, colorScheme: 'dark' },
  { width: 360, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
] as const)('its pages are accessible and fit $width px, $colorScheme', async (visit) => {
  const page = await openDesk(shop, 'secretariat', visit)
  const look = async (name: string): Promise<void> => {
    await expectAccessible(page)
    await expectFits(page)
    await saveScreenshot(page, `desk-forecast-${name}-${visit.width}-${visit.colorScheme}`)
  }
  await page.goto('/desk/print-runs/next')
  await look('choose')
  await page.goto('/desk/print-runs/next?edition=NONE-1')
  await look('unknown')
  await page.goto('/desk/print-runs/next?edition=MNET-105')
  for (const details of await page.locator('main details summary').all()) await details.click()
  await look('form')
  await page.fill('input[name="owed"]', '-1')
  await page.locator('main form[method="post"] button[type="submit"]').click()
  await page.locator('#owed-error').waitFor()
  await look('refused')
  await aProposal(page)
  for (const details of await page.locator('main details summary').all()) await details.click()
  await look('proposal')
})

test('figures are entered, the proposal shows its arithmetic and range, is kept, planned, and its outcome stands beside it', async () => {
  const page = await openDesk(shop, 'secretariat', { javaScript: false, width: 360 })
  await page.goto('/desk/print-runs')
  await page.locator('a[href="/desk/print-runs/next"]').first().click()
  await page.fill('input[name="edition"]', 'mnet-105')
  await page.locator('main form[method="get"] button[type="submit"]').click()
  await page.waitForURL(/edition=mnet-105/)
  const address = await aProposal(page)

  // 511 and 53 are certain, nothing is known to sell singly: 564 of 98 % good copies are 576 printed.
  const [kept] = await shop.query<{ proposed: number; low: number; high: number; owed: number }>(
    `SELECT proposed_copies AS proposed, low_copies AS low, high_copies AS high, (inputs->>'owed')::int AS owed
     FROM print_proposals ORDER BY made_at DESC, id DESC LIMIT 1`,
  )
  expect(kept).toEqual({ proposed: 576, low: 576, high: 576, owed: 511 })
  const shown = (await page.locator('main').textContent()) ?? ''
  for (const part of ['511 + 53 + 0', '564 ÷ (100 − 2', '360円 ÷ (360円 + 140円)', '72 %', '576'])
    expect(shown).toContain(part)
  expect(await page.locator('.range-picture svg title').textContent()).toContain('576')
  await expectFits(page)

  await page.locator('main a.button[href*="/runs/new"]').click()
  expect(await page.inputValue('input[name="copies"]')).toBe('576')
  await page.fill('input[name="copies"]', '600')
  await page.locator('main form button[type="submit"]').click()
  await page.waitForURL(/\/runs\/2\?saved/)
  await page.fill('input[name="copies"] >> nth=0', '600')
  await page.locator('button[value="check"]').click()
  await page.locator('button[value="deliver"]').click()
  await page.waitForURL(/saved/)

  // The proposal is as it was made; what was ordered, came and is left of it stands in the list.
  await page.goto(address)
  expect(await page.locator('main').textContent()).toContain('511 + 53 + 0')
  await page.goto('/desk/print-runs/next')
  const row = page.locator('main tbody tr', {
    has: page.locator(`a[href="${new URL(address).pathname}${new URL(address).search}"]`),
  })
  const cells = await row.locator('td').allTextContents()
  expect(cells.map((cell) => cell.trim())).toEqual([
    expect.stringContaining('576'),
    '600',
    '600',
    '0',
    '0',
    '0',
    '600',
  ])
  await expectFits(page)
})

test('the story of 2007 stands at the desk: runs of 900, the December issue posted to 511, and the file says the same', async () => {
  const page = await openDesk(shop, 'secretariat', { javaScript: false, width: 360 })
  await page.goto('/desk/print-runs?q=MNET-&kind=issues')
  const reports = page.locator('.run-report')
  // What this file's other tests print of an issue is its second run.
  const firstRuns = reports.filter({ has: page.locator('a[href$="/runs/1"]') })
  const shown = await firstRuns.allTextContents()
  expect(shown).toHaveLength(6)
  for (const report of shown) expect(report).toContain('印刷 900')
  const december = firstRuns.filter({ hasText: 'MNET-105' })
  expect(await december.locator('.copy-bar title').textContent()).toBe(
    '会員・購読者へ 511, 献本 53, 在庫 336',
  )
  expect(await december.locator('.sales-spark figcaption').textContent()).toContain('累計 511 / 印刷 900')
  expect(await december.textContent()).toContain('消化率（%）56.8')

  const file = await page.request.get('/desk/print-runs.csv?q=MNET-105')
  expect(file.headers()['content-type']).toBe('text/csv; charset=utf-8')
  const lines = (await file.text()).trim().split('\r\n')
  expect(lines.find((line) => line.startsWith('MNET-105,M-Net 第105号,105,1,'))).toBe(
    'MNET-105,M-Net 第105号,105,1,2007-12-01,900,511,0,0,0,0,53,0,0,0,336,0,56.8,90.6,0,,0,126000,-126000,277',
  )
})
