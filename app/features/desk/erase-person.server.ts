import { tokyoDayOf } from '#app/domain/day.ts'
import type { ErasureObstacle } from '#app/domain/erasure.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import { endRequestsOf } from '#app/features/availability/settle-request.server.ts'
import { eraseInquiries } from '#app/features/inquiries/erase-inquiries.server.ts'
import { eraseBills, eraseConsignees } from '#app/features/desk/erase-payer.server.ts'
import { findPerson, ordersToErase } from '#app/features/desk/find-person.server.ts'
import { LEGAL_YEARS, yearsAgo } from '#app/features/desk/retention.ts'
import { eraseLectures } from '#app/features/lectures/erase-lectures.server.ts'
import { eraseDocuments } from '#app/features/documents/erase-documents.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import { randomToken } from '#app/platform/id.server.ts'

export type EraseResult =
  | { ok: true; orders: number; mails: number }
  | { ok: false; reason: 'unknown' }
  | { ok: false; reason: 'needed'; orders: { code: string; obstacles: ErasureObstacle[] }[] }

/**
 * Forgets somebody: names, addresses and messages go from her orders, their notes, reports and mails, from her inquiries, her requests for a
 * lecturer and the audit log, from consignees of hers and bills that she paid; she waits for no edition any more, and links to her orders work
 * no more. Amounts, copies, bookings and tracking numbers stay, so that the books do. A receipt, bill, credit note or quote keeps what stands
 * on it until its years are over. Refused whole while something about one of them is open.
 */
export async function erasePerson(typed: string, { now }: { now: Date }): Promise<EraseResult> {
  return await inTransaction(async (tx) => {
    const person = await findPerson(typed, tx)
    if (!person) return { ok: false, reason: 'unknown' }
    const needed = [
      ...person.orders,
      ...person.lectures,
      ...person.consignees.map(({ name, obstacles }) => ({ code: name, obstacles })),
      ...person.bills.map(({ subject, obstacles }) => ({ code: subject, obstacles })),
    ].filter(({ obstacles }) => obstacles.length > 0)
    if (needed.length > 0) {
      return {
        ok: false,
        reason: 'needed',
        orders: needed.map(({ code, obstacles }) => ({ code, obstacles })),
      }
    }
    const ids = person.orders.map((order) => order.id)
    await tx.$executeRaw`SELECT set_config('shop.erasing', 'on', true)`
    await eraseOrders(tx, ids, now)
    const ofBills = await eraseBills(
      tx,
      person.bills.map((bill) => bill.chargeId),
      now,
    )
    await eraseConsignees(
      tx,
      person.consignees.map((consignee) => consignee.id),
      now,
    )
    const lectureIds = person.lectures.map(({ id }) => id)
    const mails = ofBills + (await eraseMails(tx, { ids, lectureIds, email: person.email }))
    if (lectureIds.length > 0) await eraseLectures(tx, Prisma.sql`l.id = ANY(${lectureIds}::uuid[])`, now)
    if (person.email) await eraseInquiries(tx, Prisma.sql`lower(email) = lower(${person.email})`, now)
    if (person.email) await endRequestsOf(tx, person.email, { now })
    await redactAudit(tx, { ids, email: person.email })
    return { ok: true, orders: ids.length, mails }
  })
}

/**
 * Forgets the people of orders in which nothing has moved for so many years, at most `limit` a call; those about which something is open
 * stay.
 * @returns how many orders were erased
 */
export async function eraseOldOrders({
  now,
  years,
  limit = 200,
}: {
  now: Date
  years: number
  limit?: number
}): Promise<number> {
  const before = yearsAgo(years, now)
  return await inTransaction(async (tx) => {
    const old = await ordersToErase(
      tx,
      Prisma.sql`o.placed_at < ${before} AND NOT EXISTS (SELECT FROM order_events e WHERE e.order_id = o.id AND e.at >= ${before})`,
      { limit },
    )
    const ids = old.filter((order) => order.obstacles.length === 0).map((order) => order.id)
    if (ids.length === 0) return 0
    await tx.$executeRaw`SELECT set_config('shop.erasing', 'on', true)`
    await eraseOrders(tx, ids, now)
    await eraseMails(tx, { ids, lectureIds: [], email: null })
    await redactAudit(tx, { ids, email: null })
    return ids.length
  })
}

