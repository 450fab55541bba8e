import { dayToDb, type TokyoDay } from '#app/domain/day.ts'
import type { Yen } from '#app/domain/money.ts'
import { revenueByRun } from '#app/domain/print-run.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

/** What copies earned, or gave back, by what caused it. */
export type Earning = {
  cause: { shipmentLineId: string } | { refundId: string } | { settlementLineId: string }
  /** From which runs they were. */
  parts: readonly { printRunId: string; copies: number }[]
  /** Without tax, as the ledger books it; negative for what goes back. */
  netYen: Yen
}

type At = { earnedOn: TokyoDay; now: Date }

/** Writes to runs what their copies earned: the report's revenue, and by it the ledger's sales run by run. */
export async function writeRunRevenue(tx: Tx, earnings: readonly Earning[], at: At): Promise<void> {
  const rows = earnings.flatMap(({ cause, parts, netYen }) =>
    revenueByRun(parts, netYen).map((part) => ({
      id: newId(),
      ...part,
      ...cause,
      earnedOn: dayToDb(at.earnedOn),
      recordedAt: at.now,
    })),
  )
  if (rows.length > 0) await tx.runRevenue.createMany({ data: rows })
}

/**
 * Takes back what one cause brought or took from runs: a refund that Stripe has not made, or whose lines are chosen anew; a settlement that was
 * written by mistake, by the line that takes it back.
 */
export async function undoRevenue(
  tx: Tx,
  from: Earning['cause'],
  to: Earning['cause'],
  at: At,
): Promise<void> {
  const moved = await tx.runRevenue.groupBy({ by: ['printRunId'], where: from, _sum: { amountYen: true } })
  const rows = moved.map(({ printRunId, _sum }) => ({ printRunId, amountYen: -(_sum.amountYen ?? 0) }))
  await tx.runRevenue.createMany({
    data: rows
      .filter((row) => row.amountYen !== 0)
      .map((row) => ({ ...row, ...to, id: newId(), earnedOn: dayToDb(at.earnedOn), recordedAt: at.now })),
  })
}

/** The runs that the copies of an order's line left from, with the first parcel they were in. */
export async function runsOfOrderLine(
  tx: Tx,
  orderLineId: string,
): Promise<{ shipmentLineId: string | null; parts: { printRunId: string; copies: number }[] }> {
  const rows = await tx.$queryRaw<{ printRunId: string; shipmentLineId: string; copies: number }[]>`
    SELECT m.print_run_id AS "printRunId", (array_agg(s.id ORDER BY m.id))[1] AS "shipmentLineId", -sum(m.copies)::int AS copies
    FROM stock_movements m JOIN shipment_lines s ON s.id = m.shipment_line_id
    JOIN shipments p ON p.id = s.shipment_id AND p.replaces_id IS NULL
    WHERE s.order_line_id = ${orderLineId}::uuid AND m.kind = 'sold'
    GROUP BY m.print_run_id ORDER BY min(m.id::text)`
  return {
    shipmentLineId: rows[0]?.shipmentLineId ?? null,
    parts: rows.map(({ printRunId, copies }) => ({ printRunId, copies })),
  }
}
