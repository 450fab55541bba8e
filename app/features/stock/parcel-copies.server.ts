import type { db, Tx } from '#app/platform/db.server.ts'

/** The copies of one line of a parcel, and what became of them. */
export type ParcelCopies = {
  orderLineId: string
  editionId: string
  sent: number
  /** How many can still be noted as come back with the parcel: not written off, and not back by a refund. */
  returnable: number
  /** How many can be sent once more, and how many of what came back waits for that. */
  replaceable: number
  waiting: number
}

/**
 * What was in a parcel and what became of it since: copies that came back in it or were written off, and those that were sent once more.
 * The caller that decides by it holds the lock on the order's charge.
 */
export async function parcelCopies(client: Tx | typeof db, shipmentId: string): Promise<ParcelCopies[]> {
  const rows = await client.$queryRaw<
    { orderLineId: string; editionId: string; sent: number; back: number; again: number; out: number }[]
  >`
    SELECT l.order_line_id::text AS "orderLineId", g.edition_id::text AS "editionId", l.copies AS sent,
      (SELECT coalesce(sum(m.copies), 0) FROM stock_movements m JOIN parcel_reports p ON p.id = m.parcel_report_id
       WHERE p.shipment_id = l.shipment_id AND m.edition_id = g.edition_id AND m.kind IN ('reader_return', 'undeliverable'))::int AS back,
      (SELECT coalesce(sum(x.copies), 0) FROM shipment_lines x JOIN shipments a ON a.id = x.shipment_id
       WHERE a.replaces_id = l.shipment_id AND x.order_line_id = l.order_line_id)::int AS again,
      (SELECT coalesce(-sum(m.copies), 0) FROM stock_movements m
       LEFT JOIN shipment_lines s ON s.id = m.shipment_line_id
       LEFT JOIN refund_lines f ON f.id = m.refund_line_id
       LEFT JOIN parcel_reports p ON p.id = m.parcel_report_id
       WHERE m.edition_id = g.edition_id AND m.kind IN ('sold', 'reader_return', 'undeliverable')
         AND (s.order_line_id = g.id OR f.charge_line_id = g.charge_line_id OR p.order_id = g.order_id))::int AS out
    FROM shipment_lines l JOIN order_lines g ON g.id = l.order_line_id
    WHERE l.shipment_id = ${shipmentId}::uuid ORDER BY g.edition_id`
  return rows.map(({ orderLineId, editionId, sent, back, again, out }) => {
    const waiting = Math.max(0, back - again)
    return {
      orderLineId,
      editionId,
      sent,
      returnable: Math.max(0, Math.min(sent - back, out)),
      replaceable: Math.max(0, Math.min(sent - again, waiting + out)),
      waiting,
    }
  })
}
