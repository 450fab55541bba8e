import type Stripe from 'stripe'
import { applySession } from '#app/features/settlement/apply-session.server.ts'
import { bookDispute } from '#app/features/settlement/book-dispute.server.ts'
import { bookFee } from '#app/features/settlement/book-fee.server.ts'
import { bookRefund } from '#app/features/settlement/book-refund.server.ts'
import { SESSION_EXPAND } from '#app/features/settlement/read-session.server.ts'
import { recordEvent, type StripeEventRef } from '#app/features/payments/record-event.server.ts'
import { idOf } from '#app/features/payments/stripe-values.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { stripe } from '#app/platform/stripe.server.ts'

type Context = { now: Date; event: StripeEventRef }

/**
 * Takes in one verified event. The event only says where to look: what is booked is Stripe's present object, so duplicates,
 * re-orderings and late events end in the same state. Types that mean nothing to the shop are noted and done with.
 * @throws whatever kept it from being booked: the webhook then answers 500 and Stripe sends it again
 */
export async function handleStripeEvent(event: Stripe.Event, { now }: { now: Date }): Promise<void> {
  const seen = await db.stripeEvent.findUnique({ where: { id: event.id }, select: { id: true } })
  if (seen) return
  const context = { now, event: { id: event.id, type: event.type } }
  await dispatch(event, context)
  // What had no effect is noted too, so that the sweep does not look at it again.
  await inTransaction((tx) => recordEvent(tx, context.event, now))
}

async function dispatch(event: Stripe.Event, context: Context): Promise<void> {
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
    case 'checkout.session.async_payment_failed':
    case 'checkout.session.expired':
      return await applySessionId(event.data.object.id, context)
    case 'payment_intent.requires_action':
    case 'payment_intent.succeeded':
    case 'payment_intent.payment_failed':
    case 'payment_intent.canceled':
      return await applyIntent(event.data.object.id, context)
    case 'charge.updated':
      return await applyFee(event.data.object, context)
    case 'charge.refunded':
      return await applyRefundsOf(event.data.object.id, context)
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed':
      return await applyRefund(event.data.object.id, context)
    case 'charge.dispute.created':
    case 'charge.dispute.updated':
    case 'charge.dispute.closed':
    case 'charge.dispute.funds_withdrawn':
    case 'charge.dispute.funds_reinstated':
      await bookDispute(event.data.object.id, context)
      return
    default:
      return
  }
}

async function applySessionId(sessionId: string, context: Context): Promise<void> {
  await applySession(
    await stripe().checkout.sessions.retrieve(sessionId, { expand: SESSION_EXPAND }),
    context,
  )
}

async function applyIntent(intentId: string, context: Context): Promise<void> {
  const sessions = await stripe().checkout.sessions.list({ payment_intent: intentId, limit: 1 })
  const session = sessions.data[0]
  if (session) await applySessionId(session.id, context)
}

async function applyRefundsOf(stripeChargeId: string, context: Context): Promise<void> {
  for await (const refund of stripe().refunds.list({ charge: stripeChargeId, limit: 100 })) {
    await bookRefundOrSettleFirst(refund, context)
  }
}

async function applyRefund(refundId: string, context: Context): Promise<void> {
  await bookRefundOrSettleFirst(await stripe().refunds.retrieve(refundId), context)
}

async function applyFee(charge: Stripe.Charge, context: Context): Promise<void> {
  if (await bookFee(charge.id, context)) return
  if (await settleIntent(idOf(charge.payment_intent), context)) await bookFee(charge.id, context)
}

async function bookRefundOrSettleFirst(refund: Stripe.Refund, context: Context): Promise<void> {
  const alone = { now: context.now }
  if (await bookRefund(refund, alone)) return
  if (await settleIntent(idOf(refund.payment_intent), context)) await bookRefund(refund, alone)
}

/**
 * A fee or a refund can be heard of before its payment, whose event is late or lost: the payment is fetched first then.
 * @returns whether it is one of ours
 */
async function settleIntent(intentId: string | null, context: Context): Promise<boolean> {
  if (!intentId) return false
  const sessions = await stripe().checkout.sessions.list({ payment_intent: intentId, limit: 1 })
  const session = sessions.data[0]
  if (!session) return false
  const whole = await stripe().checkout.sessions.retrieve(session.id, { expand: SESSION_EXPAND })
  return (await applySession(whole, { now: context.now })) !== null
}
