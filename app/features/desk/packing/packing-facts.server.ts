import { isServed } from '#app/domain/order.ts'
import { type NotPackable, packingRefusal } from '#app/domain/packing.ts'
import { WRAPPING_GRAMS } from '#app/domain/order.ts'
import type { PostalAddress } from '#app/features/checkout/address.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import type { ChargeState, ChargeTerms } from '#app/generated/prisma/enums.ts'
import type { db, Tx } from '#app/platform/db.server.ts'

/** An order as the packing table sees it. */
export type PackingFacts = {
  id: string
  code: string
  placedAt: Date
  address: PostalAddress | null
  note: string | null
  lines: { sku: string; description: string; textLanguage: string; copies: number }[]
  /** Of the parcel, wrapping included. */
  grams: number
  refusal: NotPackable | null
  /** Who packed it and when, and in which batch, if that is its last step. */
  packed: { by: string | null; at: Date; batchId: string | null } | null
}

type Row = {
  id: string
  code: string
  placedAt: Date
  address: PostalAddress | null
  note: string | null
  chargeState: ChargeState
  chargeTerms: ChargeTerms
  lines: (PackingFacts['lines'][number] & { grams: number })[]
  lastKind: 'packed' | 'posted' | null
  lastAt: Date | null
  lastBy: string | null
  lastBatch: string | null
}

/** The last of an order's packings and parcels, as `last`: what is packed waits for the post until a parcel leaves. */
export const LAST_STEP = Prisma.sql`
  LEFT JOIN LATERAL (
    SELECT e.kind, e.at, e.details->>'batchId' AS batch_id, s.name AS staff_name
    FROM order_events e LEFT JOIN staff s ON s.id = e.staff_id
    WHERE e.order_id = o.id AND e.kind IN ('packed', 'posted')
    ORDER BY e.seq DESC LIMIT 1) last ON true`

/** Loads orders for packing, oldest first; those of unknown ids are left out. */
export async function loadPackingFacts(
  client: Tx | typeof db,
  orderIds: readonly string[],
): Promise<PackingFacts[]> {
  const rows = await client.$queryRaw<Row[]>`
    SELECT o.id, o.code, o.placed_at AS "placedAt", o.delivery_address AS address, o.note,
           c.state::text AS "chargeState", c.terms::text AS "chargeTerms",
           last.kind AS "lastKind", last.at AS "lastAt", last.staff_name AS "lastBy", last.batch_id AS "lastBatch",
           coalesce((
             SELECT jsonb_agg(jsonb_build_object('sku', e.sku, 'description', cl.description,
                      'textLanguage', cl.text_language, 'copies', l.held, 'grams', e.weight_grams) ORDER BY cl.position)
             FROM order_lines l JOIN editions e ON e.id = l.edition_id JOIN charge_lines cl ON cl.id = l.charge_line_id
             WHERE l.order_id = o.id AND l.held > 0), '[]') AS lines
    FROM orders o JOIN charges c ON c.id = o.charge_id ${LAST_STEP}
    WHERE o.id::text = ANY (${[...orderIds]}) ORDER BY o.placed_at, o.id`
  return rows.map(factsOf)
}

function factsOf(row: Row): PackingFacts {
  const { id, code, placedAt, address, note, lines } = row
  const refusal = packingRefusal({
    isServed: isServed({ state: row.chargeState, terms: row.chargeTerms }),
    heldCopies: lines.reduce((sum, line) => sum + line.copies, 0),
    hasAddress: address !== null,
    lastStep: row.lastKind,
  })
  const isPacked = row.lastKind === 'packed' && row.lastAt !== null
  return {
    ...{ id, code, placedAt, address, note, refusal },
    lines: lines.map(({ grams: _, ...line }) => line),
    grams: lines.reduce((sum, line) => sum + line.grams * line.copies, WRAPPING_GRAMS),
    packed: isPacked ? { by: row.lastBy, at: row.lastAt as Date, batchId: row.lastBatch } : null,
  }
}
