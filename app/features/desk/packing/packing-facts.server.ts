import { isServed } from '#app/domain/order.ts'
import { FIELDS_ON_PAPERS, type NotPackable, packingRefusal, PARCEL_CHANGES } from '#app/domain/packing.ts'
import { WRAPPING_GRAMS } from '#app/domain/order.ts'
import type { PostalAddress } from '#app/features/checkout/address.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import type { ChargeState, ChargeTerms } from '#app/generated/prisma/enums.ts'
import type { db, Tx } from '#app/platform/db.server.ts'

/** Who packed an order and when, and in which batch. */
export type Packed = { by: string | null; at: Date; batchId: string | null }

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
  /** Its packing, if that is its last step. */
  packed: Packed | null
  /** Its packing, if it has changed since: what lies there is to be packed anew. `isMoved`: it goes to another address. */
  outdated: (Packed & { isMoved: boolean }) | null
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
  lastKind: 'packed' | 'changed' | 'posted' | null
  isMoved: boolean | null
  lastAt: Date | null
  lastBy: string | null
  lastBatch: string | null
}

/**
 * The last of an order's packings and parcels, as `last`: what is packed waits for the post until a parcel leaves. Its kind is `changed`
 * when the order was packed and something has happened since that makes its papers or its copies wrong.
 */
export const LAST_STEP = Prisma.sql`
  LEFT JOIN LATERAL (
    SELECT CASE WHEN since.is_moved IS NULL THEN step.kind ELSE 'changed' END AS kind, since.is_moved,
           step.at, step.batch_id, step.staff_name
    FROM (
      SELECT e.seq, e.kind, e.at, e.details->>'batchId' AS batch_id, s.name AS staff_name
      FROM order_events e LEFT JOIN staff s ON s.id = e.staff_id
      WHERE e.order_id = o.id AND e.kind IN ('packed', 'posted')
      ORDER BY e.seq DESC LIMIT 1) step
    CROSS JOIN LATERAL (
      SELECT bool_or(e.kind = 'corrected' AND jsonb_exists(e.details->'fields', 'delivery')) AS is_moved
      FROM order_events e
      WHERE step.kind = 'packed' AND e.order_id = o.id AND e.seq > step.seq
        AND (e.kind = ANY (${[...PARCEL_CHANGES]})
          OR (e.kind = 'corrected' AND jsonb_exists_any(e.details->'fields', ${[...FIELDS_ON_PAPERS]})))) since) last ON true`

/** Loads orders for packing, oldest first; those of unknown ids are left out. */
export async function loadPackingFacts(
  client: Tx | typeof db,
  orderIds: readonly string[],
): Promise<PackingFacts[]> {
  const rows = await client.$queryRaw<Row[]>`
    SELECT o.id, o.code, o.placed_at AS "placedAt", o.delivery_address AS address, o.note,
           c.state::text AS "chargeState", c.terms::text AS "chargeTerms",
           last.kind AS "lastKind", last.is_moved AS "isMoved", last.at AS "lastAt", last.staff_name AS "lastBy", last.batch_id AS "lastBatch",
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
  const packed = row.lastAt && { by: row.lastBy, at: row.lastAt, batchId: row.lastBatch }
  return {
    ...{ id, code, placedAt, address, note, refusal },
    lines: lines.map(({ grams: _, ...line }) => line),
    grams: lines.reduce((sum, line) => sum + line.grams * line.copies, WRAPPING_GRAMS),
    packed: row.lastKind === 'packed' ? packed : null,
    outdated: row.lastKind === 'changed' && packed ? { ...packed, isMoved: row.isMoved === true } : null,
  }
}
