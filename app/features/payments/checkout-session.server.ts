import Stripe from 'stripe'
import { KONBINI_DAYS } from '#app/domain/deadlines.ts'
import { isLocale, stripeLocale } from '#app/domain/locale.ts'
import { db } from '#app/platform/db.server.ts'
import { stripe } from '#app/platform/stripe.server.ts'

export type SessionSource = {
  attemptId: string
  chargeId: string
  sessionExpiresAt: Date
  method: 'card' | 'konbini'
  locale: string
  email: string | null
  token: string
  code: string
  lines: readonly { description: string; quantity: number; unitYen: number }[]
}

export type SessionRequest = Stripe.Checkout.SessionCreateParams

/**
 * What Stripe is asked to show for a charge; kept with the attempt, since its idempotency key wants the same request again. Konbini's
 * days count from the choice of konbini, not from now (PEERS.md 5.6).
 */
export function toCheckoutSession(source: SessionSource, baseUrl: string): SessionRequest {
  const locale = isLocale(source.locale) ? source.locale : 'ja'
  const orderUrl = `${baseUrl}/${locale}/orders/${source.token}`
  const metadata = { chargeId: source.chargeId, attemptId: source.attemptId }
  return {
    mode: 'payment',
    // `payment_method_types` is gone from this call since 2026-09-30.endive: the methods offered are those that the account has
    // switched on, filtered by this list.
    allowed_payment_method_types: [source.method],
    line_items: source.lines.map((line) => ({
      quantity: line.quantity,
      price_data: {
        currency: 'jpy',
        unit_amount: line.unitYen,
        product_data: { name: line.description.slice(0, 250) },
      },
    })),
    client_reference_id: source.chargeId,
    metadata,
    payment_intent_data: { metadata, description: source.code },
    ...(source.email ? { customer_email: source.email } : {}),
    locale: stripeLocale(locale),
    expires_at: Math.floor(source.sessionExpiresAt.getTime() / 1000),
    success_url: `${orderUrl}?checkout=done`,
    cancel_url: `${orderUrl}?checkout=back`,
    ...(source.method === 'konbini'
      ? { payment_method_options: { konbini: { expires_after_days: KONBINI_DAYS } } }
      : {}),
  }
}

/**
 * Makes an attempt's page at Stripe, or gets the one that exists: its idempotency key is the attempt's id.
 * @throws Stripe.errors.StripeError when Stripe refuses or cannot be reached
 */
export async function createSession(attempt: {
  id: string
  request: unknown
}): Promise<Stripe.Checkout.Session> {
  const session = await stripe().checkout.sessions.create(attempt.request as SessionRequest, {
    idempotencyKey: `checkout/${attempt.id}`,
  })
  await db.checkoutAttempt.updateMany({
    where: { id: attempt.id, state: 'creating' },
    data: { state: 'open', stripeSessionId: session.id, url: session.url },
  })
  return session
}

/**
 * The page of an attempt whose answer was lost: the same key and request bring it back. Null when Stripe never made one and will not
 * now, because its end is too near, or when Stripe goes on answering 500 (it does, to that key, for a day): the page cannot have been
 * seen by anyone then. Stripe keeps keys for 24 h; attempts are asked after long before that.
 * @throws Stripe.errors.StripeError when Stripe cannot be reached
 */
export async function recoverSession(attempt: {
  id: string
  request: unknown
}): Promise<Stripe.Checkout.Session | null> {
  try {
    return await createSession(attempt)
  } catch (error) {
    const isFinal =
      error instanceof Stripe.errors.StripeInvalidRequestError ||
      error instanceof Stripe.errors.StripeAPIError
    if (isFinal) return null
    throw error
  }
}
