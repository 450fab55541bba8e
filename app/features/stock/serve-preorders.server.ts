import { availableCopies, convertPreorders } from '#app/domain/stock.ts'
import { preorderLimitWithin } from '#app/domain/print-run.ts'
import type { Tx } from '#app/platform/db.server.ts'

/** Told, in the same transaction, of every order that copies came in for. */
export type AnnounceServed = (
  tx: Tx,
  order: { orderId: string; lines: { orderLineId: string; copies: number }[] },
) => Promise<void>

type Waiting = {
  orderLineId: string
  orderId: string
  preordered: number
  paidAt: Date | null
  placedAt: Date
}

/**
 * Turns waiting pre-orders of an edition into holds as far as its free copies reach, oldest payment first (DESIGN.md 3). The caller holds
 * the lock on the stock level.
 */
export async function servePreorders(
  tx: Tx,
  editionId: string,
  announce: AnnounceServed,
): Promise<{ orderId: string; copies: number }[]> {
  const level = await tx.stockLevel.findUniqueOrThrow({ where: { editionId } })
  const waiting = await tx.$queryRaw<Waiting[]>`
    SELECT g.id AS "orderLineId", g.order_id AS "orderId", g.preordered, c.covered_at AS "paidAt", o.placed_at AS "placedAt"
    FROM order_lines g JOIN orders o ON o.id = g.order_id JOIN charges c ON c.id = o.charge_id
    WHERE g.edition_id = ${editionId}::uuid AND g.preordered > 0`
  const served: { orderId: string; orderLineId: string; copies: number }[] = []
  for (const { orderLineId, copies } of convertPreorders(availableCopies(level), waiting)) {
    const moved = await tx.$executeRaw`
      UPDATE order_lines SET held = held + ${copies}, preordered = preordered - ${copies}
      WHERE id = ${orderLineId}::uuid AND preordered >= ${copies}`
    const line = waiting.find((candidate) => candidate.orderLineId === orderLineId)
    if (moved === 1 && line) served.push({ orderId: line.orderId, orderLineId, copies })
  }
  const orderIds = [...new Set(served.map((line) => line.orderId))]
  for (const orderId of orderIds) {
    await announce(tx, { orderId, lines: served.filter((line) => line.orderId === orderId) })
  }
  return served.map(({ orderId, copies }) => ({ orderId, copies }))
}

/** How many copies of an edition are still to come from its printers, over all runs that are planned or ordered. */
export async function copiesToComeOf(tx: Tx, editionId: string): Promise<number> {
  const [sum] = await tx.$queryRaw<{ copies: number }[]>`
    SELECT coalesce(sum(greatest(0, copies_ordered - (copies - overs))), 0)::int AS copies FROM print_runs
    WHERE edition_id = ${editionId}::uuid AND state IN ('planned', 'ordered')`
  return sum?.copies ?? 0
}

/**
 * Lowers the limit of pre-orders to what is still to come, when a run has been delivered, made smaller or cancelled; what is ordered already
 * stays promised. The caller holds the lock on the stock level.
 * @returns how many promised copies are covered by no run any more
 */
export async function fitPreorderLimit(tx: Tx, editionId: string): Promise<number> {
  const level = await tx.stockLevel.findUniqueOrThrow({ where: { editionId } })
  const toCome = await copiesToComeOf(tx, editionId)
  const limit = preorderLimitWithin(level.preorderLimit, { toCome, preordered: level.preordered })
  if (limit !== level.preorderLimit) {
    await tx.stockLevel.update({ where: { editionId }, data: { preorderLimit: limit } })
  }
  return Math.max(0, level.preordered - toCome)
}

/** Locks an edition's stock level until the transaction ends, and makes it where there is none. */
export async function lockLevel(tx: Tx, editionId: string): Promise<void> {
  await tx.stockLevel.createMany({ data: [{ editionId }], skipDuplicates: true })
  await tx.$executeRaw`SELECT 1 FROM stock_levels WHERE edition_id = ${editionId}::uuid FOR UPDATE`
}
