import { db } from '#app/platform/db.server.ts'
import type { InquiryTopic } from '#app/features/inquiries/inquiry.ts'

export type InquiryRow = {
  id: string
  name: string
  topic: InquiryTopic
  /** The code of the edition that it is about. */
  sku: string | null
  receivedAt: Date
  answeredAt: Date | null
  closedAt: Date | null
}

/** One page of what was asked: open ones first, the oldest of them at the top; then closed ones, the newest first. */
export async function listInquiries(wanted: {
  page: number
  perPage: number
}): Promise<{ inquiries: InquiryRow[]; total: number; open: number }> {
  const [inquiries, total, open] = await Promise.all([
    db.$queryRaw<InquiryRow[]>`
      SELECT i.id::text AS id, i.name, i.topic::text AS topic, e.sku, i.received_at AS "receivedAt",
        i.answered_at AS "answeredAt", i.closed_at AS "closedAt"
      FROM inquiries i LEFT JOIN editions e ON e.id = i.edition_id
      ORDER BY i.closed_at DESC NULLS FIRST, i.received_at, i.id
      LIMIT ${wanted.perPage} OFFSET ${(wanted.page - 1) * wanted.perPage}`,
    db.inquiry.count(),
    db.inquiry.count({ where: { closedAt: null } }),
  ])
  return { inquiries, total, open }
}
