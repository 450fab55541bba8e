import { preferredLocale } from '#app/domain/accept-language.ts'
import { isLocale, type Locale } from '#app/domain/locale.ts'
import { env } from '#app/platform/env.server.ts'
import { inSandbox, parentOf, readObject } from '#app/sandbox/store.server.ts'
import { now } from '#app/platform/clock.server.ts'

/** The sandbox has pages in demo mode only. @throws Response 404 in a live shop */
export function requireDemo(mode: 'demo' | 'live' = env.mode): void {
  if (mode === 'live') throw new Response(null, { status: 404 })
}

/**
 * The language of a sandbox page: the one asked for by `?lang=`, else that of the Checkout Session shown, else what the browser
 * prefers.
 */
export async function sandboxLocale(
  request: Request,
  shown: { sessionId?: string | undefined; intentId?: string | undefined } = {},
): Promise<Locale> {
  const asked = new URL(request.url).searchParams.get('lang')
  if (isLocale(asked)) return asked
  return (await sessionLocale(shown)) ?? preferredLocale(request.headers.get('Accept-Language'))
}

async function sessionLocale(shown: {
  sessionId?: string | undefined
  intentId?: string | undefined
}): Promise<Locale | undefined> {
  const { sessionId, intentId } = shown
  if (sessionId === undefined && intentId === undefined) return undefined
  const tag = await inSandbox({ now: now() }, async (tx) => {
    const id = sessionId ?? (intentId === undefined ? null : await parentOf(tx, intentId))
    const session = id === null ? undefined : await readObject(tx, 'checkout.session', id)
    return session?.locale
  })
  const locale = tag === 'fil' ? 'tl' : tag
  return isLocale(locale) ? locale : undefined
}
