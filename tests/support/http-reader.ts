import { setTimeout as sleep } from 'node:timers/promises'
import { typed } from '#tests/support/typed.ts'

// Readers who buy over HTTP with nothing but links, forms and cookies: no JavaScript, no browser.

/** A page as it came, after redirects; `isPost` when it is itself the answer to a form. */
export type HttpPage = { status: number; path: string; isPost: boolean; html: string }

export type HttpReader = {
  get(path: string): Promise<HttpPage>
  post(path: string, fields: Record<string, string>): Promise<HttpPage>
}

/** The connection broke or no answer came: what a browser tells its reader in its own words. */
export class NoAnswer extends Error {
  override name = 'NoAnswer'

  constructor(
    readonly path: string,
    readonly isPost: boolean,
    cause: unknown,
  ) {
    super(`no answer to ${path}`, { cause })
  }
}

const PATIENCE_MS = 60_000
let readers = 0

/**
 * A reader with cookies and an address of her own. `server` says for each request where it goes, as a balancer would: cookies and
 * orders must be good at every process, and addresses that a page names are asked for at whichever is chosen.
 */
export function httpReader(server: () => string): HttpReader {
  const cookies = new Map<string, string>()
  readers += 1
  const ip = `10.${(readers >> 16) & 255}.${(readers >> 8) & 255}.${readers & 255}`

  async function request(
    path: string,
    fields?: Record<string, string>,
  ): Promise<HttpPage & { next: string | null }> {
    const isPost = fields !== undefined
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    try {
      const response = await fetch(`${server()}${path}`, {
        method: isPost ? 'POST' : 'GET',
        headers: { 'X-Forwarded-For': ip, ...(cookie ? { Cookie: cookie } : {}) },
        ...(isPost ? { body: new URLSearchParams(fields) } : {}),
        redirect: 'manual',
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      const html = await response.text()
      keep(cookies, response.headers.getSetCookie())
      return { status: response.status, path, isPost, html, next: response.headers.get('location') }
    } catch (error) {
      throw new NoAnswer(path, isPost, error)
    }
  }

  async function open(path: string, fields?: Record<string, string>): Promise<HttpPage> {
    let { next, ...page } = await request(path, fields)
    for (let hops = 0; next !== null && hops < 5; hops += 1) {
      const { pathname, search } = new URL(next, 'http://shop.test')
      ;({ next, ...page } = await request(`${pathname}${search}`))
    }
    return page
  }

  return { get: (path) => open(path), post: (path, fields) => open(path, fields) }
}

function keep(cookies: Map<string, string>, setCookies: readonly string[]): void {
  for (const line of setCookies) {
    const [pair = '', ...attributes] = line.split(/;\s*/)
    const name = pair.slice(0, pair.indexOf('='))
    if (attributes.some((attribute) => attribute.toLowerCase() === 'max-age=0')) cookies.delete(name)
    else cookies.set(name, pair.slice(name.length + 1))
  }
}

/** The value of a page's hidden field. @throws Error when the page has no such field */
export function hiddenField(page: HttpPage, name: string): string {
  const input = page.html.match(/<input\b[^>]*>/g)?.find((tag) => tag.includes(`name="${name}"`))
  const value = /\bvalue="([^"]*)"/.exec(input ?? '')?.[1]
  if (value === undefined) throw new Error(`${page.path} (${page.status}) has no field ${name}`)
  return value
}

export type Method = 'card' | 'konbini' | 'bank'

/** Puts copies into the cart, fills in the form, and stands before the button that places the order. */
export async function goToConfirmation(
  reader: HttpReader,
  wanted: { sku: string; copies?: number; method: Method; email: string },
): Promise<HttpPage> {
  await reader.post('/ja/cart', { intent: 'add', sku: wanted.sku, copies: String(wanted.copies ?? 1) })
  return await reader.post('/ja/checkout', typed({ method: wanted.method, email: wanted.email }))
}

/** Presses the button of the confirmation page; leads to Stripe's page, the order's page, or the same page with a refusal. */
export async function pressConfirm(reader: HttpReader, page: HttpPage): Promise<HttpPage> {
  return await reader.post('/ja/checkout/confirm', {
    nonce: hiddenField(page, 'nonce'),
    total: hiddenField(page, 'total'),
  })
}

/** Chooses on the stand-in for Stripe's page, which leads back to the order. */
export async function chooseAtStripe(reader: HttpReader, path: string, choice: string): Promise<HttpPage> {
  return await reader.post(path, { choice })
}

export function isAtStripe(page: HttpPage): boolean {
  return page.path.startsWith('/sandbox/checkout/')
}

/**
 * Does a step again until it is answered: as people do, a page that did not come is reloaded, a form whose answer did not come is sent
 * again. `onTrouble` hears of each error page, and of each answer that did not come (null).
 */
export async function insist(
  reader: HttpReader,
  step: () => Promise<HttpPage>,
  onTrouble: (page: HttpPage | null) => void,
): Promise<HttpPage> {
  const deadline = performance.now() + 120_000
  let next = step
  for (;;) {
    const answer = await next().catch((error: unknown) => {
      if (error instanceof NoAnswer) return error
      throw error
    })
    if (!(answer instanceof NoAnswer) && answer.status < 500) return answer
    onTrouble(answer instanceof NoAnswer ? null : answer)
    if (performance.now() > deadline) throw new Error(`two minutes of trouble at ${answer.path}`)
    if (!answer.isPost) next = () => reader.get(answer.path)
    await sleep(100)
  }
}

/** The path of the order's page without what brought the reader there; null for any other page. */
export function orderPathOf(page: HttpPage): string | null {
  return /^\/ja\/orders\/[\w-]{20,}/.exec(page.path)?.[0] ?? null
}
