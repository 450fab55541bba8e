import { createServer, type IncomingHttpHeaders, request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { offeredCopies, stockWords } from '#app/domain/stock-words.ts'
import { setClock, setClockOffset } from '#app/platform/clock.server.ts'
import { db, inTransaction, pool } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { openPageCache, type PageCache } from '#app/platform/page-cache.server.ts'
import { workerUrl } from '#tests/support/db.ts'
import { anEdition, anOrganisation, NOON } from '#tests/support/factories.ts'
import { withClient } from '#tests/support/server.ts'

const LANGUAGE_COOKIES = {
  ja: 'language=ja.signed; Max-Age=1; Path=/',
  en: 'language=en.signed; Max-Age=1; Path=/',
  ko: 'language=ko.signed; Max-Age=1; Path=/',
  tl: 'language=tl.signed; Max-Age=1; Path=/',
}

type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer }

/** A page cache before a chain that renders what `render` says, and counts. */
type Shop = {
  cache: PageCache
  rendered: number
  get(url: string, headers?: Record<string, string>): Promise<Answer>
  close(): Promise<void>
}

const shops: Shop[] = []
let editionId = ''

beforeEach(async () => {
  await anOrganisation()
  editionId = (await anEdition({ sku: 'BOOK', copies: 200 })).editionId
})

afterEach(async () => {
  setClockOffset(0)
  for (const shop of shops.splice(0)) await shop.close()
})

async function openShop(render: () => Promise<string> = shownOfBook): Promise<Shop> {
  const cache = openPageCache(workerUrl(), LANGUAGE_COOKIES)
  const server: Server = createServer((request, response) => {
    if (cache.answer(request, response)) return
    shop.rendered += 1
    cache.keep(request, response, () => {
      void render().then((html) => {
        const status = request.url?.includes('gone') ? 404 : 200
        response.statusCode = status
        response.setHeader('Content-Type', 'text/html; charset=utf-8')
        response.setHeader(
          'Cache-Control',
          request.url?.includes('private') ? 'private, no-store' : 'no-store',
        )
        response.setHeader('Content-Security-Policy', "default-src 'none'; script-src 'nonce-abc'")
        response.setHeader('Set-Cookie', request.url?.includes('personal') ? 'cart=x' : LANGUAGE_COOKIES.ja)
        response.end(html)
      })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const shop: Shop = {
    cache,
    rendered: 0,
    get: (path, headers = {}) => fetchRaw(port, path, headers),
    async close() {
      await cache.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  shops.push(shop)
  await until(() => cache.isListening())
  return shop
}

/** `fetch` would take the encoding off. */
function fetchRaw(port: number, path: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ port, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      )
    })
    request.once('error', reject).end()
  })
}

/** What a page of the book would show: everything that pages show changes this text. */
async function shownOfBook(): Promise<string> {
  const { rows } = await pool.query<{ text: string }>(`
    SELECT concat_ws(' ', x.name, (SELECT price_yen FROM edition_prices p WHERE p.edition_id = e.id ORDER BY valid_from DESC LIMIT 1),
      offered_copies(s.on_hand - s.held), offered_copies(s.preorder_limit - s.preordered),
      (SELECT count(*) FROM settings), (SELECT sum(price_yen) FROM shipping_rates)) AS text
    FROM editions e JOIN title_texts x ON x.title_id = e.title_id AND x.locale = 'ja'
    JOIN stock_levels s ON s.edition_id = e.id WHERE e.id = '${editionId}'`)
  return `<h1>${rows[0]?.text}</h1>`
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 5_000; waited += 20) {
    if (await condition()) return
    await sleep(20)
  }
  throw new Error('it did not come about')
}

/** Asks until the page is kept: it is compressed after the first answer. */
async function warm(shop: Shop, url = '/ja/publications/book'): Promise<Answer> {
  let answer = await shop.get(url)
  await until(async () => {
    const before = shop.rendered
    answer = await shop.get(url)
    return shop.rendered === before
  })
  return answer
}

