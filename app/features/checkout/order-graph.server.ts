import { type db, sqlRows, type Tx } from '#app/platform/db.server.ts'
import { dayFromDb, type TokyoDay } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import type { PostalAddress } from '#app/features/checkout/address.ts'
import type { ChargeState, ChargeTerms, DeliveryKind, PaymentMethod } from '#app/generated/prisma/enums.ts'

/** An order with its charge and lines, as plain data: what decisions, pages and mails are made from. */
export type OrderGraph = {
  id: string
  code: string
  token: string
  locale: Locale
  email: string | null
  contactName: string
  furigana: string | null
  phone: string | null
  receiptName: string | null
  note: string | null
  deliveryKind: DeliveryKind
  deliveryAddress: PostalAddress | null
  billingAddress: PostalAddress | null
  placedAt: Date
  packedAt: Date | null
  version: number
  charge: {
    id: string
    reference: string
    method: PaymentMethod
    state: ChargeState
    terms: ChargeTerms
    amountYen: number
    allocatedYen: number
    refundedYen: number
    checkoutKey: string | null
    dueOn: TokyoDay | null
    /** Null for a billed one, which never expires. */
    expiresAt: Date | null
    coveredAt: Date | null
    closedAt: Date | null
  }
  lines: OrderGraphLine[]
}

export type OrderGraphLine = {
  chargeLineId: string
  position: number
  kind: 'edition' | 'shipping'
  description: string
  textLanguage: string
  quantity: number
  unitYen: number
  amountYen: number
  taxRate: number
  recognisedYen: number
  refundedYen: number
  refundedRecognisedYen: number
  /** Of what was refunded, the part that was credited against a bill: it was never paid; and the copies given up with it. */
  creditedYen: number
  creditedCopies: number
  goods: {
    orderLineId: string
    editionId: string
    titleId: string
    sku: string
    format: 'print' | 'pdf'
    copies: number
    held: number
    preordered: number
    posted: number
    released: number
    availableAt: Date | null
    downloads: number
    /** When the edition is to appear, for one that has not. */
    expectedOn: TokyoDay | null
  } | null
}

export type OrderKey = { chargeId: string } | { orderId: string } | { token: string } | { code: string }

type Row = Omit<OrderGraph, 'placedAt' | 'packedAt' | 'charge' | 'lines'> & {
  placedAt: Date
  packedAt: Date | null
  charge: Columns
  lines: LineRow[]
}

type Columns = Record<string, unknown>

type LineRow = {
  line: Columns
  given_back: { recognised: number; credited: number; credited_copies: number }
  goods: { line: Columns; sku: string; title_id: string; expected_on: string | null } | null
}

/**
 * Loads an order by any of its keys; with `lock` the row of its charge stays locked until the transaction ends, which
 * serialises everything that changes the order. Two statements with the lock, one without.
 */
