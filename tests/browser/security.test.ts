import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { useShop } from '#tests/support/browser.ts'
import { openDesk } from '#tests/support/desk-browser.ts'
import {
  chooseAtStripe,
  goToConfirmation,
  httpReader,
  orderPathOf,
  pressConfirm,
} from '#tests/support/http-reader.ts'
import { results } from '#tests/support/processes.ts'
import { exportsAny, siteMap } from '#tests/support/site-map.ts'

// What docs/security.md promises of the built server as a whole: the policy of its pages, forms of other sites, and what it logs. The
// refusals of bodies are in refusals.test.ts, the way into the desk in tests/routes/desk-sign-in.test.ts.

const shop = useShop('security', { env: { LOG_LEVEL: 'debug' } })

describe('the policy of pages', () => {
  test.each(['/ja', '/en/publications/m-net-100', '/ko/cart', '/desk/sign-in', '/sandbox/mailbox'])(
    '%s runs no script of anybody and takes no style but ours, under a nonce that is new each time',
    async (address) => {
      const answers = await Promise.all([1, 2].map(() => fetch(`${shop.baseUrl}${address}`)))
      const policies = answers.map(({ headers }) => headers.get('content-security-policy') ?? '')
      expect(new Set(policies).size).toBe(2)
      const policy = Object.fromEntries(
        (policies[0] ?? '').split(';').map((rule) => {
          const [name = '', ...sources] = rule.trim().split(' ')
          return [name, sources]
        }),
      )
      expect(policy['default-src']).toEqual(["'none'"])
      expect(policy['script-src']).toEqual([expect.stringMatching(/^'nonce-[A-Za-z0-9+/]{22}=='$/)])
      expect(policy['style-src']).toEqual(["'self'", expect.stringMatching(/^'sha256-[A-Za-z0-9+/]{43}='$/)])
      expect(policy['base-uri']).toEqual(["'none'"])
      expect(policy['frame-ancestors']).toEqual(["'none'"])
      expect(policy['form-action']).toEqual(["'self'", 'https://checkout.stripe.com'])
      expectNoInline((await answers[0]?.text()) ?? '')
    },
  )

  test('holds at the desk, and its pages are never kept by a browser or a proxy', async () => {
    const page = await openDesk(shop, 'administrator')
    for (const address of DESK_PAGES) {
      const response = await page.goto(address)
      expect(response?.status(), address).toBe(200)
      const headers = response?.headers() ?? {}
      expect(headers['content-security-policy'], address).toContain("default-src 'none'")
      expect(headers['cache-control'], address).toBe('private, no-store')
      expectNoInline((await response?.text()) ?? '')
    }
  })

  test('an inline script and an inline style that got into a page would do nothing', async () => {
    const page = await shop.openPage()
    await page.goto('/ja')
    await page.evaluate(() => {
      const script = document.createElement('script')
      script.textContent = 'document.title = "taken over"'
      document.body.append(script)
      document.body.insertAdjacentHTML('beforeend', '<img src="x" onerror="document.title = \'taken over\'">')
    })
    await page.waitForTimeout(200)
    expect(await page.title()).not.toBe('taken over')
    expect(shop.takeComplaints().join()).toMatch(/Content Security Policy/)
  })
})

/** Pages of the desk that need no parameter. */
const DESK_PAGES = siteMap()
  .filter(({ url, file }) => file.startsWith('routes/desk/') && file.endsWith('.tsx') && !/[:*]/.test(url))
  .map(({ url }) => url)
  .filter((url) => !/sign-in|second-factor/.test(url))

