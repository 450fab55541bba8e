import { shortHolds, type HeldLine } from '#app/domain/stock.ts'
import { openTask } from '#app/features/messages/open-task.server.ts'
import { sqlRows, type Tx } from '#app/platform/db.server.ts'

/**
 * Asks a person to decide when a loss or a count has left fewer copies than are promised, naming the orders that go short. The caller holds
 * the lock on the stock level.
 * @param cause names the finding: the same one is one task
 * @returns how many copies are missing
 */
export async function openShortTask(
  tx: Tx,
  editionId: string,
  { cause, now }: { cause: string; now: Date },
): Promise<number> {
  const [level] = await sqlRows<{ sku: string; onHand: number; held: number }>(
    tx,
    `SELECT e.sku, l.on_hand AS "onHand", l.held FROM stock_levels l JOIN editions e ON e.id = l.edition_id
     WHERE l.edition_id = $1::uuid`,
    [editionId],
  )
  if (!level || level.held <= level.onHand) return 0
  const lines = await sqlRows<HeldLine & { code: string }>(
    tx,
    `SELECT g.id AS "orderLineId", g.order_id AS "orderId", o.code, g.held, c.covered_at AS "paidAt", o.placed_at AS "placedAt"
     FROM order_lines g JOIN orders o ON o.id = g.order_id JOIN charges c ON c.id = o.charge_id
     WHERE g.edition_id = $1::uuid AND g.held > 0`,
    [editionId],
  )
  const short = shortHolds(level.onHand, lines)
  const missing = level.held - level.onHand
  await openTask(tx, {
    dedupeKey: `short:${editionId}:${cause}`,
    kind: 'short-after-count',
    orderId: short.length === 1 ? (short[0]?.orderId ?? null) : null,
    details: {
      edition: level.sku,
      missing,
      orders: short.flatMap(
        (line) => lines.find(({ orderLineId }) => orderLineId === line.orderLineId)?.code ?? [],
      ),
    },
    now,
  })
  return missing
}
