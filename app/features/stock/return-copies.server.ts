import type { Tx } from '#app/platform/db.server.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { takeFromRuns } from '#app/domain/stock.ts'

export type Return = {
  editionId: string
  orderLineId: string
  copies: number
  /** What they came back for. */
  cause:
    | { refundLineId: string }
    | {
        parcelReportId: string
        shipmentId: string
        /** The post brought them back, so they are in the house; else they come back on paper, to be written off. */
        isUndeliverable: boolean
      }
  movedOn: Date
  now: Date
}

/**
 * Brings copies of an order line back to the runs they were taken from: of a reported parcel to those that its own copies were of, then
 * to the newest.
 * @returns how many went to which run
 * @throws RangeError when fewer copies are out
 */
export async function returnToRuns(tx: Tx, back: Return): Promise<{ printRunId: string; copies: number }[]> {
  const shipmentId = 'shipmentId' in back.cause ? back.cause.shipmentId : null
  const out = await tx.$queryRaw<{ printRunId: string; onHand: number; own: number }[]>`
    SELECT m.print_run_id AS "printRunId", -sum(m.copies)::int AS "onHand",
           greatest(0, coalesce(-sum(m.copies) FILTER (WHERE ${shipmentId}::uuid IN (s.shipment_id, p.shipment_id)), 0))::int AS own
    FROM stock_movements m JOIN print_runs r ON r.id = m.print_run_id
    LEFT JOIN shipment_lines s ON s.id = m.shipment_line_id
    LEFT JOIN refund_lines f ON f.id = m.refund_line_id
    LEFT JOIN parcel_reports p ON p.id = m.parcel_report_id
    JOIN order_lines g ON g.id = ${back.orderLineId}::uuid AND g.edition_id = m.edition_id
    WHERE m.kind IN ('sold', 'reader_return', 'undeliverable')
      AND (s.order_line_id = g.id OR f.charge_line_id = g.charge_line_id OR p.order_id = g.order_id)
    GROUP BY m.print_run_id, r.received_on, r.number HAVING sum(m.copies) < 0
    ORDER BY r.received_on DESC, r.number DESC`
  const own = out.map((run) => ({ ...run, onHand: Math.min(run.own, run.onHand) }))
  const others = out.map((run, index) => ({ ...run, onHand: run.onHand - (own[index]?.onHand ?? 0) }))
  const parts = mergeByRun(takeFromRuns([...own, ...others], back.copies))
  await tx.stockMovement.createMany({
    data: parts.map((part) => ({
      id: newId(),
      editionId: back.editionId,
      printRunId: part.printRunId,
      kind:
        'isUndeliverable' in back.cause && back.cause.isUndeliverable
          ? ('undeliverable' as const)
          : ('reader_return' as const),
      copies: part.copies,
      refundLineId: 'refundLineId' in back.cause ? back.cause.refundLineId : null,
      parcelReportId: 'parcelReportId' in back.cause ? back.cause.parcelReportId : null,
      staffId: currentStaffId(),
      movedOn: back.movedOn,
      recordedAt: back.now,
    })),
  })
  return parts
}

type Part = { printRunId: string; copies: number }

/** One movement for each run, whether its copies are the parcel's own or of another. */
function mergeByRun(parts: readonly Part[]): Part[] {
  const copies = new Map<string, number>()
  for (const part of parts) copies.set(part.printRunId, (copies.get(part.printRunId) ?? 0) + part.copies)
  return [...copies].map(([printRunId, sum]) => ({ printRunId, copies: sum }))
}
