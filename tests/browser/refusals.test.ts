import { request as httpRequest } from 'node:http'
import { describe, expect, test } from 'vitest'
import { LOCALES } from '#app/domain/locale.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { errorTexts } from '#app/ui/error-page.tsx'
import { useShop } from '#tests/support/browser.ts'

// What the built server says to requests that no form of ours makes. Nothing of them may reach a use-case.

const shop = useShop('refusals')

function post(
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${shop.baseUrl}${path}`, { method: 'POST', body, headers, redirect: 'manual' })
}

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }
const add = 'intent=add&sku=MNET-100&copies=1'

/** No stack, no path, no name of a library on a page that a reader sees. */
async function expectPlain(response: Response): Promise<string> {
  const html = await response.text()
  expect(html.replace(/<style>.*?<\/style>/s, '')).not.toMatch(/node_modules|\n\s+at |prisma|Error:/i)
  return html
}

describe.each(LOCALES)('in %s', (locale) => {
  const t = textsFor(locale)

  test.each([
    ['a form of another site', 403, { ...FORM, Origin: 'https://elsewhere.example' }, add],
    ['a form of another site that hides its origin', 403, { ...FORM, Origin: 'null' }, add],
    ['a request that the browser calls cross-site', 403, { ...FORM, 'Sec-Fetch-Site': 'cross-site' }, add],
    ['json instead of a form', 415, { 'Content-Type': 'application/json' }, '{}'],
    ['a body that is too large', 413, FORM, `${add}&note=${'x'.repeat(300_000)}`],
  ])('%s gets %i and the page says what to do', async (_name, status, headers, body) => {
    const response = await post(`/${locale}/cart`, body, headers)
    expect(response.status).toBe(status)
    expect(response.headers.get('set-cookie') ?? '').not.toContain('cart=')
    const html = await expectPlain(response)
    expect(html).toContain(`lang="${locale}"`)
    expect(html).toContain(t(errorTexts(status).title))
  })

  test('an unknown page, an unknown order, an unknown title', async () => {
    for (const path of ['/nowhere', `/orders/${'x'.repeat(43)}`, '/publications/no-such-title']) {
      const response = await fetch(`${shop.baseUrl}/${locale}${path}`)
      expect(response.status, path).toBe(404)
      expect(await expectPlain(response)).toContain(`lang="${locale}"`)
    }
  })
})

test.each([
  '/ja/publications/m-net-100%00',
  '/ko/orders/%00',
  '/covers/%00.svg',
  '/supplements/a%00b',
  '/sandbox/mailbox/%00',
])('an address with a NUL, %s, is refused and not looked for', async (path) => {
  const response = await fetch(`${shop.baseUrl}${path}`)
  expect(response.status).toBe(400)
  expect(await expectPlain(response)).toContain(
    textsFor(path.startsWith('/ko') ? 'ko' : 'ja')(errorTexts(400).title),
  )
})

test('our own form from our own page is taken', async () => {
  const response = await post('/ja/cart', add, {
    ...FORM,
    Origin: shop.baseUrl,
    'Sec-Fetch-Site': 'same-origin',
  })
  expect([response.status, response.headers.get('location')]).toEqual([303, '/ja/cart?added=MNET-100'])
})

test.each([
  ['a body that is too large', new Uint8Array(300_000), 413],
  ['no signature', new Uint8Array(10), 400],
])('a webhook with %s gets %i and an empty body', async (_name, body, status) => {
  for (const hook of ['/hooks/stripe', '/hooks/resend']) {
    const response = await post(hook, body, { 'Content-Type': 'application/json' })
    expect([response.status, await response.text()], hook).toEqual([status, ''])
  }
})

test('a body of unknown length is not read', async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sent = httpRequest(`${shop.baseUrl}/ja/cart`, { method: 'POST', headers: FORM }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    sent.on('error', reject)
    sent.write(add)
    sent.end()
  })
  expect(status).toBe(411)
})

test.each(['PUT', 'DELETE', 'PATCH'])('%s is no method of ours', async (method) => {
  expect((await fetch(`${shop.baseUrl}/ja/cart`, { method })).status).toBe(405)
})

test('health and readiness', async () => {
  expect(await (await fetch(`${shop.baseUrl}/healthz`)).text()).toBe('ok\n')
  expect(await (await fetch(`${shop.baseUrl}/readyz`)).json()).toEqual({ ready: true })
})

test('headers: policy without inline script or style, no sniffing, no framing, a request id', async () => {
  const { headers } = await fetch(`${shop.baseUrl}/ja`)
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toContain('unsafe')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('x-powered-by')).toBeNull()
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
})
