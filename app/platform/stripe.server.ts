import Stripe from 'stripe'
import { isInsideTransaction } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'

/** Pinned here and on the webhook's endpoint: shapes of objects change between versions. */
export const STRIPE_API_VERSION = '2026-10-28.endive'

let made: Stripe | undefined

/**
 * Stripe's client. Refuses to be called while a database transaction is open: a slow answer would hold row locks (saleor PR 11069).
 */
export function stripe(): Stripe {
  if (isInsideTransaction()) throw new Error('Stripe is called inside a database transaction')
  made ??= new Stripe(env.stripe.secretKey, {
    apiVersion: STRIPE_API_VERSION,
    maxNetworkRetries: env.mode === 'live' ? 2 : 0,
    timeout: 20_000,
    telemetry: false,
    appInfo: { name: 'mnet-shop' },
  })
  return made
}

/** Whether Stripe cannot serve anybody just now: not reached, asked too often, or broken itself. Any other error is of the one call. */
export function isStripeAway(error: unknown): boolean {
  if (!(error instanceof Stripe.errors.StripeError)) return false
  if (error instanceof Stripe.errors.StripeConnectionError) return true
  return error.statusCode === 429 || (error.statusCode ?? 0) >= 500
}
