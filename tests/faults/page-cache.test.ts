import { beforeEach, expect, test } from 'vitest'
import { useCluster } from '#tests/support/cluster.ts'
import { anEdition, anOrganisation } from '#tests/support/factories.ts'

// The page cache in the built server: what is kept is what would be rendered, at two processes.

const cluster = useCluster('page-cache')
const PATHS = [
  '/ja',
  '/en/publications',
  '/ko/publications?kind=book',
  '/ja/publications/mnet-100',
  '/tl/legal/commerce',
  '/ja/legal/privacy',
  '/ja/feed.atom',
  '/covers/mnet-100.svg',
  '/sitemap.xml',
]
/** A cookie that no page knows: the answer is rendered. */
const RENDERED = { Cookie: 'another=1' }

beforeEach(async () => {
  await anOrganisation()
  await anEdition()
})

test('a kept page is the rendered one to the byte, with a policy that lets no script run', async () => {
  const { baseUrl } = await cluster.start()
  for (const path of PATHS) {
    const rendered = await fetch(`${baseUrl}${path}`, { headers: RENDERED })
    const kept = await keptAnswer(`${baseUrl}${path}`)
    expect(await kept.text(), path).toBe(await rendered.text())
    expect(kept.headers.get('Content-Type'), path).toBe(rendered.headers.get('Content-Type'))
    expect(kept.headers.get('Content-Security-Policy'), path).not.toContain('nonce')
    expect(kept.headers.get('X-Content-Type-Options'), path).toContain('nosniff')
  }
})

test('what one process or a person with psql changes is seen at every process', async () => {
  const servers = [await cluster.start(), await cluster.start()]
  const seen = (text: string) =>
    Promise.all(
      servers.map(async ({ baseUrl }) =>
        (await (await fetch(`${baseUrl}/ja/publications`)).text()).includes(text),
      ),
    )
  for (const { baseUrl } of servers) await keptAnswer(`${baseUrl}/ja/publications`)
  expect(await seen('改題')).toEqual([false, false])
  await cluster.query(`UPDATE title_texts SET name = '改題' WHERE locale = 'ja'`)
  await expect.poll(() => seen('改題')).toEqual([true, true])
})

test('a visitor with a cart sees her own pages, and what she sees is nobody else’s', async () => {
  const { baseUrl } = await cluster.start()
  await keptAnswer(`${baseUrl}/ja`)
  const added = await fetch(`${baseUrl}/ja/cart`, {
    method: 'POST',
    body: new URLSearchParams({ intent: 'add', sku: 'MNET-100', copies: '3' }),
    redirect: 'manual',
  })
  const cart = added.headers.getSetCookie().find((cookie) => cookie.startsWith('cart='))
  const own = await fetch(`${baseUrl}/ja`, { headers: { Cookie: cart?.split(';')[0] ?? '' } })
  expect(own.headers.get('Cache-Control')).toBe('no-store')
  expect(await own.text()).toContain('class="count"')
  const { headers, text } = await keptAnswer(`${baseUrl}/ja`).then(async (answer) => ({
    headers: answer.headers,
    text: await answer.text(),
  }))
  expect(headers.getSetCookie().map((cookie) => cookie.split('=')[0])).toEqual(['language'])
  expect(text).not.toContain('class="count"')
})

/** Asks until the answer comes from what is kept: it says what it may be compared by. */
async function keptAnswer(url: string): Promise<Response> {
  for (let turn = 0; turn < 100; turn += 1) {
    const answer = await fetch(url)
    if (answer.headers.get('Vary') === 'Accept-Encoding, Cookie') return answer
    await answer.text()
  }
  throw new Error(`${url} is not kept`)
}
