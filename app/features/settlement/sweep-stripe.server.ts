import type Stripe from 'stripe'
import { bookFee } from '#app/features/settlement/book-fee.server.ts'
import { handleStripeEvent } from '#app/features/settlement/handle-stripe-event.server.ts'
import { catchUpCharge } from '#app/features/settlement/refresh-charge.server.ts'
import { db, pool } from '#app/platform/db.server.ts'
import { log } from '#app/platform/log.server.ts'
import { isStripeAway, stripe } from '#app/platform/stripe.server.ts'

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

type Tally = { events: number; charges: number; fees: number; failed: number }
type Part = Exclude<keyof Tally, 'failed'>

/**
 * Catches up with Stripe where webhooks were lost: events not seen yet, attempts that should have ended, fees that are missing. Each by
 * itself: one that always fails is logged and passed over, and asked for again at the next round, as is all that Stripe cannot answer now.
 * @returns how many of each were taken in, and how many failed though Stripe was there
 */
export async function sweepStripe({ now }: { now: Date }): Promise<Tally> {
  const tally: Tally = { events: 0, charges: 0, fees: 0, failed: 0 }
  await apart('events', tally, () => catchUpEvents(now, tally))
  await apart('charges', tally, () => refreshStale(now, tally))
  await apart('fees', tally, () => bookMissingFees(now, tally))
  return tally
}

/** Runs one part of the sweep; the next one has its turn whatever happens. */
async function apart(part: Part, tally: Tally, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (isStripeAway(error)) {
      const { type, code } = error as Stripe.errors.StripeError
      log.warn({ part, type, code }, 'the sweep could not reach Stripe')
      return
    }
    tally.failed += 1
    log.error({ part, err: error }, 'a part of the sweep failed')
  }
}

/**
 * Takes in one thing after another by `work`, which says whether there was anything to do.
 * @throws what ends the part: Stripe or the database is away, so that the rest would fare no better
 */
async function each<Thing extends { id: string }>(
  things: readonly Thing[],
  { part, tally, work }: { part: Part; tally: Tally; work: (thing: Thing) => Promise<boolean> },
): Promise<void> {
  for (const thing of things) {
    try {
      if (await work(thing)) tally[part] += 1
    } catch (error) {
      if (isStripeAway(error)) throw error
      await pool.query('SELECT 1')
      tally.failed += 1
      log.error({ part, id: thing.id, err: error }, 'the sweep could not take something in')
    }
  }
}

async function catchUpEvents(now: Date, tally: Tally): Promise<void> {
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
  await each(unseen.reverse(), {
    part: 'events',
    tally,
    async work(event) {
      await handleStripeEvent(event, { now })
      return true
    },
  })
}

async function refreshStale(now: Date, tally: Tally): Promise<void> {
  const stale = await db.checkoutAttempt.findMany({
    where: {
      OR: [
        { state: 'creating', createdAt: { lt: new Date(now.getTime() - 2 * 60_000) } },
        { state: 'open', sessionExpiresAt: { lt: now } },
        { state: 'voucher', voucherExpiresAt: { lt: now } },
      ],
    },
    select: { chargeId: true },
    // Newest first: those that Stripe never answers for must not fill every round.
    orderBy: { createdAt: 'desc' },
    take: 200,
  })
  const chargeIds = [...new Set(stale.map((attempt) => attempt.chargeId))]
  const charges = chargeIds.map((id) => ({ id }))
  await each(charges, {
    part: 'charges',
    tally,
    async work({ id }) {
      await catchUpCharge(id, { now })
      return true
    },
  })
}

async function bookMissingFees(now: Date, tally: Tally): Promise<void> {
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
  const charged = without.flatMap(({ stripeChargeId }) => (stripeChargeId ? { id: stripeChargeId } : []))
  await each(charged, { part: 'fees', tally, work: ({ id }) => bookFee(id, { now }) })
}
