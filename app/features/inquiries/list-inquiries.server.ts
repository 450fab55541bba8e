import { type InquiryChannel, type InquiryTopic } from '#app/features/inquiries/inquiry.ts'
import { type InquiryFilters, NO_EDITION } from '#app/features/inquiries/inquiry-filters.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import { db } from '#app/platform/db.server.ts'

export type InquiryRow = {
  id: string
  name: string
  topic: InquiryTopic
  channel: InquiryChannel
  /** The code of the edition that it is about. */
  sku: string | null
  receivedAt: Date
  answeredAt: Date | null
  closedAt: Date | null
}

/**
 * One page of what was asked: open ones first, the oldest of them at the top; then closed ones, the newest first.
 * @returns also how many there are by these filters, and how many of them are open
 */
export async function listInquiries(
  filters: InquiryFilters,
  { perPage }: { perPage: number },
): Promise<{ inquiries: InquiryRow[]; total: number; open: number }> {
  const from = Prisma.sql`FROM inquiries i LEFT JOIN editions e ON e.id = i.edition_id WHERE ${conditionOf(filters)}`
  const [inquiries, [counted]] = await Promise.all([
    db.$queryRaw<InquiryRow[]>`
      SELECT i.id::text AS id, i.name, i.topic::text AS topic, i.channel::text AS channel, e.sku,
        i.received_at AS "receivedAt", i.answered_at AS "answeredAt", i.closed_at AS "closedAt"
      ${from}
      ORDER BY i.closed_at DESC NULLS FIRST, i.received_at, i.id
      LIMIT ${perPage} OFFSET ${(filters.page - 1) * perPage}`,
    db.$queryRaw<{ total: number; open: number }[]>`
      SELECT count(*)::int AS total, count(*) FILTER (WHERE i.closed_at IS NULL)::int AS open ${from}`,
  ])
  return { inquiries, total: counted?.total ?? 0, open: counted?.open ?? 0 }
}

function conditionOf({ isOpen, topic, edition }: InquiryFilters): Prisma.Sql {
  const wanted = [
    ...(isOpen ? [Prisma.sql`i.closed_at IS NULL`] : []),
    ...(topic ? [Prisma.sql`i.topic = ${topic}::"InquiryTopic"`] : []),
    ...(edition === NO_EDITION ? [Prisma.sql`i.edition_id IS NULL`] : []),
    ...(edition && edition !== NO_EDITION ? [Prisma.sql`e.sku = ${edition.toUpperCase()}`] : []),
  ]
  return wanted.length > 0 ? Prisma.join(wanted, ' AND ') : Prisma.sql`true`
}