describe('a page that is kept', () => {
  it('is the rendered one, without a nonce, in three encodings', async () => {
    const shop = await openShop()
    const first = await shop.get('/ja')
    const kept = await warm(shop, '/ja')
    expect(kept.body).toEqual(first.body)
    expect(kept.headers).toMatchObject({
      'cache-control': 'private, no-cache',
      'content-security-policy': "default-src 'none'; script-src 'none'",
      'content-type': 'text/html; charset=utf-8',
      vary: 'Accept-Encoding, Cookie',
    })
    const br = await shop.get('/ja', { 'Accept-Encoding': 'gzip, br' })
    const gzip = await shop.get('/ja', { 'Accept-Encoding': 'gzip;q=0.5, br;q=0' })
    expect([br.headers['content-encoding'], gzip.headers['content-encoding']]).toEqual(['br', 'gzip'])
    expect(brotliDecompressSync(br.body)).toEqual(first.body)
    expect(gunzipSync(gzip.body)).toEqual(first.body)
  })

  it('is not sent again to who has it', async () => {
    const shop = await openShop()
    const { headers } = await warm(shop)
    const again = await shop.get('/ja/publications/book', { 'If-None-Match': `"x", ${headers.etag}` })
    expect([again.status, again.body.length]).toEqual([304, 0])
  })

  it('remembers the language of whoever does not have it yet', async () => {
    const shop = await openShop()
    const { headers } = await warm(shop)
    expect(headers['set-cookie']).toEqual([LANGUAGE_COOKIES.ja])
    const known = await shop.get('/ja/publications/book', { Cookie: 'language=ja.signed' })
    const other = await shop.get('/ja/publications/book', { Cookie: 'language=ko.signed' })
    expect([known.headers['set-cookie'], other.headers['set-cookie']]).toEqual([
      undefined,
      [LANGUAGE_COOKIES.ja],
    ])
    expect(shop.rendered).toBeLessThan(4)
  })

  it('is never given to a visitor with a cart, and hers is never kept', async () => {
    const shop = await openShop()
    await shop.get('/ja', { Cookie: 'cart=x' })
    await sleep(100)
    await shop.get('/ja', { Cookie: 'cart=x' })
    expect(shop.rendered).toBe(2)
    await warm(shop, '/ja')
    const before = shop.rendered
    await shop.get('/ja', { Cookie: 'language=ja.signed; cart=x' })
    expect(shop.rendered).toBe(before + 1)
  })

  it.each(['/ja/publications/gone', '/ja/publications/personal', '/ja/publications/private'])(
    'is not %s',
    async (url) => {
      const shop = await openShop()
      await shop.get(url)
      await sleep(100)
      await shop.get(url)
      expect(shop.rendered).toBe(2)
    },
  )
})

