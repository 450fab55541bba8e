import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { expectAccessible, expectFits, saveScreenshot, useShop } from '#tests/support/browser.ts'
import { results } from '#tests/support/processes.ts'

// A reader asks to be told of a book that is sold out, as she clicks; what the routes refuse is tested in tests/routes/notify.test.ts.

const shop = useShop('notify', { env: { LOG_LEVEL: 'debug' } })

/** The link of the newest mail of a kind, which takes the mail job a moment to send. */
async function mailedLink(template: string, pattern: RegExp): Promise<string> {
  for (let tries = 0; tries < 60; tries += 1) {
    const [mail] = await shop.query<{ html: string }>(
      `SELECT s.data->>'html' AS html FROM outbox_mails m JOIN sandbox_objects s ON s.id = m.provider_id
       WHERE m.template = $1 ORDER BY m.created_at DESC LIMIT 1`,
      [template],
    )
    const link = pattern.exec(mail?.html ?? '')?.[0]
    if (link) return link
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error(`no mail ${template} has come`)
}

test('from a sold out issue to the mail that says it is there, without JavaScript', async () => {
  const page = await shop.openPage({ locale: 'en', javaScript: false, width: 320 })
  await page.goto('/en/publications/m-net-99')
  await page.locator('a[href="/en/publications/m-net-99/notify/MNET-99"]').click()
  await page.fill('input[name="email"]', 'waiting.reader@')
  await page.locator('main form button').click()
  expect(await page.locator('#email-error').count()).toBe(1)
  expect(await page.inputValue('input[name="email"]')).toBe('waiting.reader@')
  await page.fill('input[name="email"]', 'waiting.reader@example.jp')
  // Nobody is as fast as this.
  await page.waitForTimeout(3_200)
  await page.locator('main form button').click()
  await page.waitForURL(/\?sent$/)
  await saveScreenshot(page, 'notify-sent-320')
  await expectFits(page)

  const link = new URL(await mailedLink('availability-confirm', /http[^"]+\/notify\/[\w-]{32}/))
  await page.goto(link.pathname)
  await saveScreenshot(page, 'notify-asked-320')
  await page.locator('button[value="confirm"]').click()
  expect(await page.locator('button[value="confirm"]').count()).toBe(0)
  await saveScreenshot(page, 'notify-waiting-320')
  await expectFits(page)

  const looked = await shop.openPage({ locale: 'ja', width: 1280, colorScheme: 'dark' })
  await looked.goto(link.pathname.replace('/en/', '/ja/'))
  await expectAccessible(looked)
  await saveScreenshot(looked, 'notify-waiting-1280')

  await shop.command('stock', 'receive', 'MNET-99', '300', '--run', '2')
  const [rows] = await shop.query<{ job: string }>(
    `SELECT graphile_worker.add_job('tell-waiting', job_key := 'tell-waiting:now')::text AS job`,
  )
  expect(rows?.job).toBeTruthy()
  expect(await mailedLink('availability-there', /http[^"]+\/publications\/m-net-99#MNET-99/)).toBeTruthy()
  await page.reload()
  // The old link was replaced by that of the last mail.
  expect(await page.locator('main form').count()).toBe(0)

  const log = await readFile(path.join(results, 'server-notify.log'), 'utf8')
  expect(log).toContain('/en/notify/:token')
  expect(log).not.toContain(link.pathname.split('/').at(-1))
  expect(log).not.toContain('waiting.reader')
})
