import { tokyoDayOf } from '#app/domain/day.ts'
import { DEFAULT_LOCALE } from '#app/domain/locale.ts'
import type { OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { openTask } from '#app/features/messages/open-task.server.ts'
import { voidUntrueReceipt } from '#app/features/payments/refunds-of.server.ts'
import { reverseCause } from '#app/features/payments/reverse-cause.server.ts'
import { reclaimCopies } from '#app/features/settlement/refund-copies.server.ts'
import { reopenReport } from '#app/features/settlement/resolve-parcel-report.server.ts'
import { moveMoney, type RefundPayment } from '#app/features/settlement/write-refund.server.ts'
import { undoRevenue } from '#app/features/stock/write-run-revenue.server.ts'
import { actedBy } from '#app/platform/actor.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'

export type KnownRefund = {
  id: string
  amountYen: number
  surplusYen: number
  parcelReportId: string | null
  lines: { chargeLineId: string; amountYen: number; recognisedYen: number; released: number }[]
}

/**
 * A refund that Stripe has not made: the money is there, so everything it did to the books is undone, and its credit note is void, as is a receipt that
 * names it. The caller
 * holds the locks on charge and payment.
 *
 * `refused` is said at once, by Stripe's answer: copies that were set free are held again, as far as they are still there; the report of a
 * parcel that it settled is open again; a task is opened when copies are gone or nobody is waiting for the answer. `failed` comes days later, when others may have been told that the copies
 * are free: a person decides about those and about the money. What came back to stock stays: it is in the house.
 */
export async function takeBackRefund(
  tx: Tx,
  context: {
    order: OrderGraph | null
    payment: Pick<RefundPayment, 'id'>
    known: KnownRefund
    how: { kind: 'failed' } | { kind: 'refused'; isWatched: boolean; message: string }
    now: Date
  },
): Promise<void> {
  const { order, payment, known, how, now } = context
  await tx.refund.update({ where: { id: known.id }, data: { state: 'failed' } })
  await voidCreditNote(tx, known.id, now)
  if (order) await voidUntrueReceipt(tx, order.charge.id, now)
  await moveMoney(tx, {
    refundId: known.id,
    payment,
    order,
    surplusYen: known.surplusYen,
    allocatedYen: known.amountYen - known.surplusYen,
    lines: known.lines,
    sign: -1,
    now,
  })
  await reverseRefund(tx, known.id, now)
  await undoRevenue(tx, { refundId: known.id }, { refundId: known.id }, { earnedOn: tokyoDayOf(now), now })
  const gone = order && how.kind === 'refused' ? await reclaimCopies(tx, order, known.lines) : 0
  if (order) {
    await tx.orderEvent.create({
      data: {
        id: newId(),
        orderId: order.id,
        kind: how.kind === 'failed' ? 'refund-failed' : 'refund-refused',
        at: now,
        ...actedBy('system'),
        details: {
          refundId: known.id,
          amountYen: known.amountYen,
          ...(how.kind === 'refused' ? { message: how.message } : {}),
        },
      },
    })
  }
  if (how.kind === 'refused' && known.parcelReportId) await reopenReport(tx, known.parcelReportId)
  if (how.kind === 'refused' && how.isWatched && gone === 0) return
  await openTask(tx, {
    dedupeKey: `refund-failed:${known.id}`,
    kind: 'refund-failed',
    orderId: order?.id,
    paymentId: payment.id,
    details: {
      amountYen: known.amountYen,
      copiesGone: gone,
      ...(how.kind === 'refused' ? { message: how.message } : {}),
    },
    now,
  })
}

/** A credit note of money that did not go back would be false. It is issued under the lock that the caller holds: none comes after this. */
async function voidCreditNote(tx: Tx, refundId: string, now: Date): Promise<void> {
  await tx.document.updateMany({
    where: { kind: 'credit_note', refundId, voidedAt: null },
    data: { voidedAt: now, voidReason: textsFor(DEFAULT_LOCALE)('documents:void.refundFailed') },
  })
}

/** Undoes the entry of a refund that is in force; its lines may have been chosen anew since it was booked first. */
export async function reverseRefund(
  tx: Tx,
  refundId: string,
  now: Date,
  kind: 'refund-failed' | 'refund-lines' = 'refund-failed',
): Promise<void> {
  await reverseCause(tx, [`refund:${refundId}`, `refund-lines:${refundId}`], {
    causeKey: kind === 'refund-failed' ? `refund-failed:${refundId}` : `refund-undone:${refundId}`,
    kind,
    on: tokyoDayOf(now),
    now,
  })
}
