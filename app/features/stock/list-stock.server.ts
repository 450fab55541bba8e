import { db } from '#app/platform/db.server.ts'

export type ListedStock = {
  edition: string
  state: string
  printed: number
  onHand: number
  held: number
  preordered: number
  preorderLimit: number
  sold: number
}

/** Every printed edition with its copies. `sold` is net of what readers sent back. */
export async function listStock(): Promise<ListedStock[]> {
  return await db.$queryRaw<ListedStock[]>`
    SELECT e.sku AS edition, e.state::text AS state,
           coalesce((SELECT sum(r.copies) FROM print_runs r WHERE r.edition_id = e.id), 0)::int AS printed,
           coalesce(l.on_hand, 0) AS "onHand", coalesce(l.held, 0) AS held, coalesce(l.preordered, 0) AS preordered,
           coalesce(l.preorder_limit, 0) AS "preorderLimit",
           coalesce(-(SELECT sum(m.copies) FROM stock_movements m
                      WHERE m.edition_id = e.id AND m.kind IN ('sold', 'reader_return')), 0)::int AS sold
    FROM editions e LEFT JOIN stock_levels l ON l.edition_id = e.id
    WHERE e.format = 'print' ORDER BY e.sku`
}
