import type Stripe from 'stripe'
import { dayToDb } from '#app/domain/day.ts'
import { voucherDeadline } from '#app/domain/deadlines.ts'
import { toPaymentFact, type PaymentFact } from '#app/domain/payment-fact.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { loadOrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { orderMailProps } from '#app/features/checkout/order-mail.server.ts'
import { releaseOrder } from '#app/features/checkout/release-order.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { recordEvent, type StripeEventRef } from '#app/features/payments/record-event.server.ts'
import { bookFee } from '#app/features/settlement/book-fee.server.ts'
import { readSession } from '#app/features/settlement/read-session.server.ts'
import { settle } from '#app/features/settlement/settle.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { isUuid, newId } from '#app/platform/id.server.ts'

/**
 * Brings one of our charges to where its session at Stripe stands: paid, voucher out, failed, expired. Works from the session's
 * present state, so events may come twice, late, in any order or never. A session that names none of our charges is left alone.
 * @returns the charge it was about, or null
 */
export async function applySession(
  session: Stripe.Checkout.Session,
  context: { now: Date; event?: StripeEventRef },
): Promise<string | null> {
  const facts = readSession(session)
  const attempt = await findAttempt(session)
  const chargeId = attempt?.chargeId ?? facts.chargeId
  if (!chargeId || !isUuid(chargeId)) return null
  const fact = toPaymentFact(facts)
  if (fact.kind === 'paid') {
    const result = await settle(
      chargeId,
      {
        sourceKey: `stripe:${fact.intentId}`,
        method: fact.method,
        amount: fact.amount,
        currency: fact.currency,
        receivedAt: fact.paidAt ?? context.now,
        belongsToCharge: fact.namedChargeId === null || fact.namedChargeId === chargeId,
        stripeIntentId: fact.intentId,
        stripeChargeId: fact.stripeChargeId,
        confirmed: true,
      },
      context,
    )
    if (!result.ok) return null
    // Konbini money carries its fee at once, and no event follows for it.
    if (result.isNew && fact.stripeChargeId && fact.hasFee)
      await bookFee(fact.stripeChargeId, { now: context.now })
    await db.checkoutAttempt.updateMany({
      where: { stripeSessionId: session.id, state: { not: 'complete' } },
      data: { state: 'complete' },
    })
    return chargeId
  }
  if (fact.kind === 'voucher') await noteVoucher(chargeId, session, fact, context)
  if (fact.kind === 'failed' || fact.kind === 'expired')
    await endAttempt(chargeId, session.id, fact.kind, context)
  if (fact.kind === 'pending' && context.event) {
    const { event } = context
    await inTransaction((tx) => recordEvent(tx, event, context.now))
  }
  return chargeId
}

/** By the session's id, or, when the answer that brought the id was lost, by the attempt it names; the id is then stored. */
async function findAttempt(
  session: Stripe.Checkout.Session,
): Promise<{ id: string; chargeId: string } | null> {
  const known = await db.checkoutAttempt.findUnique({
    where: { stripeSessionId: session.id },
    select: { id: true, chargeId: true },
  })
  if (known) return known
  const attemptId = session.metadata?.attemptId
  if (!attemptId || !isUuid(attemptId)) return null
  const { count } = await db.checkoutAttempt.updateMany({
    where: { id: attemptId, stripeSessionId: null },
    data: { stripeSessionId: session.id, url: session.url, state: 'open' },
  })
  if (count === 0) return null
  return await db.checkoutAttempt.findUnique({
    where: { id: attemptId },
    select: { id: true, chargeId: true },
  })
}

/** A konbini voucher is out: the copies are held until it ends, and its link goes out by mail, once. */
async function noteVoucher(
  chargeId: string,
  session: Stripe.Checkout.Session,
  voucher: Extract<PaymentFact, { kind: 'voucher' }>,
  context: { now: Date; event?: StripeEventRef },
): Promise<void> {
  const organisation = await loadOrganisation()
  const deadline = voucherDeadline(voucher.expiresAt)
  await inTransaction(async (tx) => {
    const order = await loadOrderGraph(tx, { chargeId }, { lock: true })
    if (!order) return
    if (context.event) await recordEvent(tx, context.event, context.now)
    const { count } = await tx.checkoutAttempt.updateMany({
      where: { stripeSessionId: session.id, state: { in: ['creating', 'open'] } },
      data: { state: 'voucher', voucherUrl: voucher.url, voucherExpiresAt: voucher.expiresAt },
    })
    if (count === 0 || order.charge.state !== 'open') return
    await tx.charge.update({
      where: { id: chargeId },
      // The reader may start another order: this one can be paid at any konbini now, whatever her browser does.
      data: { dueOn: dayToDb(deadline.dueOn), expiresAt: deadline.expiresAt, checkoutKey: null },
    })
    await tx.orderEvent.create({
      data: { id: newId(), orderId: order.id, kind: 'voucher', at: context.now, actor: 'system' },
    })
    await queueMail(tx, {
      dedupeKey: `voucher:${session.id}`,
      template: 'voucher',
      locale: order.locale,
      toEmail: order.email,
      props: { ...orderMailProps(order, organisation), voucherUrl: voucher.url, dueOn: deadline.dueOn },
      orderId: order.id,
      now: context.now,
    })
  })
}

/**
 * A page or voucher at Stripe can pay no more. The order ends with it, once, unless another attempt is running or money has come
 * by another way. A voucher that was not paid is told by mail; a page that was merely left is not.
 */
async function endAttempt(
  chargeId: string,
  sessionId: string,
  how: 'failed' | 'expired',
  context: { now: Date; event?: StripeEventRef },
): Promise<void> {
  const organisation = await loadOrganisation()
  await inTransaction(async (tx) => {
    const order = await loadOrderGraph(tx, { chargeId }, { lock: true })
    if (!order) return
    if (context.event) await recordEvent(tx, context.event, context.now)
    const { count } = await tx.checkoutAttempt.updateMany({
      where: { stripeSessionId: sessionId, state: { in: ['creating', 'open', 'voucher'] } },
      data: { state: how },
    })
    if (count === 0) return
    const running = await tx.checkoutAttempt.count({
      where: { chargeId, state: { in: ['creating', 'open', 'voucher', 'complete'] } },
    })
    if (running > 0 || order.charge.allocatedYen > 0) return
    const released = await releaseOrder(tx, order, {
      to: 'expired',
      reason: how === 'failed' ? 'payment-failed' : 'checkout-expired',
      actor: 'system',
      now: context.now,
    })
    if (!released || how !== 'failed') return
    await queueMail(tx, {
      dedupeKey: `payment-failed:${sessionId}`,
      template: 'payment-failed',
      locale: order.locale,
      toEmail: order.email,
      props: { ...orderMailProps(order, organisation), reason: 'voucher-expired', canRetry: false },
      orderId: order.id,
      now: context.now,
    })
  })
}
