import Stripe from 'stripe'
import { loadOrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { bookRefund, REFUND_METADATA } from '#app/features/settlement/book-refund.server.ts'
import { takeBackRefund } from '#app/features/settlement/take-back-refund.server.ts'
import { lockPayments } from '#app/features/settlement/write-refund.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { log } from '#app/platform/log.server.ts'
import { stripe } from '#app/platform/stripe.server.ts'

const DAY_MS = 24 * 3_600_000

export type RefundRequestResult =
  | { ok: true; state: 'pending' | 'succeeded' | 'failed' }
  | { ok: false; reason: 'stripe-refused'; message: string }
  | { ok: false; reason: 'stripe-unreachable' }

/**
 * Asks Stripe for a refund that is booked already, with a key made of its id: however often it is asked, it is made once. Stripe keeps a
 * key for 24 hours (PEERS.md 5.6); after that its refunds are looked through first, and only one that is not there is asked for
 * again, with the key of the new day. What Stripe refuses is taken back; without an answer it stays as it is, and a job asks again.
 * @param context.isWatched somebody waits for the answer, so a refusal needs no task
 */
export async function requestRefund(
  refundId: string,
  { now, isWatched }: { now: Date; isWatched: boolean },
): Promise<RefundRequestResult> {
  const refund = await db.refund.findUniqueOrThrow({
    where: { id: refundId },
    include: { payment: { include: { charge: { include: { order: { select: { email: true } } } } } } },
  })
  const { payment } = refund
  const intentId = payment?.stripeIntentId
  if (refund.state !== 'pending' || refund.stripeRefundId !== null || !intentId) {
    return { ok: true, state: refund.state }
  }
  await db.refund.update({ where: { id: refundId }, data: { requestedAt: now } })
  const daysOld = Math.max(0, Math.floor((now.getTime() - refund.createdAt.getTime()) / DAY_MS))
  const email = refund.method === 'konbini' ? payment.charge?.order?.email : null
  try {
    const earlier = daysOld === 0 ? null : await findAtStripe(intentId, refundId)
    const made =
      earlier ??
      (await stripe().refunds.create(
        {
          payment_intent: intentId,
          amount: refund.amountYen,
          metadata: { [REFUND_METADATA]: refundId },
          ...(email ? { instructions_email: email } : {}),
        },
        { idempotencyKey: `refund/${refundId}/${daysOld}` },
      ))
    await bookRefund(made, { now })
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error
    log.warn({ refundId, type: error.type, code: error.code }, 'Stripe did not make a refund')
    if (!isRefusal(error)) return { ok: false, reason: 'stripe-unreachable' }
    await giveUp(refundId, { message: error.message, isWatched, now })
    await bookOthers(intentId, now)
    return { ok: false, reason: 'stripe-refused', message: error.message }
  }
  const after = await db.refund.findUniqueOrThrow({ where: { id: refundId }, select: { state: true } })
  return { ok: true, state: after.state }
}

/** Stripe has looked at the request and will not do it. Everything else (no answer, too many, its own trouble, a key in use) may be done yet. */
function isRefusal(error: Stripe.errors.StripeError): boolean {
  if (error instanceof Stripe.errors.StripeIdempotencyError) return false
  return [400, 401, 402, 403, 404].includes(error.statusCode ?? 0)
}

async function findAtStripe(intentId: string, refundId: string): Promise<Stripe.Refund | null> {
  for await (const refund of stripe().refunds.list({ payment_intent: intentId, limit: 100 })) {
    if (refund.metadata?.[REFUND_METADATA] === refundId) return refund
  }
  return null
}

/** A refusal may come from a refund in the dashboard, which found no room in the books while ours was in them. */
async function bookOthers(intentId: string, now: Date): Promise<void> {
  try {
    for await (const other of stripe().refunds.list({ payment_intent: intentId, limit: 100 })) {
      await bookRefund(other, { now })
    }
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error
    log.warn({ intentId, type: error.type, code: error.code }, 'Stripe could not be asked about refunds')
  }
}

async function giveUp(
  refundId: string,
  how: { message: string; isWatched: boolean; now: Date },
): Promise<void> {
  const { payment } = await db.refund.findUniqueOrThrow({
    where: { id: refundId },
    select: { payment: { select: { id: true, chargeId: true } } },
  })
  if (!payment) return
  await inTransaction(async (tx) => {
    const order = payment.chargeId
      ? await loadOrderGraph(tx, { chargeId: payment.chargeId }, { lock: true })
      : null
    const [locked] = await lockPayments(tx, { paymentId: payment.id })
    const known = await tx.refund.findUniqueOrThrow({ where: { id: refundId }, include: { lines: true } })
    if (!locked || known.state !== 'pending' || known.stripeRefundId !== null) return
    await takeBackRefund(tx, {
      order,
      payment: locked,
      known,
      how: { kind: 'refused', ...how },
      now: how.now,
    })
  })
}
