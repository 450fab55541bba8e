import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { atLeast, interleaved, type Figure } from '#tests/bench/figure.ts'
import { fetchWire } from '#tests/bench/wire.ts'
import { BROWSER, requestsPerSecond, UNCACHED } from '#tests/bench/load.ts'
import type { Rig } from '#tests/bench/rig.ts'

const LIST = '/ja/publications'

/** The list of 24 editions: rendered, beside L2, and from the page cache, beside L1. */
export async function measureCatalogue(rig: Rig): Promise<Figure[]> {
  const databaseUrl = await rig.database('small')
  const shop = await rig.shop(databaseUrl)
  const url = `${shop.url}${LIST}`
  const page = await keptPage(url)
  const file = path.join(rig.folder, 'list.br')
  await writeFile(file, page.body)
  const bytes = await rig.server('limits/bytes.mjs', { PAGE: file, ENCODING: page.encoding })
  const list = await rig.server('limits/list.mjs', { DATABASE_URL: databaseUrl })
  const { seconds } = rig
  const found = await interleaved(rig.rounds, {
    l2: () => requestsPerSecond({ url: list.url, seconds }),
    rendered: () => requestsPerSecond({ url, seconds, headers: { ...BROWSER, ...UNCACHED } }),
    l1: () => requestsPerSecond({ url: bytes.url, seconds, headers: BROWSER }),
    kept: () => requestsPerSecond({ url, seconds, headers: BROWSER }),
  })
  for (const server of [shop, bytes, list]) await server.stop()
  return [
    atLeast(1 / 12, {
      name: 'catalogue.rendered',
      unit: 'requests/s',
      value: found.rendered,
      limit: found.l2,
    }),
    atLeast(1 / 3, { name: 'catalogue.kept', unit: 'requests/s', value: found.kept, limit: found.l1 }),
  ]
}

/** The page as the cache sends it. */
async function keptPage(url: string): Promise<{ body: Buffer; encoding: string }> {
  for (let turn = 0; turn < 50; turn += 1) {
    const answer = await fetchWire(url, BROWSER)
    const encoding = answer.headers['content-encoding']
    if (encoding === 'br' && answer.headers.vary === 'Accept-Encoding, Cookie')
      return { body: answer.body, encoding }
    await sleep(100)
  }
  throw new Error(`${url} is not kept`)
}
