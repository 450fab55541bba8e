import type { Locale } from '#app/domain/locale.ts'
import { countInquiries } from '#app/features/inquiries/count-inquiries.server.ts'
import { TOPIC_TEXTS } from '#app/features/inquiries/inquiry.ts'
import type { ReportPeriod } from '#app/features/inquiries/report-period.ts'
import { csvOf } from '#app/platform/csv.server.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'

/** The report on inquiries as a file for a spreadsheet: a row for each topic with each edition, in the language of who asks. */
export async function inquiryCsv(period: ReportPeriod, { locale }: { locale: Locale }): Promise<string> {
  const t = textsFor(locale)
  const { rows } = await countInquiries(period, { locale })
  return csvOf(
    rows.map((row) => ({ ...row, topic: t(TOPIC_TEXTS[row.topic]) })),
    {
      topic: t('inquiry:desk.about'),
      edition: t('deskAdmin:stock.edition'),
      editionName: t('inquiry:desk.edition'),
      inquiries: t('inquiry:report.count'),
      open: t('inquiry:desk.open'),
    },
  )
}
