import { createHash, randomUUID } from 'node:crypto'
import type { IncomingMessage, OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import pg from 'pg'
import { addDays, startOfDay, tokyoDayOf } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { clockOffset, now } from '#app/platform/clock.server.ts'
import { log } from '#app/platform/log.server.ts'
import { pageOf } from '#app/platform/page-address.ts'

// Public pages of visitors without a cart are the same for everybody, so each process keeps them, compressed, and answers before
// anything else runs. They are right as long as the database says so: triggers notify on the channel `pages` whenever something that
// pages show changes (migration page_cache), and everything is forgotten then. Without that connection nothing is served from here.

/** A page is rendered anew after this long, whatever happened. */
const LONGEST_LIFE_MS = 60_000
const MOST_BYTES = 16 * 1024 * 1024
const PING_EVERY_MS = 10_000
const PING_LIMIT_MS = 5_000

type Encoding = 'br' | 'gzip' | 'identity'

type Page = {
  headers: Record<string, OutgoingHttpHeader | undefined>
  etag: string
  bodies: Record<Encoding, Buffer>
  bytes: number
  /** By the shop's clock, as it stood when the page was rendered: prices change at midnight in Tokyo. */
  endsAt: number
  offsetMs: number
}

export type PageCache = {
  /** Answers a request from what is kept; false where it has to be rendered. */
  answer(request: IncomingMessage, response: ServerResponse): boolean
  /** For the chain that renders, inside of what compresses: keeps the page when it is one for everybody. */
  keep(request: IncomingMessage, response: ServerResponse, next: () => void): void
  /** Whether the database's notifications are heard. */
  isListening(): boolean
  close(): Promise<void>
}

/** An address that was asked for and not kept, and how things stood before it was rendered. */
type Wish = { address: string; generation: number; at: Date; offsetMs: number }

/**
 * Opens the page cache of this process, on a connection of its own to the database.
 * @param languageCookies the `Set-Cookie` values by which pages remember their language, the same for every visitor
 */
export function openPageCache(
  databaseUrl: string,
  languageCookies: Readonly<Record<Locale, string>>,
): PageCache {
  const pages = new Map<string, Page>()
  const wishes = new WeakMap<IncomingMessage, Wish>()
  let bytes = 0
  /** Grows whenever everything is forgotten: what was rendered before is not kept after. */
  let generation = 0
  let listening = false
  const listener = listen(databaseUrl, {
    onChange: forgetAll,
    onState(isUp) {
      forgetAll()
      listening = isUp
    },
  })

  function forgetAll(): void {
    generation += 1
    bytes = 0
    pages.clear()
  }

  function drop(address: string): void {
    bytes -= pages.get(address)?.bytes ?? 0
    pages.delete(address)
  }

  /** The page of an address while it holds; the one asked for last is forgotten last. */
  function find(address: string): Page | undefined {
    const page = pages.get(address)
    if (!page) return undefined
    if (page.offsetMs !== clockOffset() || now().getTime() >= page.endsAt) {
      drop(address)
      return undefined
    }
    pages.delete(address)
    pages.set(address, page)
    return page
  }

  async function store(wish: Wish, rendered: { body: Buffer; headers: OutgoingHttpHeaders }): Promise<void> {
    const page = await makePage(rendered, wish)
    if (!listening || wish.generation !== generation) return
    drop(wish.address)
    pages.set(wish.address, page)
    bytes += page.bytes
    for (const address of pages.keys()) {
      if (bytes <= MOST_BYTES) break
      drop(address)
    }
  }

  return {
    answer(request, response) {
      if (!listening) return false
      const visited = pageOf(request)
      if (!visited) return false
      const page = find(visited.address)
      if (!page) {
        wishes.set(request, { address: visited.address, generation, at: now(), offsetMs: clockOffset() })
        return false
      }
      const setCookie =
        visited.locale && !isRemembered(request, languageCookies[visited.locale])
          ? languageCookies[visited.locale]
          : undefined
      send(request, response, page, setCookie)
      return true
    },
    keep(request, response, next) {
      const wish = wishes.get(request)
      if (wish) {
        collect(response, (rendered) => {
          store(wish, rendered).catch((error: unknown) => log.error({ err: error }, 'a page was not kept'))
        })
      }
      next()
    },
    isListening: () => listening,
    close: listener.close,
  }
}

function isRemembered(request: IncomingMessage, setCookie: string): boolean {
  return request.headers.cookie === setCookie.slice(0, setCookie.indexOf(';'))
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  page: Page,
  setCookie: string | undefined,
): void {
  const requestId = randomUUID()
  const isKnown = (request.headers['if-none-match'] ?? '')
    .split(',')
    .some((tag) => bare(tag) === bare(page.etag))
  const encoding = isKnown ? 'identity' : encodingFor(request.headers['accept-encoding'] ?? '')
  const status = isKnown ? 304 : 200
  response.writeHead(status, {
    ...page.headers,
    ETag: page.etag,
    'X-Request-Id': requestId,
    ...(setCookie ? { 'Set-Cookie': setCookie } : {}),
    ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
    ...(isKnown ? {} : { 'Content-Length': page.bodies[encoding].length }),
  })
  response.end(isKnown ? undefined : page.bodies[encoding])
  log.info(
    { requestId, method: 'GET', path: request.url?.split('?')[0], status, ms: 0, cached: true },
    'request',
  )
}

/** What is between the quotes: a proxy that compresses marks a tag as weak (RFC 9110, 13.1.2). */
function bare(tag: string): string {
  return tag.trim().replace(/^W\//, '')
}

/** The best of what a client takes. A weight of zero refuses (RFC 9110, 12.5.3). */
function encodingFor(accepted: string): Encoding {
  const takes = (name: string): boolean =>
    accepted.split(',').some((part) => {
      const [coding = '', weight = ''] = part.split(';')
      return coding.trim() === name && !/^\s*q=0(\.0*)?\s*$/.test(weight)
    })
  if (takes('br')) return 'br'
  return takes('gzip') ? 'gzip' : 'identity'
}

/** Reads a response along as it is written, and hands it over when it is complete and the same for everybody. */
function collect(
  response: ServerResponse,
  done: (rendered: { body: Buffer; headers: OutgoingHttpHeaders }) => void,
): void {
  const chunks: Buffer[] = []
  const take = (chunk: unknown): void => {
    if (typeof chunk === 'string') chunks.push(Buffer.from(chunk))
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk))
  }
  const { write, end } = response
  response.write = ((...args: Parameters<typeof write>) => {
    take(args[0])
    return Reflect.apply(write, response, args)
  }) as typeof write
  response.end = ((...args: Parameters<typeof end>) => {
    take(args[0])
    const headers = response.getHeaders()
    const ended = Reflect.apply(end, response, args)
    if (response.statusCode === 200 && isForEverybody(headers)) done({ body: Buffer.concat(chunks), headers })
    return ended
  }) as typeof end
}

