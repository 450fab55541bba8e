import { endOfDay, startOfDay } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { INQUIRY_TOPICS, type InquiryTopic } from '#app/features/inquiries/inquiry.ts'
import { editionLabels } from '#app/features/inquiries/list-inquiry-editions.server.ts'
import type { ReportPeriod } from '#app/features/inquiries/report-period.ts'
import { db } from '#app/platform/db.server.ts'

type Count = { inquiries: number; open: number }

export type InquiryReport = ReportPeriod &
  Count & {
    /** Every topic, in the order of the form. */
    topics: ({ topic: InquiryTopic } & Count)[]
    /** Each topic with each edition it was asked about, the most asked first; `edition` is null where none was named. */
    rows: ({ topic: InquiryTopic; edition: string | null; editionName: string | null } & Count)[]
  }

type Row = { topic: InquiryTopic; editionId: string | null; edition: string | null } & Count

/** Counts what came in on these days, by topic and edition. Erased inquiries count: their topic, edition and day stay. */
export async function countInquiries(
  { from, to }: ReportPeriod,
  { locale }: { locale: Locale },
): Promise<InquiryReport> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT i.topic::text AS topic, i.edition_id::text AS "editionId", e.sku AS edition, count(*)::int AS inquiries,
      count(*) FILTER (WHERE i.closed_at IS NULL)::int AS open
    FROM inquiries i LEFT JOIN editions e ON e.id = i.edition_id
    WHERE i.received_at >= ${startOfDay(from)} AND i.received_at < ${endOfDay(to)}
    GROUP BY i.topic, i.edition_id, e.sku
    ORDER BY inquiries DESC, i.topic, e.sku NULLS FIRST`
  const names = await editionLabels(
    rows.flatMap(({ editionId }) => editionId ?? []),
    { locale },
  )
  return {
    from,
    to,
    ...sum(rows),
    topics: INQUIRY_TOPICS.map((topic) => ({ topic, ...sum(rows.filter((row) => row.topic === topic)) })),
    rows: rows.map(({ editionId, ...row }) => ({ ...row, editionName: names.get(editionId ?? '') ?? null })),
  }
}

function sum(rows: readonly Count[]): Count {
  return {
    inquiries: rows.reduce((all, row) => all + row.inquiries, 0),
    open: rows.reduce((all, row) => all + row.open, 0),
  }
}
