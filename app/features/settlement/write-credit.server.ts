import { tokyoDayOf } from '#app/domain/day.ts'
import { creditPostings } from '#app/domain/ledger.ts'
import { sumYen } from '#app/domain/money.ts'
import type { LineRefund } from '#app/domain/refund.ts'
import { loadOrderGraph, type OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { chargeStanding } from '#app/features/checkout/recognised-lines.ts'
import { releaseOrder } from '#app/features/checkout/release-order.server.ts'
import { writeEntry } from '#app/features/payments/write-entry.server.ts'
import { coverCharge, endOverdueTask } from '#app/features/settlement/cover-charge.server.ts'
import { moveRefundedCopies } from '#app/features/settlement/refund-copies.server.ts'
import { takeRefundOffRuns } from '#app/features/settlement/refund-revenue.server.ts'
import { returnedLines } from '#app/features/settlement/write-refund.server.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

/**
 * The only writer of credits: lines of an open bill that need not be paid any more. The row and its lines, the sums of charge and lines, the
 * entry where something had been earned, and what becomes of the copies; no payment and no allocation moves. The caller holds the lock on
 * the charge, and has made sure that as much is due.
 */
export async function writeCredit(
  tx: Tx,
  order: OrderGraph,
  credit: { lines: readonly LineRefund[]; reason: string | null; parcelReportId: string | null; now: Date },
): Promise<{ creditId: string }> {
  const { reason, parcelReportId, now } = credit
  const creditId = newId()
  const lines = credit.lines.map((line) => ({ id: newId(), ...line }))
  const amountYen = sumYen(lines.map((line) => line.amountYen))
  await tx.refund.create({
    data: {
      id: creditId,
      chargeId: order.charge.id,
      state: 'succeeded',
      amountYen,
      reason,
      parcelReportId,
      staffId: currentStaffId(),
      createdAt: now,
      lines: { createMany: { data: lines } },
    },
  })
  await tx.charge.update({ where: { id: order.charge.id }, data: { refundedYen: { increment: amountYen } } })
  for (const line of lines) {
    await tx.chargeLine.update({
      where: { id: line.chargeLineId },
      data: { refundedYen: { increment: line.amountYen } },
    })
  }
  const postings = creditPostings({ standing: chargeStanding(order), returned: returnedLines(order, lines) })
  if (postings.length > 0) {
    await writeEntry(tx, {
      causeKey: `credit:${creditId}`,
      kind: 'credit',
      eventOn: tokyoDayOf(now),
      memo: order.code,
      orderId: order.id,
      postings,
      now,
    })
  }
  await takeRefundOffRuns(tx, order, { id: creditId, lines }, { earnedOn: tokyoDayOf(now), now })
  await moveRefundedCopies(tx, order, lines, now)
  return { creditId }
}

/**
 * Ends a bill of which nothing is due after a credit. Where anything was paid of it, it is covered: what is left of the order is served, and its
 * files open. Where everything was credited and no copy is promised any more, there is nothing left of the order: it is closed.
 * @returns the order as it stands then
 */
export async function endCreditedBill(tx: Tx, orderId: string, now: Date): Promise<OrderGraph> {
  const order = await reload(tx, orderId)
  const { charge } = order
  const dueYen = charge.amountYen - charge.allocatedYen - charge.refundedYen
  if (charge.state !== 'open' || dueYen > 0) return order
  const payments = await tx.allocation.count({ where: { chargeId: charge.id } })
  const isPromised = order.lines.some(({ goods }) => goods !== null && goods.held + goods.preordered > 0)
  if (payments > 0 || isPromised) {
    await coverCharge(tx, order, { on: tokyoDayOf(now), now })
  } else {
    await endOverdueTask(tx, charge.id, now)
    await releaseOrder(tx, order, { to: 'cancelled', reason: 'credited', actor: 'system', now })
  }
  return await reload(tx, orderId)
}

async function reload(tx: Tx, orderId: string): Promise<OrderGraph> {
  const order = await loadOrderGraph(tx, { orderId })
  if (!order) throw new Error('an order that is locked is gone')
  return order
}