/** A page that its route calls private is not, whatever its address. */
function isForEverybody(headers: OutgoingHttpHeaders): boolean {
  const isPublic = /^(no-store|public\b.*)$/.test(String(headers['cache-control']))
  if (!isPublic || headers['content-type'] === undefined) return false
  return [headers['set-cookie'] ?? []].flat().every((cookie) => String(cookie).startsWith('language='))
}

/** Headers of one answer, which the next one gets of its own or not at all. */
const OF_ONE_ANSWER = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'date',
  'etag',
  'keep-alive',
  'set-cookie',
  'transfer-encoding',
  'vary',
  'x-request-id',
])

async function makePage(
  { body, headers }: { body: Buffer; headers: OutgoingHttpHeaders },
  { at, offsetMs }: Wish,
): Promise<Page> {
  const [br, gzipped] = await Promise.all([
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    promisify(gzip)(body, { level: 9 }),
  ])
  const kept = Object.entries(headers).filter(([name]) => !OF_ONE_ANSWER.has(name))
  const midnight = startOfDay(addDays(tokyoDayOf(at), 1))
  return {
    headers: {
      ...Object.fromEntries(kept),
      // A nonce is for one answer; these pages hold no script that would need one.
      ...scriptless(headers['content-security-policy']),
      // Browsers may keep the page and must ask whether it still holds: with a cart the next one is another.
      ...(headers['cache-control'] === 'no-store' ? { 'cache-control': 'private, no-cache' } : {}),
      vary: 'Accept-Encoding, Cookie',
    },
    etag: String(headers.etag ?? `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`),
    bodies: { br, gzip: gzipped, identity: body },
    bytes: br.length + gzipped.length + body.length,
    endsAt: Math.min(at.getTime() + LONGEST_LIFE_MS, midnight.getTime()),
    offsetMs,
  }
}

function scriptless(policy: OutgoingHttpHeaders[string]): Record<string, string[]> {
  if (policy === undefined) return {}
  const policies = [policy].flat().map((one) => String(one).replace(/'nonce-[^']*'/, "'none'"))
  return { 'content-security-policy': policies }
}

/** Listens for changes on a connection of its own, which is opened again whenever it breaks. */
function listen(
  connectionString: string,
  { onChange, onState }: { onChange: () => void; onState: (isUp: boolean) => void },
): { close(): Promise<void> } {
  const closing = new AbortController()
  let client: pg.Client | undefined

  async function stay(): Promise<void> {
    const mine = new pg.Client({
      connectionString,
      application_name: 'mnet-shop pages',
      keepAlive: true,
      connectionTimeoutMillis: PING_LIMIT_MS,
      query_timeout: PING_LIMIT_MS,
    })
    client = mine
    const broken = new Promise<void>((resolve) => {
      mine.once('error', () => resolve())
      mine.once('end', () => resolve())
    })
    mine.on('notification', onChange)
    try {
      await mine.connect()
      await mine.query('LISTEN pages')
      onState(true)
      // A connection that has died quietly shows when it is asked.
      while (!closing.signal.aborted) {
        const isBroken = await Promise.race([broken.then(() => true), pause(PING_EVERY_MS)])
        if (isBroken || closing.signal.aborted) return
        await mine.query('SELECT 1')
      }
    } finally {
      onState(false)
      mine.end().catch(() => undefined)
    }
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      await stay().catch((error: unknown) => log.warn({ err: error }, 'pages are not kept: no notifications'))
      await pause(1_000)
    }
  }

  /** False when the time is over or the cache is closed. */
  function pause(ms: number): Promise<false> {
    return sleep(ms, false as const, { signal: closing.signal, ref: false }).catch(() => false as const)
  }

  const running = run()
  return {
    async close() {
      closing.abort()
      await client?.end().catch(() => undefined)
      await running
    },
  }
}
