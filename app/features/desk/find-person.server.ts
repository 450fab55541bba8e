import { normaliseEmail } from '#app/domain/email.ts'
import { erasureObstacles, type ErasureFacts, type ErasureObstacle } from '#app/domain/erasure.ts'
import {
  billsOf,
  consigneesOf,
  type PersonBill,
  type PersonConsignee,
} from '#app/features/desk/find-payer.server.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import { db, type Tx } from '#app/platform/db.server.ts'

export type PersonOrder = {
  id: string
  code: string
  placedAt: Date
  contactName: string
  obstacles: ErasureObstacle[]
}

/** Somebody as the shop knows her: by an e-mail address and its orders, or by one order or one consignee without an address. */
export type Person = {
  email: string | null
  orders: PersonOrder[]
  mails: number
  inquiries: number
  requests: number
  consignees: PersonConsignee[]
  bills: PersonBill[]
}

type Row = ErasureFacts & Omit<PersonOrder, 'obstacles'>

/**
 * Finds somebody by her e-mail address, in whatever case, or by the code of an order, or by the name of a consignee without an address; a code
 * leads to the other orders of its address. Of bills that no order stands behind she is the payer.
 * Orders that were erased belong to nobody. Null when nothing is held.
 */
export async function findPerson(typed: string, tx: Tx = db): Promise<Person | null> {
  const email = (normaliseEmail(typed) ?? (await emailOfOrder(typed, tx)))?.toLowerCase() ?? null
  const code = email === null ? codeOf(typed) : null
  const orders = await ordersToErase(tx, Prisma.sql`lower(o.email) = ${email} OR o.code = ${code}`)
  const consignees = await consigneesOf(tx, { email, name: typed.trim() })
  const bills = await billsOf(tx, { email, consigneeIds: consignees.map(({ id }) => id) })
  const [held] = await tx.$queryRaw<{ mails: number }[]>`
    SELECT count(*)::int AS mails FROM outbox_mails m
    WHERE m.template <> 'staff-link' AND (lower(m.to_email) = ${email} OR m.order_id::text = ANY(${orders.map((order) => order.id)})
      OR m.charge_id::text = ANY(${bills.map((bill) => bill.chargeId)}))`
  const [asked] = await tx.$queryRaw<{ inquiries: number }[]>`
    SELECT count(*)::int AS inquiries FROM inquiries WHERE lower(email) = ${email}`
  const requests = await tx.availabilityRequest.count({ where: { email: email ?? '' } })
  const mails = held?.mails ?? 0
  const inquiries = asked?.inquiries ?? 0
  const counts = [orders.length, mails, inquiries, requests, consignees.length, bills.length]
  if (counts.every((count) => count === 0)) return null
  return { email, orders, mails, inquiries, requests, consignees, bills }
}

/** Orders that still name somebody, oldest first, each with what keeps it from being erased. `o` is the order in the condition. */
export async function ordersToErase(
  tx: Tx,
  condition: Prisma.Sql,
  { limit = 10_000 } = {},
): Promise<PersonOrder[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT o.id::text AS id, o.code, o.placed_at AS "placedAt", o.contact_name AS "contactName", c.state::text AS "chargeState",
      (SELECT coalesce(sum(l.held + l.preordered), 0) FROM order_lines l WHERE l.order_id = o.id)::int AS "unpostedCopies",
      (SELECT count(*) FROM tasks t WHERE t.order_id = o.id AND t.done_at IS NULL)::int AS "openTasks",
      (SELECT count(*) FROM parcel_reports r WHERE r.order_id = o.id AND r.resolved_at IS NULL)::int AS "openReports",
      (SELECT count(*) FROM refunds r JOIN payments p ON p.id = r.payment_id
        WHERE p.charge_id = c.id AND r.state = 'pending')::int AS "pendingRefunds",
      (SELECT count(*) FROM disputes d JOIN payments p ON p.id = d.payment_id
        WHERE p.charge_id = c.id AND d.status NOT IN ('won', 'lost', 'warning_closed', 'prevented'))::int AS "openDisputes"
    FROM orders o JOIN charges c ON c.id = o.charge_id
    WHERE o.erased_at IS NULL AND (${condition})
    ORDER BY o.placed_at, o.id LIMIT ${limit}`
  return rows.map(({ id, code, placedAt, contactName, ...facts }) => ({
    id,
    code,
    placedAt,
    contactName,
    obstacles: erasureObstacles(facts),
  }))
}

async function emailOfOrder(typed: string, tx: Tx): Promise<string | null> {
  const order = await tx.order.findUnique({ where: { code: codeOf(typed) }, select: { email: true } })
  return order?.email ?? null
}

function codeOf(typed: string): string {
  return typed.normalize('NFKC').trim().toUpperCase().slice(0, 20)
}
