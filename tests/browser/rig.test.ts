import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, expectFits, useBrowser } from '#tests/support/browser.ts'

// The journeys rely on the rig to notice what is wrong with a page; here it has to notice it.

const GOOD = `<!doctype html><html lang="en"><head><title>Good</title><meta name="viewport" content="width=device-width"></head>
<body><main><h1>Good</h1><p>A page with <a href="/good">a link</a> in its text.</p></main></body></html>`

const PAGES: Record<string, string> = {
  '/good': GOOD,
  '/favicon.ico': '',
  '/error': GOOD.replace('</main>', '<script nonce="n">console.error("it broke")</script></main>'),
  '/throws': GOOD.replace('</main>', '<script nonce="n">throw new Error("not caught")</script></main>'),
  '/inline': GOOD.replace('</main>', '<script>document.title = "ran"</script></main>'),
  '/style': GOOD.replace('<h1>', '<h1 style="color: red">'),
  '/picture': GOOD.replace('</main>', '<img src="/no-such-picture" alt=""></main>'),
  '/elsewhere': GOOD.replace('</main>', '<img src="https://elsewhere.example/a.png" alt=""></main>'),
  '/no-language': GOOD.replace(' lang="en"', ''),
  '/wide': GOOD.replace('</main>', '<pre>wide&nbsp;</pre></main>').replace(/(wide&nbsp;)/, '$1'.repeat(200)),
  '/small': GOOD.replace('</main>', '<button>x</button></main>'),
}

let server: Server
let baseUrl = ''
const { openPage, takeComplaints } = useBrowser(() => baseUrl)

beforeAll(async () => {
  server = createServer((request, response) => {
    const page = PAGES[request.url ?? '']
    response.writeHead(page === undefined ? 404 : 200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'self' https:; script-src 'nonce-n'; style-src 'self'; img-src 'self' https: data:`,
    })
    response.end(page ?? GOOD)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://localhost:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

test('a good page passes', async () => {
  const page = await openPage()
  await page.goto('/good')
  await expectAccessible(page)
  await expectFits(page)
  expect(takeComplaints()).toEqual([])
})

test('the status of the page itself is not a complaint', async () => {
  const page = await openPage()
  const response = await page.goto('/nowhere')
  expect(response?.status()).toBe(404)
  expect(takeComplaints()).toEqual([])
})

test.each([
  ['/error', /it broke/],
  ['/throws', /not caught/],
  ['/inline', /Content Security Policy/],
  ['/style', /Content Security Policy/],
  ['/picture', /Failed to load resource.*404/],
  ['/elsewhere', /asks for https:\/\/elsewhere\.example/],
])('%s is complained of', async (path, complaint) => {
  const page = await openPage()
  await page.goto(path)
  expect(takeComplaints().join('\n')).toMatch(complaint)
})

test('refused content is noticed with JavaScript off too', async () => {
  const page = await openPage({ javaScript: false })
  await page.goto('/style')
  expect(takeComplaints().join('\n')).toMatch(/Content Security Policy/)
})

test('with JavaScript off a page runs none', async () => {
  const page = await openPage({ javaScript: false })
  await page.goto('/error')
  expect(takeComplaints()).toEqual([])
})

test('axe is asked', async () => {
  const page = await openPage()
  await page.goto('/no-language')
  await expect(expectAccessible(page)).rejects.toThrow(/html-has-lang/)
})

test('what is too wide or too small is found', async () => {
  const page = await openPage({ width: 320 })
  await page.goto('/wide')
  await expect(expectFits(page)).rejects.toThrow(/scrolls sideways/)
  await page.goto('/small')
  await expect(expectFits(page)).rejects.toThrow(/below 44 px/)
})

test('a visitor has her language, her size and her colours', async () => {
  const page = await openPage({ locale: 'ko', width: 1280, colorScheme: 'dark' })
  await page.goto('/good')
  const seen = await page.evaluate(() => ({
    language: navigator.language,
    width: innerWidth,
    dark: matchMedia('(prefers-color-scheme: dark)').matches,
  }))
  expect(seen).toEqual({ language: 'ko-KR', width: 1280, dark: true })
})
