import { tokyoDayOf } from '#app/domain/day.ts'
import { advancesToSurplusPostings } from '#app/domain/ledger.ts'
import type { OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { writeEntry } from '#app/features/payments/write-entry.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

/**
 * Takes the payments of an order that ended unserved off its charge: the money is the payer's again, as open surplus, and nothing is
 * advanced for goods that will not come. The caller holds the lock on the charge.
 */
export async function moveAdvancesToSurplus(tx: Tx, order: OrderGraph, now: Date): Promise<void> {
  const sums = await tx.allocation.groupBy({
    by: ['paymentId'],
    where: { chargeId: order.charge.id },
    _sum: { amountYen: true },
  })
  const open = sums.flatMap(({ paymentId, _sum }) =>
    _sum.amountYen ? [{ paymentId, amountYen: _sum.amountYen }] : [],
  )
  const totalYen = open.reduce((sum, part) => sum + part.amountYen, 0)
  if (totalYen === 0) return
  await tx.allocation.createMany({
    data: open.map((part) => ({
      id: newId(),
      paymentId: part.paymentId,
      chargeId: order.charge.id,
      amountYen: -part.amountYen,
      createdAt: now,
    })),
  })
  await writeEntry(tx, {
    causeKey: `unallocated:${order.charge.id}`,
    kind: 'unallocated',
    eventOn: tokyoDayOf(now),
    memo: order.code,
    orderId: order.id,
    postings: advancesToSurplusPostings(totalYen),
    now,
  })
}
