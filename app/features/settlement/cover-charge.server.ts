import type { TokyoDay } from '#app/domain/day.ts'
import { recogniseShipment, recognitionPostings } from '#app/domain/ledger.ts'
import type { OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { recognisedLines } from '#app/features/checkout/recognised-lines.ts'
import { endTask } from '#app/features/messages/complete-task.server.ts'
import { writeEntry } from '#app/features/payments/write-entry.server.ts'
import { sqlRows, type Tx } from '#app/platform/db.server.ts'

/**
 * Nothing is due of a charge any more: the order is served. Downloads open at once, which is when their income is earned. The caller holds
 * the lock on the charge.
 * @param at.on the day of what covers it
 */
export async function coverCharge(tx: Tx, order: OrderGraph, at: { on: TokyoDay; now: Date }): Promise<void> {
  await sqlRows(
    tx,
    `UPDATE charges SET state = 'covered', covered_at = $2 WHERE id = $1::uuid AND state = 'open'`,
    [order.charge.id, at.now],
  )
  if (order.charge.terms === 'billed') await endOverdueTask(tx, order.charge.id, at.now)
  const downloads = order.lines.filter((line) => line.goods?.format === 'pdf')
  if (downloads.length === 0) return
  await tx.orderLine.updateMany({
    where: { orderId: order.id, format: 'pdf', availableAt: null },
    data: { availableAt: at.now },
  })
  const released = recognisedLines(order, (line) =>
    downloads.includes(line) ? recogniseShipment(line, { postedAfter: 1, toPostInAll: 1 }) : 0,
  )
  const totalYen = released.reduce((sum, line) => sum + line.deltaYen, 0)
  if (totalYen === 0) return
  await tx.$executeRaw`
    UPDATE charge_lines SET recognised_yen = amount_yen - refunded_yen
    WHERE charge_id = ${order.charge.id}::uuid
      AND id IN (SELECT charge_line_id FROM order_lines WHERE order_id = ${order.id}::uuid AND format = 'pdf')`
  await writeEntry(tx, {
    causeKey: `release:${order.id}`,
    kind: 'release',
    eventOn: at.on,
    memo: order.code,
    orderId: order.id,
    postings: recognitionPostings(released, { fromAdvancesYen: totalYen }),
    now: at.now,
  })
}

/** Nobody needs to ask for a bill any more of which nothing is due (`remindBills` opened the task). */
export async function endOverdueTask(tx: Tx, chargeId: string, now: Date): Promise<void> {
  await endTask(tx, `bill-overdue:${chargeId}`, '', now)
}
