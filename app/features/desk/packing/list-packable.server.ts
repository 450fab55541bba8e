import {
  LAST_STEP,
  loadPackingFacts,
  type PackingFacts,
} from '#app/features/desk/packing/packing-facts.server.ts'
import { MOST_ORDERS } from '#app/features/desk/packing/batch.ts'
import { db } from '#app/platform/db.server.ts'

export type WaitingBatch = {
  id: string
  createdAt: Date
  staffName: string | null
  orders: number
  /** Of its orders, those that are packed and not posted yet. */
  toPost: number
}

/** Orders that can be packed now, oldest first, as many as go into one batch, and how many there are in all. */
export async function listPackable(): Promise<{ orders: PackingFacts[]; total: number }> {
  const ids = await db.$queryRaw<{ id: string }[]>`
    SELECT o.id FROM orders o JOIN charges c ON c.id = o.charge_id ${LAST_STEP}
    WHERE (c.state = 'covered' OR (c.state = 'open' AND c.terms = 'billed')) AND o.delivery_address IS NOT NULL
      AND EXISTS (SELECT 1 FROM order_lines l WHERE l.order_id = o.id AND l.held > 0)
      AND last.kind IS DISTINCT FROM 'packed'
    ORDER BY o.placed_at, o.id`
  const orders = await loadPackingFacts(
    db,
    ids.slice(0, MOST_ORDERS).map(({ id }) => id),
  )
  return { orders, total: ids.length }
}

/** The newest batches of which something still waits to be posted. */
export async function listWaitingBatches(): Promise<WaitingBatch[]> {
  return await db.$queryRaw<WaitingBatch[]>`
    SELECT w.id, w.created_at AS "createdAt", s.name AS "staffName",
           jsonb_array_length(w.params->'orders') AS orders, count(*)::int AS "toPost"
    FROM works w
    CROSS JOIN LATERAL jsonb_array_elements(w.params->'orders') packed
    JOIN orders o ON o.id = (packed->>'id')::uuid ${LAST_STEP}
    LEFT JOIN staff s ON s.id = w.staff_id
    WHERE w.kind = 'packing' AND last.kind = 'packed' AND last.batch_id = w.id::text
      AND EXISTS (SELECT 1 FROM order_lines l WHERE l.order_id = o.id AND l.held > 0)
    GROUP BY w.id, s.name ORDER BY w.created_at DESC LIMIT 20`
}
