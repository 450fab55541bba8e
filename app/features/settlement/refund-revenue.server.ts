import type { TokyoDay } from '#app/domain/day.ts'
import { netOfLines, type RecognisedLine } from '#app/domain/ledger.ts'
import type { LineRefund } from '#app/domain/refund.ts'
import type { OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { recognisedLines } from '#app/features/checkout/recognised-lines.ts'
import {
  runsOfOrderLine,
  writeRunRevenue,
  type Earning,
} from '#app/features/stock/write-run-revenue.server.ts'
import type { Tx } from '#app/platform/db.server.ts'

type At = { earnedOn: TokyoDay; now: Date }

/**
 * Takes off the runs what a refund takes back of income that was earned: without tax, as its entry books it, from the runs that the line's
 * copies had left from, whether or not they come back.
 * @param order as it stood before the refund
 */
export async function takeRefundOffRuns(
  tx: Tx,
  order: OrderGraph,
  refund: { id: string; lines: readonly LineRefund[] },
  at: At,
): Promise<void> {
  const lines = recognisedLines(
    order,
    ({ chargeLineId }) => refund.lines.find((line) => line.chargeLineId === chargeLineId)?.recognisedYen ?? 0,
  )
  await writeRunRevenue(tx, await earningsOf(tx, order, { lines, sign: -1, refundId: refund.id }), at)
}

/** Gives the runs what copies that are out have earned after all; their parcels are the cause. */
export async function giveToRuns(
  tx: Tx,
  order: OrderGraph,
  lines: readonly RecognisedLine[],
  at: At,
): Promise<void> {
  await writeRunRevenue(tx, await earningsOf(tx, order, { lines, sign: +1, refundId: null }), at)
}

async function earningsOf(
  tx: Tx,
  order: OrderGraph,
  fact: { lines: readonly RecognisedLine[]; sign: 1 | -1; refundId: string | null },
): Promise<Earning[]> {
  const net = netOfLines(fact.lines, fact.sign)
  const earnings: Earning[] = []
  for (const [index, { goods }] of order.lines.entries()) {
    const netYen = fact.sign * (net[index] ?? 0)
    if (goods?.format !== 'print' || netYen === 0) continue
    const { shipmentLineId, parts } = await runsOfOrderLine(tx, goods.orderLineId)
    const cause = fact.refundId ? { refundId: fact.refundId } : shipmentLineId ? { shipmentLineId } : null
    if (cause) earnings.push({ cause, parts, netYen })
  }
  return earnings
}