export async function loadOrderGraph(
  client: Tx | typeof db,
  key: OrderKey,
  options: { lock?: boolean } = {},
): Promise<OrderGraph | null> {
  const [column, value] = columnOf(key)
  if (options.lock) {
    // Locked by a statement of its own: what is read after the wait must be newer than the wait.
    await sqlRows(
      client,
      `SELECT 1 FROM charges c JOIN orders o ON o.charge_id = c.id WHERE ${column} FOR UPDATE OF c`,
      [value],
    )
  }
  const rows = await sqlRows<Row>(
    client,
    `SELECT o.id, o.code, o.token, o.locale, o.email, o.contact_name AS "contactName", o.furigana, o.phone,
            o.receipt_name AS "receiptName", o.note, o.delivery_kind::text AS "deliveryKind",
            o.delivery_address AS "deliveryAddress", o.billing_address AS "billingAddress",
            o.placed_at AS "placedAt", o.packed_at AS "packedAt", o.version,
            row_to_json(c) AS charge,
            (SELECT json_agg(json_build_object(
                      'line', l,
                      'given_back', (SELECT json_build_object(
                                       'recognised', coalesce(sum(r.recognised_yen), 0),
                                       'credited', coalesce(sum(r.amount_yen) FILTER (WHERE f.charge_id IS NOT NULL), 0),
                                       'credited_copies', coalesce(sum(r.copies) FILTER (WHERE f.charge_id IS NOT NULL), 0))
                                     FROM refund_lines r JOIN refunds f ON f.id = r.refund_id
                                     WHERE r.charge_line_id = l.id AND f.state <> 'failed'),
                      'goods', (SELECT json_build_object('line', g, 'sku', e.sku, 'title_id', e.title_id,
                                  'expected_on', CASE e.state WHEN 'forthcoming' THEN coalesce(e.published_on, t.published_on) END)
                                FROM order_lines g JOIN editions e ON e.id = g.edition_id JOIN titles t ON t.id = e.title_id WHERE g.charge_line_id = l.id))
                    ORDER BY l.position)
             FROM charge_lines l WHERE l.charge_id = c.id) AS lines
     FROM orders o JOIN charges c ON c.id = o.charge_id WHERE ${column}`,
    [value],
  )
  const row = rows[0]
  return row ? { ...row, charge: chargeOf(row.charge), lines: row.lines.map(lineOf) } : null
}

function columnOf(key: OrderKey): [string, string] {
  if ('chargeId' in key) return ['c.id = $1::uuid', key.chargeId]
  if ('orderId' in key) return ['o.id = $1::uuid', key.orderId]
  if ('token' in key) return ['o.token = $1', key.token]
  return ['o.code = $1', key.code]
}

function chargeOf(row: Columns): OrderGraph['charge'] {
  return {
    id: row.id as string,
    reference: row.reference as string,
    method: row.method as PaymentMethod,
    state: row.state as ChargeState,
    terms: row.terms as ChargeTerms,
    amountYen: row.amount_yen as number,
    allocatedYen: row.allocated_yen as number,
    refundedYen: row.refunded_yen as number,
    checkoutKey: row.checkout_key as string | null,
    dueOn: dayOf(row.due_on),
    expiresAt: instant(row.expires_at),
    coveredAt: instant(row.covered_at),
    closedAt: instant(row.closed_at),
  }
}

function lineOf({ line: row, given_back: back, goods: found }: LineRow): OrderGraphLine {
  return {
    chargeLineId: row.id as string,
    position: row.position as number,
    kind: row.kind as 'edition' | 'shipping',
    description: row.description as string,
    textLanguage: row.text_language as string,
    quantity: row.quantity as number,
    unitYen: row.unit_yen as number,
    amountYen: row.amount_yen as number,
    taxRate: row.tax_rate as number,
    recognisedYen: row.recognised_yen as number,
    refundedYen: row.refunded_yen as number,
    refundedRecognisedYen: back.recognised,
    creditedYen: back.credited,
    creditedCopies: back.credited_copies,
    goods: found && goodsOf(found),
  }
}

function goodsOf({ line: goods, ...edition }: NonNullable<LineRow['goods']>): OrderGraphLine['goods'] {
  return {
    orderLineId: goods.id as string,
    editionId: goods.edition_id as string,
    titleId: edition.title_id,
    sku: edition.sku,
    format: goods.format as 'print' | 'pdf',
    copies: goods.copies as number,
    held: goods.held as number,
    preordered: goods.preordered as number,
    posted: goods.posted as number,
    released: goods.released as number,
    availableAt: instant(goods.available_at),
    downloads: goods.downloads as number,
    expectedOn: dayOf(edition.expected_on),
  }
}

function instant(value: unknown): Date | null {
  return value ? new Date(value as string) : null
}

function dayOf(value: unknown): TokyoDay | null {
  return value ? dayFromDb(new Date(`${value as string}T00:00:00Z`)) : null
}
