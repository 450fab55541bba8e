import { TOPIC_TEXTS } from '#app/features/inquiries/inquiry.ts'
import { inquiriesHref, NO_EDITION } from '#app/features/inquiries/inquiry-filters.ts'
import type { InquiryReport } from '#app/features/inquiries/count-inquiries.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { ShareBar } from '#app/ui/share-bar.tsx'

/** How often each topic was asked about. */
export function TopicTable({ report }: { report: InquiryReport }) {
  const { t } = useTexts()
  const most = Math.max(...report.topics.map(({ inquiries }) => inquiries))
  return (
    <table className="table">
      <caption>{t('inquiry:report.byTopic')}</caption>
      <Headings columns={[t('inquiry:desk.about')]} />
      <tbody>
        {report.topics.map(({ topic, inquiries, open }) => (
          <tr key={topic}>
            <th scope="row">{t(TOPIC_TEXTS[topic])}</th>
            <Figures inquiries={inquiries} open={open} most={most} />
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr className="total">
          <th scope="row">{t('inquiry:report.total')}</th>
          <td className="number">{report.inquiries}</td>
          <td className="number">{report.open}</td>
          <td />
        </tr>
      </tfoot>
    </table>
  )
}

/** Which topic was asked about of which edition, the most asked first: each row leads to its questions. */
export function PairTable({ report }: { report: InquiryReport }) {
  const { t } = useTexts()
  const most = report.rows[0]?.inquiries ?? 0
  return (
    <table className="table stacked">
      <caption>{t('inquiry:report.byEdition')}</caption>
      <Headings columns={[t('inquiry:desk.about'), t('inquiry:desk.edition')]} />
      <tbody>
        {report.rows.map(({ topic, edition, editionName, inquiries, open }) => (
          <tr key={`${topic} ${edition ?? ''}`}>
            <th scope="row">
              <a className="target" href={inquiriesHref({ topic, edition: edition ?? NO_EDITION })}>
                {t(TOPIC_TEXTS[topic])}
              </a>
            </th>
            <td>
              {editionName ?? t('inquiry:form.noEdition')}
              {edition ? <span className="block small soft code">{edition}</span> : null}
            </td>
            <Figures inquiries={inquiries} open={open} most={most} />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Headings({ columns }: { columns: readonly string[] }) {
  const { t } = useTexts()
  return (
    <thead>
      <tr>
        {columns.map((column) => (
          <th key={column} scope="col">
            {column}
          </th>
        ))}
        <th scope="col" className="number">
          {t('inquiry:report.count')}
        </th>
        <th scope="col" className="number">
          {t('inquiry:desk.open')}
        </th>
        <th scope="col">
          <span className="visually-hidden">{t('inquiry:report.picture')}</span>
        </th>
      </tr>
    </thead>
  )
}

function Figures({ inquiries, open, most }: { inquiries: number; open: number; most: number }) {
  const { t } = useTexts()
  return (
    <>
      <td className="number" data-label={t('inquiry:report.count')}>
        {inquiries}
      </td>
      <td className="number" data-label={t('inquiry:desk.open')}>
        {open}
      </td>
      <td className="bar-cell">
        <ShareBar value={inquiries} part={open} most={most} />
      </td>
    </>
  )
}
