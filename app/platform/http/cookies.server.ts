import { createCookie, type Cookie } from '@remix-run/node'
import { z } from 'zod'
import { randomToken } from '#app/platform/id.server.ts'
import { env } from '#app/platform/env.server.ts'
import { isLocale, type Locale } from '#app/domain/locale.ts'
import { createHash } from 'node:crypto'

// Cookies of a reader without an account: the cart itself (signed, so that it cannot be tampered with), the key of her checkout, and
// the language she chose; none of them names her. And the session of a member of staff, which only pages below /desk get.

export type CartLine = { sku: string; copies: number }

const MOST_LINES = 40
const Cart = z
  .array(z.object({ sku: z.string().max(40), copies: z.number().int().min(1).max(99) }))
  .max(MOST_LINES)

const cookies = new Map<string, Cookie>()

function cookieOf(name: string, options: { maxAge: number; path?: string }): Cookie {
  const known = cookies.get(name)
  if (known) return known
  const made = createCookie(name, {
    httpOnly: true,
    sameSite: 'lax',
    secure: env.baseUrl.startsWith('https:'),
    path: options.path ?? '/',
    maxAge: options.maxAge,
    secrets: [env.sessionSecret],
  })
  cookies.set(name, made)
  return made
}

const DAY = 24 * 60 * 60
const cartCookie = (): Cookie => cookieOf('cart', { maxAge: 60 * DAY })
const checkoutCookie = (): Cookie => cookieOf('checkout', { maxAge: 30 * DAY })
const languageCookie = (): Cookie => cookieOf('language', { maxAge: 365 * DAY })
const deskCookie = (): Cookie => cookieOf('desk', { maxAge: 7 * DAY, path: '/desk' })

export type ReadCart = { lines: CartLine[]; wasTampered: boolean }

/** The cart of a request. One whose signature or shape is wrong is empty and says so. */
export async function readCart(request: Request): Promise<ReadCart> {
  const header = request.headers.get('Cookie')
  if (!header || !/(?:^|;\s*)cart=./.test(header)) return { lines: [], wasTampered: false }
  const parsed = Cart.safeParse(await cartCookie().parse(header))
  return parsed.success ? { lines: parsed.data, wasTampered: false } : { lines: [], wasTampered: true }
}

/** The `Set-Cookie` value that keeps a cart; an empty one is deleted. */
export async function writeCart(lines: readonly CartLine[]): Promise<string> {
  if (lines.length === 0) return await cartCookie().serialize('', { maxAge: 0 })
  return await cartCookie().serialize(lines.slice(0, MOST_LINES))
}

/** The secret that ties the steps of one checkout together, hashed before it is stored; null before the first step. */
export async function readCheckoutKey(request: Request): Promise<string | null> {
  const value: unknown = await checkoutCookie().parse(request.headers.get('Cookie'))
  return typeof value === 'string' && value.length >= 20 ? hashKey(value) : null
}

/** A new checkout: its key, and the `Set-Cookie` value that gives it to the browser. */
export async function newCheckoutKey(): Promise<{ key: string; setCookie: string }> {
  const secret = randomToken()
  return { key: hashKey(secret), setCookie: await checkoutCookie().serialize(secret) }
}

/** The `Set-Cookie` value that ends a checkout, once its order is out of the reader's hands. */
export async function endCheckout(): Promise<string> {
  return await checkoutCookie().serialize('', { maxAge: 0 })
}

/** The token of a signed-in browser of the desk; null without one. */
export async function readDeskToken(request: Request): Promise<string | null> {
  const value: unknown = await deskCookie().parse(request.headers.get('Cookie'))
  return typeof value === 'string' && value.length >= 20 ? value : null
}

/** The `Set-Cookie` value that signs a browser in; it ends with the session in the database at the latest. */
export async function writeDeskToken(token: string): Promise<string> {
  return await deskCookie().serialize(token)
}

/** The `Set-Cookie` value that signs a browser out. */
export async function clearDeskToken(): Promise<string> {
  return await deskCookie().serialize('', { maxAge: 0 })
}

/** The language the reader chose last, if any. */
export async function readLanguage(request: Request): Promise<Locale | null> {
  const value: unknown = await languageCookie().parse(request.headers.get('Cookie'))
  return typeof value === 'string' && isLocale(value) ? value : null
}

/** The `Set-Cookie` value that remembers a language. */
export async function writeLanguage(locale: Locale): Promise<string> {
  return await languageCookie().serialize(locale)
}

function hashKey(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
