import type { TokyoDay } from '#app/domain/day.ts'
import type { ListedPaper } from '#app/features/desk/papers/list-papers.server.ts'
import { PAPER_WORDS } from '#app/features/desk/papers/paper-words.ts'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'

/** Papers, one a row. */
export function PaperTable({ papers, today }: { papers: readonly ListedPaper[]; today: TokyoDay }) {
  const { t, locale } = useTexts()
  return (
    <table className="table stacked">
      <caption className="visually-hidden">{t('deskWork:paper.list')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('deskWork:paper.number')}</th>
          <th scope="col">{t('deskWork:paper.kind')}</th>
          <th scope="col">{t('deskWork:paper.recipient')}</th>
          <th scope="col">{t('deskWork:packing.order')}</th>
          <th scope="col">{t('deskWork:paper.issuedOn')}</th>
          <th scope="col" className="number">
            {t('deskWork:paper.amount')}
          </th>
        </tr>
      </thead>
      <tbody>
        {papers.map((paper) => (
          <tr key={paper.id}>
            <th scope="row">
              <a className="code target nowrap" href={`/desk/documents/${paper.id}`}>
                {paper.code}
              </a>
            </th>
            <td>
              <span className="badges">
                {t(PAPER_WORDS[paper.kind])}
                {paper.isVoid ? <Badge tone="bad">{t('deskWork:paper.void')}</Badge> : null}
                <QuoteBadge paper={paper} today={today} />
              </span>
            </td>
            <td>{paper.recipient ?? t('deskWork:paper.erased')}</td>
            <td>
              {paper.orderCode ? (
                <a className="code target nowrap" href={`/desk/orders/${paper.orderCode}`}>
                  {paper.orderCode}
                </a>
              ) : null}
              {paper.bill ? (
                <a className="code target nowrap" href={`/desk/bills/${paper.bill.reference}`}>
                  {paper.bill.subject}
                </a>
              ) : null}
            </td>
            <td className="nowrap">{formatDay(paper.issuedOn, locale, 'short')}</td>
            <td className="number">{formatYen(paper.totalYen, locale)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Where a quote stands: ordered, still good, or too old. */
function QuoteBadge({ paper, today }: { paper: ListedPaper; today: TokyoDay }) {
  const { t, locale } = useTexts()
  if (paper.validUntil === null || paper.isVoid) return null
  if (paper.orderCode) return <Badge tone="good">{t('deskWork:quote.ordered')}</Badge>
  if (paper.validUntil < today) return <Badge tone="warn">{t('deskWork:quote.expired')}</Badge>
  return (
    <span className="small soft">
      {t('deskWork:quote.until', { day: formatDay(paper.validUntil, locale, 'short') })}
    </span>
  )
}
