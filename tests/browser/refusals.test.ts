import { request as httpRequest } from 'node:http'
import { beforeAll, describe, expect, test } from 'vitest'
import { LOCALES } from '#app/domain/locale.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { errorTexts } from '#app/ui/error-page.tsx'
import { useShop } from '#tests/support/browser.ts'
import { deskCookie } from '#tests/support/desk-browser.ts'

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

describe('a file for the desk', () => {
  const path = '/desk/titles/m-net-100/editions/MNET-100-PDF/upload'
  const megabytes = (count: number, first = '%PDF-1.7\n') =>
    Buffer.concat([Buffer.from(first), Buffer.alloc(Math.round(count * 1024 * 1024), 32)])

  let cookie = ''
  let seen = ''
  beforeAll(async () => {
    const line = await deskCookie(shop, 'secretariat', async (link) => {
      const pressed = await fetch(`${shop.baseUrl}${link}`, { method: 'POST', redirect: 'manual' })
      return pressed.headers.getSetCookie().find((one) => one.startsWith('desk=')) ?? ''
    })
    cookie = line.split(';')[0] ?? ''
  })

  /** As a browser sends it; what is refused unread may have broken off before all was sent. */
  async function upload(
    content: Buffer,
    { to = path, headers = {} }: { to?: string; headers?: Record<string, string> } = {},
  ): Promise<{ status: number; location: string | null; html: string }> {
    const page = await fetch(`${shop.baseUrl}${path}`, { headers: { Cookie: cookie } })
    seen = /name="seen" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
    const form = new FormData()
    form.set('seen', seen)
    form.set('file', new File([new Uint8Array(content)], 'a.pdf', { type: 'application/pdf' }))
    const response = await fetch(`${shop.baseUrl}${to}`, {
      method: 'POST',
      body: form,
      headers: { Cookie: cookie, ...headers },
      redirect: 'manual',
    })
    return {
      status: response.status,
      location: response.headers.get('location'),
      html: await response.text(),
    }
  }

  const storedFiles = async () =>
    (await shop.query<{ count: number }>('SELECT count(*)::int AS count FROM stored_files'))[0]?.count

  test('is taken up to 30 MB from who is signed in', async () => {
    const before = await storedFiles()
    const sent = await upload(megabytes(29.9))
    expect([sent.status, sent.location]).toEqual([303, '/desk/titles/m-net-100?saved#MNET-100-PDF'])
    expect(await storedFiles()).toBe((before ?? 0) + 1)
  })

  test.each([30.01, 31, 60])(
    'of %d MB is refused with 413, and the page says so at its field',
    async (count) => {
      const before = await storedFiles()
      const refused = await upload(megabytes(count))
      expect(refused.status).toBe(413)
      expect(refused.html).toContain('id="file-error"')
      expect(await storedFiles()).toBe(before)
    },
  )

  test('that is no PDF is refused with 422', async () => {
    const before = await storedFiles()
    const refused = await upload(megabytes(1, '\x89PNG'))
    expect([refused.status, refused.html.includes('id="file-error"')]).toEqual([422, true])
    expect(await storedFiles()).toBe(before)
  })

  test.each([
    ['nobody', ''],
    ['a reader with a forged cookie', 'desk=eyJhIjoxfQ%3D%3D.x'],
  ])('from %s leads to the sign-in page, and is not read', async (_name, forged) => {
    const before = await storedFiles()
    for (const size of [0.01, 1, 1.9]) {
      const refused = await upload(megabytes(size), { headers: { Cookie: forged } })
      expect([refused.status, refused.location]).toEqual([303, '/desk/sign-in'])
    }
    expect(await answerBeforeBody(path, { Cookie: forged, 'Content-Length': String(25 * 1024 * 1024) })).toBe(
      303,
    )
    expect(await storedFiles()).toBe(before)
  })

  test.each([
    ['another page of the desk', '/desk/titles/m-net-100/edit', {}, 413],
    ['a page of the shop', '/ja/cart', {}, 413],
    ['a page that is called so elsewhere', '/ja/upload', {}, 413],
    ['the desk from another site', path, { Origin: 'https://elsewhere.example' }, 413],
    ['the desk, as the browser calls it cross-site', path, { 'Sec-Fetch-Site': 'cross-site' }, 413],
  ])('is not for %s', async (_name, to, headers, status) => {
    const refused = await upload(megabytes(1), { to, headers })
    expect(refused.status).toBe(status)
  })

  test('from another site is refused when it is small, too', async () => {
    expect((await upload(megabytes(0.01), { headers: { Origin: 'https://elsewhere.example' } })).status).toBe(
      403,
    )
  })

  test('does not make room for other large forms', async () => {
    const response = await post(path, `seen=${'x'.repeat(300_000)}`, { ...FORM, Cookie: cookie })
    expect(response.status).toBe(413)
  })

  /** What the server answers to a large body of which not a byte comes. */
  function answerBeforeBody(to: string, headers: Record<string, string>): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const sent = httpRequest(
        `${shop.baseUrl}${to}`,
        { method: 'POST', headers: { 'Content-Type': 'multipart/form-data; boundary=x', ...headers } },
        (response) => {
          response.resume()
          resolve(response.statusCode)
          sent.destroy()
        },
      )
      sent.on('error', reject)
      sent.flushHeaders()
    })
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
