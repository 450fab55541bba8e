import { feePostings } from '#app/domain/ledger.ts'
import { recordEvent, type StripeEventRef } from '#app/features/payments/record-event.server.ts'
import { dayOfStripe, idOf } from '#app/features/payments/stripe-values.ts'
import { writeEntry } from '#app/features/payments/write-entry.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { stripe } from '#app/platform/stripe.server.ts'

/**
 * Books Stripe's fee on a payment, once, when Stripe has told it: capture is asynchronous, so the balance transaction comes after the
 * payment (PEERS.md 5.6). Does nothing while it has not come, or while the payment itself is not booked.
 * @returns false when it could not be booked yet
 */
export async function bookFee(
  stripeChargeId: string,
  context: { now: Date; event?: StripeEventRef },
): Promise<boolean> {
  const charge = await stripe().charges.retrieve(stripeChargeId, { expand: ['balance_transaction'] })
  const transaction = charge.balance_transaction
  const intentId = idOf(charge.payment_intent)
  const payment = await db.payment.findFirst({
    where: { OR: [{ stripeChargeId }, ...(intentId ? [{ stripeIntentId: intentId }] : [])] },
    select: {
      id: true,
      feeYen: true,
      chargeId: true,
      charge: { select: { order: { select: { id: true, code: true } } } },
    },
  })
  if (!payment || typeof transaction !== 'object' || transaction === null) return false
  await inTransaction(async (tx) => {
    if (context.event) await recordEvent(tx, context.event, context.now)
    const { count } = await tx.payment.updateMany({
      where: { id: payment.id, feeYen: null },
      data: { feeYen: transaction.fee, stripeChargeId },
    })
    if (count === 0 || transaction.fee === 0) return
    await writeEntry(tx, {
      causeKey: `fee:${transaction.id}`,
      kind: 'fee',
      eventOn: dayOfStripe(transaction.created),
      memo: payment.charge?.order?.code ?? '',
      orderId: payment.charge?.order?.id ?? null,
      postings: feePostings(transaction.fee),
      now: context.now,
    })
  })
  return true
}