/** Nothing in the markup that the policy would have to allow. */
function expectNoInline(html: string): void {
  expect(html.length).toBeGreaterThan(500)
  const scripts = html.match(/<script\b[^>]*>/g) ?? []
  expect(scripts.filter((tag) => !tag.includes('type="application/ld+json"'))).toEqual([])
  expect(html.match(/<[^>]+\s(?:on[a-z]+|style)="/gi) ?? []).toEqual([])
  expect(html).not.toMatch(/javascript:/i)
}

describe('a form of another site', () => {
  const actions = siteMap().filter(
    ({ url, file }) => exportsAny(file, ['action']) && !url.startsWith('/hooks/'),
  )

  test('the walk finds the forms of shop, desk and sandbox', () => {
    const urls = actions.map(({ url }) => url)
    expect(urls).toEqual(
      expect.arrayContaining(['/:locale/cart', '/desk/sign-in', '/desk/sign-out', '/sandbox']),
    )
    expect(urls.length).toBeGreaterThan(12)
  })

  test.each(actions)('is refused by $url before anything looks at it', async ({ url }) => {
    const address = `${shop.baseUrl}${url.replace(':locale', 'ja').replace(/:\w+|\*/g, 'none')}`
    const send = (target: string, headers: Record<string, string>): Promise<Response> =>
      fetch(target, {
        method: 'POST',
        headers,
        body: new URLSearchParams({ intent: 'x' }),
        redirect: 'manual',
      })
    const foreign: Record<string, string>[] = [
      { Origin: 'https://elsewhere.example' },
      { Origin: 'null' },
      { Origin: shop.baseUrl.replace('localhost', 'shop.localhost') },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site', Origin: shop.baseUrl },
    ]
    for (const headers of foreign) {
      const refused = await send(address, headers)
      // The language of the error page's address may be remembered; nothing else.
      const cookies = refused.headers.getSetCookie().filter((line) => !line.startsWith('language='))
      expect([refused.status, cookies], JSON.stringify(headers)).toEqual([403, []])
      expect((await send(`${address}.data`, headers)).status, `${JSON.stringify(headers)} as data`).toBe(403)
    }
    const own = await send(address, { Origin: shop.baseUrl, 'Sec-Fetch-Site': 'same-origin' })
    expect(own.status).not.toBe(403)
  })
})

test('a purchase and a sign-in leave no name, address, token or link in the log', async () => {
  const reader = httpReader(() => shop.baseUrl)
  const email = 'log.reader@example.jp'
  const atStripe = await pressConfirm(
    reader,
    await goToConfirmation(reader, { sku: 'MNET-100', method: 'card', email }),
  )
  const order = await chooseAtStripe(reader, atStripe.path, 'pay')
  expect(orderPathOf(order)).not.toBeNull()
  const orderToken = orderPathOf(order)?.split('/').at(-1) ?? ''
  await reader.post('/ja/orders', { email })
  const page = await openDesk(shop, 'administrator')
  await page.goto('/desk/sign-in')
  await page.goto('/desk?q=log.reader%40example.jp')
  await reader.post('/desk/sign-in', { email: 'office@example.org' })

  const links = await eventually(async () => {
    const mails = await shop.query<{ text: string }>(
      `SELECT data->>'text' AS text FROM sandbox_objects WHERE type = 'mail'`,
    )
    const found = mails.map(({ text }) => /\/desk\/sign-in\/([\w-]{20,})/.exec(text)?.[1])
    return found.find((token) => token !== undefined)
  })
  await reader.post(`/desk/sign-in/${links}`, {})
  const [desk] = await page.context().cookies(`${shop.baseUrl}/desk`)
  // The shop finds its pages in whatever case and escapes they are written.
  await reader.get(`/ja/Orders/${orderToken}`)
  await reader.get(`/ja/%6Frders/${orderToken}`)
  await reader.get(`/Desk/Sign-In/${links}`)
  // A line may be written after its answer has come.
  const log = await eventually(async () => {
    const text = await readFile(path.join(results, 'server-security.log'), 'utf8')
    return text.includes('/Desk/Sign-In/') ? text : undefined
  })

  expect(log).toContain('/ja/orders/:token')
  expect(log).toContain('/desk/sign-in/:token')
  expect(log).toContain('/ja/Orders/:token')
  expect(log).toContain('/Desk/Sign-In/:token')
  const secrets = [
    email,
    'office@example.org',
    '山田',
    'やまだ',
    'ヤマダ',
    '上野1-2-3',
    orderToken,
    links,
    desk?.value,
  ]
  for (const secret of secrets) {
    expect(secret?.length).toBeGreaterThan(1)
    expect(log.includes(secret ?? ''), secret).toBe(false)
  }
  expect(log).not.toMatch(/whsec_|sk_test_|re_sandbox|client_secret/)
})

async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 60; tries += 1) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error('It did not come')
}
