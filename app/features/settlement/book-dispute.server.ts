import { tokyoDayOf } from '#app/domain/day.ts'
import { disputeLostPostings, disputePostings } from '#app/domain/ledger.ts'
import { openTask } from '#app/features/messages/open-task.server.ts'
import { recordEvent, type StripeEventRef } from '#app/features/payments/record-event.server.ts'
import { dayOfStripe, idOf } from '#app/features/payments/stripe-values.ts'
import { writeEntry } from '#app/features/payments/write-entry.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { stripe } from '#app/platform/stripe.server.ts'

/**
 * Brings a dispute into the books from its present state at Stripe: each movement of its money once, its loss once, and a task for the
 * secretariat, who must answer within days.
 * @returns false when its payment is not ours
 */
export async function bookDispute(
  disputeId: string,
  context: { now: Date; event?: StripeEventRef },
): Promise<boolean> {
  const dispute = await stripe().disputes.retrieve(disputeId)
  const intentId = idOf(dispute.payment_intent)
  if (!intentId) return false
  return await inTransaction(async (tx) => {
    const payment = await tx.payment.findUnique({
      where: { stripeIntentId: intentId },
      select: { id: true, charge: { select: { order: { select: { id: true, code: true } } } } },
    })
    if (!payment) return false
    if (context.event) await recordEvent(tx, context.event, context.now)
    const order = payment.charge?.order
    await tx.dispute.upsert({
      where: { stripeDisputeId: dispute.id },
      create: {
        id: newId(),
        stripeDisputeId: dispute.id,
        paymentId: payment.id,
        amountYen: dispute.amount,
        status: dispute.status,
        createdAt: context.now,
        updatedAt: context.now,
      },
      update: { status: dispute.status, amountYen: dispute.amount, updatedAt: context.now },
    })
    const entry = { memo: order?.code ?? '', orderId: order?.id ?? null, now: context.now }
    for (const movement of dispute.balance_transactions) {
      await writeEntry(tx, {
        ...entry,
        causeKey: `dispute:${movement.id}`,
        kind: 'dispute',
        eventOn: dayOfStripe(movement.created),
        postings: disputePostings({ amountYen: -movement.amount, feeYen: movement.fee }),
      })
    }
    const outstandingYen = -dispute.balance_transactions.reduce((sum, movement) => sum + movement.amount, 0)
    if (dispute.status === 'lost' && outstandingYen > 0) {
      await writeEntry(tx, {
        ...entry,
        causeKey: `dispute-lost:${dispute.id}`,
        kind: 'dispute-lost',
        eventOn: tokyoDayOf(context.now),
        postings: disputeLostPostings(outstandingYen),
      })
    }
    await openTask(tx, {
      dedupeKey: `dispute:${dispute.id}`,
      kind: 'dispute',
      orderId: order?.id,
      paymentId: payment.id,
      details: { amountYen: dispute.amount, reason: dispute.reason },
      now: context.now,
    })
    return true
  })
}
