import Stripe from 'stripe'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { now, setClock, setClockOffset } from '#app/platform/clock.server.ts'
import { installSandbox, type InstalledSandbox } from '#app/sandbox/msw.server.ts'
import { advanceSandbox } from '#app/sandbox/time.server.ts'

/** Tuesday morning in Tokyo, after the holiday of Monday the 23rd. */
export const TUESDAY = new Date('2026-11-24T01:00:00Z')

/** Has Stripe and Resend played by the sandbox for the tests of a file, each beginning on the same Tuesday. */
export function useSandbox(): void {
  let installed: InstalledSandbox
  beforeAll(() => {
    installed = installSandbox()
  })
  beforeEach(() => setClock(TUESDAY))
  afterEach(() => setClockOffset(0))
  afterAll(() => installed.uninstall())
}

/** The real SDK, without retries of its own. */
export function stripeSdk(): Stripe {
  return new Stripe('sk_test_sandbox', { maxNetworkRetries: 0, telemetry: false, timeout: 20_000 })
}

/** Moves the clock on and lets happen what was due. */
export async function passTime(ms: number): Promise<void> {
  const later = new Date(now().getTime() + ms)
  setClock(later)
  await advanceSandbox(later)
}

export const SECOND = 1000
export const HOUR = 60 * 60 * SECOND
export const DAY = 24 * HOUR

type SessionParams = Stripe.Checkout.SessionCreateParams

/** What the shop asks of Stripe for an order of 2,400 yen, changed as told. */
export function sessionParams(changes: Partial<SessionParams> = {}): SessionParams {
  return {
    mode: 'payment',
    allowed_payment_method_types: ['card', 'konbini'],
    payment_method_options: { konbini: { expires_after_days: 3 } },
    line_items: [line('M-Net 100', 1000, 2), line('Postage', 400, 1)],
    client_reference_id: 'charge-1',
    customer_email: 'reader@example.org',
    metadata: { charge: 'charge-1' },
    payment_intent_data: { metadata: { charge: 'charge-1' }, description: 'Order K7M2-9QXA' },
    locale: 'ja',
    success_url: 'http://localhost:3000/ja/orders/abc?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://localhost:3000/ja/checkout/confirm',
    ...changes,
  }
}

export function line(name: string, yen: number, quantity: number) {
  return { price_data: { currency: 'jpy', unit_amount: yen, product_data: { name } }, quantity }
}

/** A session that only takes cards, for an amount of yen. */
export async function cardSession(yen: number): Promise<Stripe.Checkout.Session> {
  return await stripeSdk().checkout.sessions.create(
    sessionParams({
      allowed_payment_method_types: ['card'],
      payment_method_options: {},
      line_items: [line('M-Net 100', yen, 1)],
    }),
  )
}

/** What a call is refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await call
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error
    throw error
  }
  throw new Error('Stripe did not refuse')
}
