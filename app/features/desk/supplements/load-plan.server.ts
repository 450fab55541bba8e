import { createHash } from 'node:crypto'
import { planAnnouncement, type AnnouncementPlan, type Buyer } from '#app/domain/announcement.ts'
import { AnnouncementParams } from '#app/features/desk/supplements/announcement.ts'
import type { Tx } from '#app/platform/db.server.ts'

/** No fact is told twice to an address; the address itself does not stand in the key, which stays when the mail is forgotten. */
export function announcementKey(supplementId: string, email: string): string {
  const address = createHash('sha256').update(email.toLowerCase()).digest('base64url')
  return `supplement:${supplementId}:${address}`
}

/**
 * Who is still to be told of a supplement: those who bought the edition in any format (the same text in print or as a PDF) and neither
 * cancelled nor gave all of it back, without those who were told.
 */
export async function loadPlan(tx: Tx, supplementId: string): Promise<AnnouncementPlan> {
  const buyers = await loadBuyers(tx, supplementId)
  const emails = [...new Set(buyers.flatMap(({ email }) => email?.toLowerCase() ?? []))]
  const [told, marked, addresses] = [
    await toldEmails(tx, supplementId, emails),
    await tx.mailAddress.findMany({ where: { email: { in: emails } }, select: { email: true } }),
    await toldAddresses(tx, supplementId),
  ]
  return planAnnouncement(buyers, {
    told: { emails: told, addresses },
    marked: new Set(marked.map(({ email }) => email)),
  })
}

/** Goods of an order count when they may leave: paid for, or billed (isServed of domain/order). */
async function loadBuyers(tx: Tx, supplementId: string): Promise<Buyer[]> {
  return await tx.$queryRaw<Buyer[]>`
    SELECT o.id::text AS "orderId", o.email, o.locale, o.placed_at AS "placedAt", o.delivery_address::text AS "addressKey"
    FROM orders o JOIN charges c ON c.id = o.charge_id
    WHERE o.erased_at IS NULL AND (c.state = 'covered' OR (c.state = 'open' AND c.terms = 'billed'))
      AND EXISTS (
        SELECT 1 FROM supplements u
        JOIN editions e ON e.id = u.edition_id
        JOIN editions same ON same.title_id = e.title_id AND same.language = e.language
        JOIN order_lines l ON l.edition_id = same.id
        JOIN charge_lines g ON g.id = l.charge_line_id
        WHERE u.id = ${supplementId}::uuid AND l.order_id = o.id AND g.refunded_yen < g.amount_yen
          AND (l.format = 'pdf' OR l.released < l.copies))`
}

async function toldEmails(tx: Tx, supplementId: string, emails: readonly string[]): Promise<Set<string>> {
  const keys = new Map(emails.map((email) => [announcementKey(supplementId, email), email]))
  const mails = await tx.outboxMail.findMany({
    where: { dedupeKey: { in: [...keys.keys()] } },
    select: { dedupeKey: true },
  })
  return new Set(mails.flatMap(({ dedupeKey }) => keys.get(dedupeKey) ?? []))
}

/** The addresses of the letters that were made so far. */
async function toldAddresses(tx: Tx, supplementId: string): Promise<Set<string>> {
  const announcements = await tx.supplementAnnouncement.findMany({
    where: { supplementId },
    select: { work: { select: { params: true } } },
  })
  const orderIds = announcements.flatMap(
    ({ work }) => AnnouncementParams.safeParse(work.params).data?.letters ?? [],
  )
  const rows = await tx.$queryRaw<{ addressKey: string }[]>`
    SELECT delivery_address::text AS "addressKey" FROM orders
    WHERE id::text = ANY(${orderIds}) AND delivery_address IS NOT NULL`
  return new Set(rows.map(({ addressKey }) => addressKey))
}