describe('what pages show', () => {
  it.each<[string, () => Promise<unknown>]>([
    [
      'a price',
      async () => {
        const { id } = await db.edition.findFirstOrThrow()
        await db.editionPrice.create({
          data: { editionId: id, validFrom: new Date('2020-01-01'), priceYen: 1 },
        })
      },
    ],
    ['a title', () => db.titleText.updateMany({ data: { name: '改題' } })],
    [
      'the organisation',
      () => db.setting.create({ data: { id: newId(), key: 'x', value: {}, recordedAt: NOON } }),
    ],
    ['postage', () => db.shippingRate.updateMany({ data: { priceYen: 1 } })],
    ['the last copies', () => setLevel({ onHand: 5 })],
    ['the end of stock', () => setLevel({ onHand: 0 })],
    ['copies in tens', () => setLevel({ onHand: 37 })],
    ['pre-orders', () => setLevel({ preorderLimit: 20 })],
  ])('%s changes in every process, whoever changes it', async (_what, change) => {
    const [one, two] = [await openShop(), await openShop()]
    const before = await warm(one)
    expect((await warm(two)).body).toEqual(before.body)
    await change()
    const now = await shownOfBook()
    expect(now).not.toBe(before.body.toString())
    for (const shop of [one, two]) {
      await until(async () => (await shop.get('/ja/publications/book')).body.toString() === now)
    }
  })

  it('does not change with an order out of plenty: nobody is told, and commits do not wait for one another', async () => {
    let told = 0
    await withClient(workerUrl(), async (client) => {
      client.on('notification', () => (told += 1))
      await client.query('LISTEN pages')
      await setLevel({ held: 60 })
      await client.query('SELECT 1')
      expect(told).toBe(0)
      await setLevel({ held: 102 })
      await client.query('SELECT 1')
      expect(told).toBe(1)
    })
  })

  it('has the same steps in the database as on the page', async () => {
    const { rows } = await pool.query<{ copies: number; offered: number }>(
      'SELECT copies, offered_copies(copies) AS offered FROM generate_series(-3, 130) AS copies',
    )
    expect(rows.filter(({ copies, offered }) => offered !== offeredCopies(copies))).toEqual([])
    // Whatever word changes, a step does.
    const word = (onHand: number) =>
      stockWords({
        format: 'print',
        state: 'on_sale',
        stock: { onHand, held: 0, preordered: 0, preorderLimit: 0 },
      }).word
    for (const { copies } of rows.slice(4)) {
      if (word(copies) !== word(copies - 1)) expect(offeredCopies(copies)).not.toBe(offeredCopies(copies - 1))
    }
  })

  it('is not kept when it changed while the page was made', async () => {
    let finish = (): void => undefined
    let shown = 'old'
    const shop = await openShop(async () => {
      const html = shown
      await new Promise<void>((resolve) => (finish = resolve))
      return html
    })
    const slow = shop.get('/ja')
    await until(() => shop.rendered === 1)
    shown = 'new'
    await db.titleText.updateMany({ data: { name: '改題' } })
    await sleep(200)
    finish()
    expect((await slow).body.toString()).toBe('old')
    await sleep(100)
    const next = shop.get('/ja')
    await until(() => shop.rendered === 2)
    finish()
    expect((await next).body.toString()).toBe('new')
  })

  it('is told when the change is committed, not before', async () => {
    const shop = await openShop()
    await warm(shop)
    await inTransaction(async (tx) => {
      await tx.titleText.updateMany({ data: { name: '改題' } })
      const before = shop.rendered
      await shop.get('/ja/publications/book')
      expect(shop.rendered).toBe(before)
    })
    await until(async () => (await shop.get('/ja/publications/book')).body.includes('改題'))
  })

  async function setLevel(data: Partial<Record<'onHand' | 'held' | 'preorderLimit', number>>): Promise<void> {
    // The sums of a level are its triggers' work; here only what they would write matters, and it is put back.
    const { onHand, held, preorderLimit } = { onHand: 200, held: 0, preorderLimit: 0, ...data }
    await pool.query(
      'UPDATE stock_levels SET on_hand = $2, held = $3, preorder_limit = $4 WHERE edition_id = $1',
      [editionId, onHand, held, preorderLimit],
    )
  }
  afterEach(() => setLevel({}))
})

describe('time', () => {
  it('ends a page at midnight in Tokyo, and after a minute', async () => {
    setClock(new Date('2026-11-24T14:59:30Z'))
    const shop = await openShop()
    await warm(shop)
    const before = shop.rendered
    setClock(new Date('2026-11-24T15:00:01Z'))
    await shop.get('/ja/publications/book')
    expect(shop.rendered).toBe(before + 1)
  })

  it('that is put forward or back ends every page', async () => {
    const shop = await openShop()
    await warm(shop)
    const before = shop.rendered
    setClockOffset(-1_000)
    await shop.get('/ja/publications/book')
    expect(shop.rendered).toBe(before + 1)
  })
})

describe('the connection that tells', () => {
  it('is opened again when it breaks; meanwhile nothing is served from here', async () => {
    const shop = await openShop()
    await warm(shop)
    await pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'mnet-shop pages' AND datname = current_database()`,
    )
    await until(() => !shop.cache.isListening())
    const before = shop.rendered
    await shop.get('/ja/publications/book')
    expect(shop.rendered).toBe(before + 1)
    await until(() => shop.cache.isListening())
    await warm(shop)
  })
})

describe('its size', () => {
  it('has a bound: what was asked for longest ago goes first', async () => {
    const shop = await openShop(() => Promise.resolve('x'.repeat(5_000_000)))
    await warm(shop, '/ja')
    await warm(shop, '/en')
    await warm(shop, '/ko')
    await shop.get('/ja')
    await warm(shop, '/tl')
    const before = shop.rendered
    await shop.get('/ja')
    await shop.get('/tl')
    expect(shop.rendered).toBe(before)
    await shop.get('/en')
    expect(shop.rendered).toBe(before + 1)
  })
})
