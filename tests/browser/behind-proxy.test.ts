import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { useShop } from '#tests/support/browser.ts'
import { deskCookie } from '#tests/support/desk-browser.ts'
import { typed } from '#tests/support/typed.ts'

// The built server as a proxy with HTTPS sees it (docs/operating.md): what the proxy says of a visitor counts, what the visitor says
// under the same names does not.

const HOST = 'shop.example.org'
const shop = useShop('behind-proxy', { env: { TRUST_PROXY: '1', BASE_URL: `https://${HOST}` } })

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' }
const ADD = 'intent=add&sku=MNET-100&copies=1'

type Answer = { status: number; head: string; body: string; wasReset: boolean }

/** One request as the bytes that a proxy sends: `fetch` would not let us choose Host. */
function send(
  method: 'GET' | 'POST',
  path: string,
  { headers = {}, body = '', from = '192.0.2.1' }: { headers?: object; body?: string; from?: string } = {},
): Promise<Answer> {
  const lines = {
    Host: HOST,
    'X-Forwarded-For': from,
    'X-Forwarded-Proto': 'https',
    Connection: 'close',
    ...(method === 'POST' ? { 'Content-Length': Buffer.byteLength(body) } : {}),
    ...headers,
  }
  const head = Object.entries(lines).map(([name, value]) => `${name}: ${String(value)}\r\n`)
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(shop.baseUrl).port), '127.0.0.1')
    let received = ''
    let wasReset = false
    socket.setEncoding('utf8').on('data', (text: string) => (received += text))
    socket.on('error', () => (wasReset = true))
    socket.on('close', () => {
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(received)?.[1] ?? 0)
      const [head = '', ...rest] = received.split('\r\n\r\n')
      resolve({ status, head, body: rest.join('\r\n\r\n'), wasReset })
    })
    socket.write(`${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n`)
    socket.write(body)
  })
}

const ask = (email: string, from: string): Promise<Answer> =>
  send('POST', '/ja/orders', { headers: FORM, body: `email=${email}@example.org`, from })

/** What follows `Set-Cookie:` for a cookie of this name. */
function cookieLine(head: string, name: string): string {
  return new RegExp(`^set-cookie: (${name}=.*)$`, 'im').exec(head)?.[1] ?? ''
}

describe('a form', () => {
  test('of our own page is taken, and its cookie is for HTTPS only', async () => {
    const { status, head } = await send('POST', '/ja/cart', {
      headers: { ...FORM, Origin: `https://${HOST}`, 'Sec-Fetch-Site': 'same-origin' },
      body: ADD,
    })
    expect(status).toBe(303)
    expect(head).toMatch(/^set-cookie: cart=.*; HttpOnly; Secure; SameSite=Lax$/im)
    expect(head).toMatch(/^strict-transport-security: max-age=\d{8}/im)
  })

  test.each([
    ['another site', { Origin: 'https://elsewhere.example' }],
    [
      'another site that names itself as the host',
      { Origin: 'https://elsewhere.example', 'X-Forwarded-Host': 'elsewhere.example' },
    ],
    ['our name without encryption', { Origin: `http://${HOST}` }],
  ])('of %s is refused', async (_name, headers) => {
    const { status, head } = await send('POST', '/ja/cart', { headers: { ...FORM, ...headers }, body: ADD })
    expect([status, /set-cookie: cart=/i.test(head)]).toEqual([403, false])
  })
})

test('every cookie of a reader is for HTTPS only and kept from scripts: cart, checkout, language', async () => {
  const own = { ...FORM, Origin: `https://${HOST}` }
  const flags = 'Path=/; HttpOnly; Secure; SameSite=Lax'
  const { head: added } = await send('POST', '/ja/cart', { headers: own, body: ADD })
  const cart = cookieLine(added, 'cart')
  expect(cart).toMatch(new RegExp(`^cart=[^;]+; Max-Age=5184000; ${flags}$`))
  const { status, head: sent } = await send('POST', '/ja/checkout', {
    headers: { ...own, Cookie: cart.split(';')[0] ?? '' },
    body: new URLSearchParams(typed()).toString(),
  })
  expect(status).toBe(303)
  expect(cookieLine(sent, 'checkout')).toMatch(new RegExp(`^checkout=[^;]+; Max-Age=2592000; ${flags}$`))
  // The first is rendered, the next ones are answered from the kept page.
  for (let turn = 0; turn < 3; turn += 1) {
    const { head } = await send('GET', '/tl/publications')
    expect(cookieLine(head, 'language')).toMatch(new RegExp(`^language=[^;]+; Max-Age=31536000; ${flags}$`))
  }
})

test('the desk gives its cookie to HTTPS and to the desk only', async () => {
  const line = await deskCookie(shop, 'administrator', async (path) => {
    const { head } = await send('POST', path, { headers: { Origin: `https://${HOST}` } })
    return /^set-cookie: (desk=.*)$/im.exec(head)?.[1] ?? ''
  })
  expect(line).toMatch(/^desk=[^;]+; Max-Age=604800; Path=\/desk; HttpOnly; Secure; SameSite=Lax$/)
})

test('limits count the address that the proxy saw, whatever stands before it, and an IPv6 network as one', async () => {
  const statuses: number[] = []
  for (let turn = 1; turn <= 21; turn += 1)
    statuses.push((await ask(`a${turn}`, `203.0.113.${turn}, 192.0.2.9`)).status)
  expect(statuses).toEqual([...Array<number>(20).fill(303), 429])
  expect((await ask('other', '192.0.2.10')).status).toBe(303)
  for (let turn = 1; turn <= 20; turn += 1) await ask(`b${turn}`, `2001:db8:1:2::${turn}`)
  expect((await ask('same-network', '2001:db8:1:2:ffff::1')).status).toBe(429)
  expect((await ask('next-network', '2001:db8:1:3::1')).status).toBe(303)
})

test('what a visitor claims gets into no page, neither hers nor the kept one that others see', async () => {
  const claims = {
    Host: 'elsewhere.example',
    'X-Forwarded-Host': 'elsewhere.example',
    'X-Forwarded-Proto': 'http',
    Forwarded: 'host=elsewhere.example;proto=http',
  }
  for (const path of [
    '/ko',
    '/ko/publications',
    '/ko/publications/m-net-100',
    '/sitemap.xml',
    '/ko/feed.atom',
  ]) {
    for (const headers of [claims, {}, {}]) {
      const { status, head, body } = await send('GET', path, { headers })
      expect([path, status]).toEqual([path, 200])
      expect(head + body).not.toContain('elsewhere')
      expect(body).not.toContain(`http://${HOST}`)
    }
  }
})

test('a refused body never costs the answer: a proxy that still sends would call the process broken', async () => {
  const body = 'x'.repeat(1_000_000)
  for (const path of ['/hooks/stripe', '/hooks/resend', '/ja/cart']) {
    for (let turn = 0; turn < 10; turn += 1) {
      const { status, wasReset } = await send('POST', path, { headers: FORM, body })
      expect([path, status, wasReset]).toEqual([path, 413, false])
    }
  }
})
