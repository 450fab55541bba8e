import Stripe from 'stripe'
import { bookFee } from '#app/features/settlement/book-fee.server.ts'
import { handleStripeEvent } from '#app/features/settlement/handle-stripe-event.server.ts'
import { refreshCharge } from '#app/features/settlement/refresh-charge.server.ts'
import { db } from '#app/platform/db.server.ts'
import { log } from '#app/platform/log.server.ts'
import { stripe } from '#app/platform/stripe.server.ts'

/** Events are looked through this far back: Stripe itself gives up on a webhook after three days. */
const LOOK_BACK_HOURS = 72

/** Everything the shop acts on; the same list is subscribed to at the webhook endpoint (README). */
export const STRIPE_EVENT_TYPES = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'payment_intent.requires_action',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'charge.updated',
  'charge.refunded',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
  'refund.created',
  'refund.updated',
  'refund.failed',
] as const satisfies readonly Stripe.Event['type'][]

/**
 * Catches up with Stripe where webhooks were lost: events not seen yet, attempts that should have ended, fees that are missing. What
 * Stripe cannot answer now is asked again at the next round.
 */
export async function sweepStripe({
  now,
}: {
  now: Date
}): Promise<{ events: number; charges: number; fees: number }> {
  const counts = { events: 0, charges: 0, fees: 0 }
  try {
    counts.events = await catchUpEvents(now)
    counts.charges = await refreshStale(now)
    counts.fees = await bookMissingFees(now)
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error
    log.warn({ type: error.type, code: error.code }, 'the sweep could not reach Stripe')
  }
  return counts
}

async function catchUpEvents(now: Date): Promise<number> {
  const since = Math.floor(now.getTime() / 1000) - LOOK_BACK_HOURS * 3600
  const unseen: Stripe.Event[] = []
  const listed = stripe().events.list({ types: [...STRIPE_EVENT_TYPES], created: { gte: since }, limit: 100 })
  let page: Stripe.Event[] = []
  const flush = async (): Promise<void> => {
    const seen = await db.stripeEvent.findMany({
      where: { id: { in: page.map((event) => event.id) } },
      select: { id: true },
    })
    const ids = new Set(seen.map((event) => event.id))
    unseen.push(...page.filter((event) => !ids.has(event.id)))
    page = []
  }
  for await (const event of listed) {
    page.push(event)
    if (page.length === 100) await flush()
  }
  await flush()
  // Newest first from Stripe; taken in as they happened.
  for (const event of unseen.reverse()) await handleStripeEvent(event, { now })
  return unseen.length
}

async function refreshStale(now: Date): Promise<number> {
  const stale = await db.checkoutAttempt.findMany({
    where: {
      OR: [
        { state: 'creating', createdAt: { lt: new Date(now.getTime() - 2 * 60_000) } },
        { state: 'open', sessionExpiresAt: { lt: now } },
        { state: 'voucher', voucherExpiresAt: { lt: now } },
      ],
    },
    select: { chargeId: true },
    take: 200,
  })
  const chargeIds = [...new Set(stale.map((attempt) => attempt.chargeId))]
  for (const chargeId of chargeIds) await refreshCharge(chargeId, { now })
  return chargeIds.length
}

async function bookMissingFees(now: Date): Promise<number> {
  const without = await db.payment.findMany({
    where: {
      method: { in: ['card', 'konbini'] },
      feeYen: null,
      stripeChargeId: { not: null },
      createdAt: { lt: new Date(now.getTime() - 10 * 60_000) },
    },
    select: { stripeChargeId: true },
    orderBy: { createdAt: 'desc' },
    take: 200,
  })
  let booked = 0
  for (const { stripeChargeId } of without) {
    if (stripeChargeId && (await bookFee(stripeChargeId, { now }))) booked += 1
  }
  return booked
}
