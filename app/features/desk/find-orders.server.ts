import { endOfDay, startOfDay, tokyoDayOf, dayToDb, type TokyoDay } from '#app/domain/day.ts'
import { normaliseOrderCode } from '#app/domain/order-code.ts'
import { findReferences } from '#app/domain/reference.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import { foldedSql } from '#app/features/desk/folded-sql.server.ts'
import type { OrderFilter, OrderFilters } from '#app/features/desk/order-filters.ts'
import { normaliseTracking } from '#app/features/settlement/post-order.server.ts'
import { db } from '#app/platform/db.server.ts'

/** Orders on one page of the list. */
export const PAGE_SIZE = 50

export type FoundOrders = {
  ids: string[]
  total: number
  amountYen: number
  /** Of open charges, what has not come yet. */
  openYen: number
}

/**
 * One page of the orders that the filters leave, newest first, with the sums over all of them. Rows are o (orders) and c (charges).
 * A page beyond the last is empty.
 */
export async function findOrders(filters: OrderFilters, { now }: { now: Date }): Promise<FoundOrders> {
  const conditions = [...narrow(filters, tokyoDayOf(now)), ...search(filters.q)]
  const where = conditions.length > 0 ? Prisma.join(conditions, ' AND ') : Prisma.sql`true`
  const [found] = await db.$queryRaw<[FoundOrders]>`
    WITH found AS MATERIALIZED (
      SELECT o.id, o.placed_at, c.amount_yen, CASE c.state WHEN 'open' THEN c.amount_yen - c.allocated_yen - c.refunded_yen ELSE 0 END AS open_yen
      FROM orders o JOIN charges c ON c.id = o.charge_id WHERE ${where})
    SELECT count(*)::int AS total, coalesce(sum(amount_yen), 0)::float8 AS "amountYen", coalesce(sum(open_yen), 0)::float8 AS "openYen",
      ARRAY(SELECT id::text FROM found ORDER BY placed_at DESC, id DESC LIMIT ${PAGE_SIZE} OFFSET ${(filters.page - 1) * PAGE_SIZE}) AS ids
    FROM found`
  return found
}

/** An order `o` of the charge `c` whose goods may leave: paid, or billed and not ended. */
const IS_SERVED = Prisma.sql`(c.state = 'covered' OR (c.state = 'open' AND c.terms = 'billed'))`

function hasCopies(column: 'held' | 'preordered' | 'posted'): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM order_lines g WHERE g.order_id = o.id AND g.${Prisma.raw(column)} > 0)`
}

function stateCondition(state: OrderFilter, today: TokyoDay): Prisma.Sql {
  switch (state) {
    case 'to-pack':
      return Prisma.sql`${IS_SERVED} AND ${hasCopies('held')}`
    case 'waiting':
      return Prisma.sql`c.state = 'open' AND c.terms = 'prepaid'`
    case 'billed':
      return Prisma.sql`c.state = 'open' AND c.terms = 'billed'`
    case 'overdue':
      return Prisma.sql`c.state = 'open' AND c.terms = 'billed' AND c.due_on < ${dayToDb(today)}::date`
    case 'awaiting-run':
      return Prisma.sql`${IS_SERVED} AND ${hasCopies('preordered')}`
    case 'reported':
      return Prisma.sql`EXISTS (SELECT 1 FROM parcel_reports p WHERE p.order_id = o.id AND p.resolved_at IS NULL)`
    case 'posted':
      return Prisma.sql`${hasCopies('posted')} AND NOT ${hasCopies('held')} AND NOT ${hasCopies('preordered')}`
    case 'refunded':
      return Prisma.sql`c.refunded_yen > 0`
    case 'cancelled':
    case 'expired':
      return Prisma.sql`c.state = ${state}::"ChargeState"`
  }
}

function narrow(filters: OrderFilters, today: TokyoDay): Prisma.Sql[] {
  const { state, method, channel, from, to, task } = filters
  return [
    ...(state ? [stateCondition(state, today)] : []),
    ...(method ? [Prisma.sql`c.method = ${method}::"PaymentMethod"`] : []),
    ...(channel ? [Prisma.sql`o.channel = ${channel}::"OrderChannel"`] : []),
    ...(from ? [Prisma.sql`o.placed_at >= ${startOfDay(from)}`] : []),
    ...(to ? [Prisma.sql`o.placed_at < ${endOfDay(to)}`] : []),
    ...(task
      ? [Prisma.sql`EXISTS (SELECT 1 FROM tasks t WHERE t.order_id = o.id AND t.done_at IS NULL)`]
      : []),
  ]
}

/**
 * What somebody at the desk has at hand: a code, a payment reference, a tracking number, an edition's code, or words of what a reader has
 * told about herself. Every word must be there.
 */
function search(q: string): Prisma.Sql[] {
  const words = q.split(/\s+/u).filter((word) => word !== '')
  if (words.length === 0) return []
  const code = normaliseOrderCode(q)
  const references = findReferences(q)
  const tracking = normaliseTracking(q)
  const sku = q.normalize('NFKC').toUpperCase()
  const texts =
    foldedSql(Prisma.sql`concat_ws(' ', o.contact_name, o.furigana, o.email, o.phone, o.receipt_name, o.code,
    o.buyer_reference, c.reference, o.delivery_address ->> 'name', o.billing_address ->> 'name')`)
  const ways = [
    ...(code ? [Prisma.sql`o.code = ${code}`] : []),
    ...(references.length > 0 ? [Prisma.sql`c.reference = ANY(${references}::text[])`] : []),
    ...(tracking
      ? [
          Prisma.sql`EXISTS (SELECT 1 FROM shipments s WHERE s.order_id = o.id AND s.tracking_number = ${tracking})`,
        ]
      : []),
    Prisma.sql`EXISTS (SELECT 1 FROM order_lines g JOIN editions e ON e.id = g.edition_id WHERE g.order_id = o.id AND e.sku = ${sku})`,
    Prisma.sql`(${Prisma.join(
      words.map((word) => Prisma.sql`strpos(${texts}, ${foldedSql(Prisma.sql`${word}::text`)}) > 0`),
      ' AND ',
    )})`,
  ]
  return [Prisma.sql`(${Prisma.join(ways, ' OR ')})`]
}
