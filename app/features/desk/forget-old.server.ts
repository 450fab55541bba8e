import { forgetRequests } from '#app/features/availability/forget-requests.server.ts'
import { eraseOldOrders } from '#app/features/desk/erase-person.server.ts'
import { loadRetention } from '#app/features/desk/load-retention.server.ts'
import { eraseInquiries } from '#app/features/inquiries/erase-inquiries.server.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import { inTransaction } from '#app/platform/db.server.ts'

const DAY_MS = 86_400_000
const BATCH = 1_000

/**
 * Forgets what has served its purpose, in batches: what stood in mails, who signed in where, the audit log, the words of inquiries, requests to be
 * told of an edition, and the people of old orders; the setting `retention` says when. Safe to run at any time.
 * @returns how many rows were emptied or deleted
 */
export async function forgetOld({ now }: { now: Date }): Promise<number> {
  const { orderYears, mailDays, inquiryDays, signInDays, auditDays } = await loadRetention()
  const before = (days: number): Date => new Date(now.getTime() - days * DAY_MS)
  const steps = [
    `UPDATE outbox_mails SET payload = '{}' WHERE id IN (SELECT id FROM outbox_mails
       WHERE state <> 'pending' AND created_at < $1 AND payload <> '{}' LIMIT ${BATCH})`,
    `DELETE FROM sign_in_links WHERE token_hash IN (SELECT token_hash FROM sign_in_links WHERE expires_at < $1 LIMIT ${BATCH})`,
    `DELETE FROM sessions WHERE id IN (SELECT id FROM sessions
       WHERE least(expires_at, coalesce(ended_at, expires_at)) < $1 LIMIT ${BATCH})`,
    `DELETE FROM audit_entries WHERE id IN (SELECT id FROM audit_entries WHERE at < $1 LIMIT ${BATCH})`,
  ]
  const limits = [mailDays, signInDays, signInDays, auditDays].map(before)
  let total = 0
  for (const [index, sql] of steps.entries()) {
    for (;;) {
      const count = await inTransaction(async (tx) => {
        await tx.$executeRaw`SELECT set_config('shop.erasing', 'on', true)`
        return await tx.$executeRawUnsafe(sql, limits[index])
      })
      total += count
      if (count < BATCH) break
    }
  }
  const inquiries = await inTransaction((tx) =>
    eraseInquiries(tx, Prisma.sql`received_at < ${before(inquiryDays)}`, now),
  )
  const requests = await forgetRequests({ now })
  return total + inquiries + requests + (await eraseOldOrders({ now, years: orderYears }))
}