/** Takes names, addresses and messages from orders; the caller has made sure that nothing about them is open. */
async function eraseOrders(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  for (const id of ids) {
    await tx.$executeRaw`
      UPDATE orders SET contact_name = '', email = NULL, phone = NULL, furigana = NULL, receipt_name = NULL, note = NULL,
        delivery_address = NULL, billing_address = NULL, buyer_reference = NULL, token = ${randomToken(32)}, erased_at = ${now},
        version = version + 1
      WHERE id = ${id}::uuid AND erased_at IS NULL`
  }
  await tx.orderNote.deleteMany({ where: { orderId: { in: [...ids] } } })
  await tx.parcelReport.updateMany({ where: { orderId: { in: [...ids] } }, data: { message: null } })
  await eraseOldPapers(
    tx,
    Prisma.sql`d.order_id = ANY(${ids}::uuid[]) OR d.id IN (SELECT quote_id FROM orders WHERE id = ANY(${ids}::uuid[]))`,
    now,
  )
  // What Stripe was asked names the address that its receipt went to.
  await tx.$executeRaw`
    UPDATE checkout_attempts a SET request = a.request - 'customer_email' FROM orders o
    WHERE o.charge_id = a.charge_id AND o.id = ANY(${ids}::uuid[])`
}

/** Younger papers keep what they say until `forgetOld` finds them old enough. */
async function eraseOldPapers(tx: Tx, condition: Prisma.Sql, now: Date): Promise<void> {
  const legal = tokyoDayOf(yearsAgo(LEGAL_YEARS, now))
  await eraseDocuments(tx, Prisma.sql`d.issued_on < ${legal}::date AND (${condition})`)
}

type Mailed = {
  ids: readonly string[]
  lectureIds: readonly string[]
  email: string | null
}

async function eraseMails(tx: Tx, which: Mailed): Promise<number> {
  if (which.email) await tx.mailAddress.deleteMany({ where: { email: which.email.toLowerCase() } })
  return await tx.$executeRaw`
    UPDATE outbox_mails SET payload = '{}', to_email = '',
      -- Its key was made from the address.
      dedupe_key = CASE WHEN template = 'supplement-published' THEN 'erased:' || id ELSE dedupe_key END,
      state = CASE WHEN state = 'pending' THEN 'suppressed' ELSE state END
    WHERE template <> 'staff-link' AND (lower(to_email) = lower(${which.email}) OR order_id = ANY(${which.ids}::uuid[])
      OR lecture_id = ANY(${which.lectureIds}::uuid[]))`
}

/** What the log says of these rows before and after: who did what and when stays, the personal columns go. */
async function redactAudit(
  tx: Tx,
  { ids, email }: { ids: readonly string[]; email: string | null },
): Promise<void> {
  await tx.$executeRaw`
    WITH personal AS (SELECT string_to_array('contact_name email phone furigana receipt_name note delivery_address billing_address buyer_reference text message void_reason', ' ') AS names)
    UPDATE audit_entries SET before = before - personal.names, after = after - personal.names FROM personal
    WHERE (table_name = 'orders' AND row_id = ANY(${ids}))
       OR (table_name = 'order_notes' AND coalesce(before, after) ->> 'order_id' = ANY(${ids}))
       OR (table_name = 'documents' AND row_id IN (SELECT id::text FROM documents
             WHERE order_id = ANY(${ids}::uuid[]) OR id IN (SELECT quote_id FROM orders WHERE id = ANY(${ids}::uuid[]))))
       OR (table_name = 'parcel_reports' AND row_id IN (SELECT id::text FROM parcel_reports WHERE order_id = ANY(${ids}::uuid[])))`
  if (email === null) return
  await tx.$executeRaw`
    UPDATE audit_entries SET row_id = '', before = NULL, after = NULL
    WHERE table_name = 'mail_addresses' AND row_id = ${email.toLowerCase()}`
}
