import { addDays, tokyoDayOf } from '#app/domain/day.ts'
import { forgetRequests } from '#app/features/availability/forget-requests.server.ts'
import { eraseOldPayers } from '#app/features/desk/erase-payer.server.ts'
import { eraseOldOrders } from '#app/features/desk/erase-person.server.ts'
import { loadRetention } from '#app/features/desk/load-retention.server.ts'
import { yearsAgo } from '#app/features/desk/retention.ts'
import { eraseDocuments } from '#app/features/documents/erase-documents.server.ts'
import { eraseLectures } from '#app/features/lectures/erase-lectures.server.ts'
import { eraseInquiries } from '#app/features/inquiries/erase-inquiries.server.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'

const DAY_MS = 86_400_000
const BATCH = 1_000

/**
 * Forgets what has served its purpose, in batches: what stood in mails and on papers, who signed in where, the audit log, the words of inquiries
 * and requests for a lecturer, requests to be told of an edition, and the people of old orders and bills; the setting `retention` says when. Safe to
 * run at any time.
 * @returns how many rows were emptied or deleted
 */
export async function forgetOld({ now }: { now: Date }): Promise<number> {
  const { orderYears, mailDays, quoteDays, inquiryDays, signInDays, auditDays } = await loadRetention()
  const before = (days: number): Date => new Date(now.getTime() - days * DAY_MS)
  // The law's seven years at least, whatever is set (`Retention`).
  const lastOrderDay = tokyoDayOf(yearsAgo(orderYears, now))
  const lastQuoteDay = addDays(tokyoDayOf(now), -quoteDays)
  const steps: ((tx: Tx) => Promise<number>)[] = [
    (tx) => tx.$executeRaw`UPDATE outbox_mails SET payload = '{}' WHERE id IN (SELECT id FROM outbox_mails
       WHERE state <> 'pending' AND created_at < ${before(mailDays)} AND payload <> '{}' LIMIT ${BATCH})`,
    // Those of an order lose their address with it.
    (tx) => tx.$executeRaw`UPDATE outbox_mails SET to_email = '' WHERE id IN (SELECT id FROM outbox_mails
       WHERE state <> 'pending' AND created_at < ${before(mailDays)} AND order_id IS NULL AND to_email <> '' LIMIT ${BATCH})`,
    // Who writes to the office again or orders again is marked again, if her address is still bad.
    (tx) => tx.$executeRaw`DELETE FROM mail_addresses WHERE email IN (SELECT email FROM mail_addresses m
       WHERE marked_at < ${before(mailDays)} AND NOT EXISTS (SELECT FROM orders o WHERE lower(o.email) = m.email)
         AND NOT EXISTS (SELECT FROM staff s WHERE s.email = m.email) LIMIT ${BATCH})`,
    (tx) => tx.$executeRaw`DELETE FROM sign_in_links WHERE token_hash IN (SELECT token_hash FROM sign_in_links
       WHERE expires_at < ${before(signInDays)} LIMIT ${BATCH})`,
    (tx) => tx.$executeRaw`DELETE FROM sessions WHERE id IN (SELECT id FROM sessions
       WHERE least(expires_at, coalesce(ended_at, expires_at)) < ${before(signInDays)} LIMIT ${BATCH})`,
    (tx) => tx.$executeRaw`DELETE FROM audit_entries WHERE id IN (SELECT id FROM audit_entries
       WHERE at < ${before(auditDays)} LIMIT ${BATCH})`,
    (tx) => eraseDocuments(tx, Prisma.sql`d.issued_on < ${lastOrderDay}::date`, { limit: BATCH }),
    (tx) => eraseDocuments(tx, unusedQuotes(lastQuoteDay), { limit: BATCH }),
  ]
  let total = 0
  for (const step of steps) {
    for (;;) {
      const count = await inTransaction(async (tx) => {
        await tx.$executeRaw`SELECT set_config('shop.erasing', 'on', true)`
        return await step(tx)
      })
      total += count
      if (count < BATCH) break
    }
  }
  const inquiries = await inTransaction((tx) =>
    eraseInquiries(tx, Prisma.sql`received_at < ${before(inquiryDays)}`, now),
  )
  const lectures = await inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT set_config('shop.erasing', 'on', true)`
    return await eraseLectures(tx, oldLectures(before(inquiryDays), yearsAgo(orderYears, now)), now)
  })
  const requests = await forgetRequests({ now })
  const payers = await eraseOldPayers({ now, years: orderYears })
  const orders = await eraseOldOrders({ now, years: orderYears })
  return total + inquiries + lectures + requests + payers + orders
}

/** What came to nothing, or cost nothing, goes as an inquiry does; what was paid is kept as long as an order. A day that is to come is waited for. */
function oldLectures(asked: Date, paid: Date): Prisma.Sql {
  return Prisma.sql`(l.charge_id IS NULL AND NOT (l.state = 'held' AND l.fee_yen + coalesce(l.travel_yen, 0) > 0)
      AND greatest(l.received_at, l.held_at, l.on_day::timestamp AT TIME ZONE 'Asia/Tokyo') < ${asked})
    OR (l.state = 'paid' AND l.paid_at < ${paid})`
}

/** Quotes that nobody ordered from, and that held until before that day at the latest. */
function unusedQuotes(day: string): Prisma.Sql {
  return Prisma.sql`d.kind = 'quote' AND NOT EXISTS (SELECT FROM orders o WHERE o.quote_id = d.id)
    AND greatest(d.issued_on, (d.payload ->> 'validUntil')::date) < ${day}::date`
}
