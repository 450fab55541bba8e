import { dayFromDb, type TokyoDay, tokyoDayOf } from '#app/domain/day.ts'
import { documentCode } from '#app/domain/document.ts'
import { DocumentPayload } from '#app/features/documents/payload.ts'
import { db } from '#app/platform/db.server.ts'
import { isUuid } from '#app/platform/id.server.ts'

export type OrderableQuote = {
  id: string
  code: string
  /** The day whose prices it states. */
  issuedOn: TokyoDay
  recipient: string
  buyerReference: string | null
  lines: { sku: string; copies: number }[]
}

export type OrderableQuoteResult =
  { ok: true; quote: OrderableQuote } | { ok: false; reason: 'not-found' | 'void' | 'expired' | 'used' }

/** A quote that an order can be made from: in force, not past its last day, and not ordered yet. */
export async function loadOrderableQuote(
  quoteId: string,
  { now }: { now: Date },
): Promise<OrderableQuoteResult> {
  const row = isUuid(quoteId)
    ? await db.document.findFirst({
        where: { id: quoteId, kind: 'quote' },
        include: { orders: { select: { id: true } } },
      })
    : null
  const payload = row && DocumentPayload.safeParse(row.payload).data
  if (!row) return { ok: false, reason: 'not-found' }
  if (row.orders.length > 0) return { ok: false, reason: 'used' }
  if (row.voidedAt) return { ok: false, reason: 'void' }
  // One that says nothing any more was forgotten long after its last day.
  if (payload?.kind !== 'quote' || payload.validUntil < tokyoDayOf(now))
    return { ok: false, reason: 'expired' }
  return {
    ok: true,
    quote: {
      id: row.id,
      code: documentCode(row),
      issuedOn: dayFromDb(row.issuedOn),
      recipient: payload.recipient.name,
      buyerReference: payload.buyerReference,
      lines: payload.lines.flatMap(({ sku, quantity }) =>
        sku !== null && quantity !== null ? [{ sku, copies: quantity }] : [],
      ),
    },
  }
}
