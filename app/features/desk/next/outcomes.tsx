import type { Backtest } from '#app/domain/print-history.ts'
import type { ListedProposal } from '#app/features/circulation/list-proposals.server.ts'
import { runState } from '#app/features/desk/copies/run-words.ts'
import { formatInstant, formatNumber, formatTenths } from '#app/platform/i18n/format.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'
import { Foreign } from '#app/ui/foreign.tsx'

const OUTCOME_COLUMNS = {
  ordered: 'deskNext:column.ordered',
  printed: 'deskRuns:printed',
  sold: 'deskRuns:chart.sold',
  posted: 'deskCopies:where.postedToMembers',
  complimentary: 'deskCopies:where.complimentary',
  left: 'deskNext:column.left',
} as const satisfies Record<string, TextKey>
const OUTCOMES = ['ordered', 'printed', 'sold', 'posted', 'complimentary', 'left'] as const

/** Earlier proposals, each beside what was ordered of it and what became of the copies. */
export function ProposalTable({ proposals }: { proposals: readonly ListedProposal[] }) {
  const { t, locale } = useTexts()
  if (proposals.length === 0) return <p>{t('deskNext:noProposals')}</p>
  return (
    <table className="table stacked">
      <caption className="visually-hidden">{t('deskNext:earlier')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('deskNext:column.proposal')}</th>
          <th scope="col" className="number">
            {t('deskNext:proposed')}
          </th>
          {OUTCOMES.map((column) => (
            <th key={column} scope="col" className="number">
              {t(OUTCOME_COLUMNS[column])}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {proposals.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              <a className="code target nowrap" href={`/desk/print-runs/next?proposal=${one.id}`}>
                {one.sku}
              </a>
              <span className="block small soft">
                <Foreign lang={one.titleLanguage} withNote={false}>
                  {one.title}
                </Foreign>
              </span>
              <span className="block small soft">
                {formatInstant(one.madeAt, locale)} {one.staffName}
              </span>
              <ProposalRun proposal={one} />
            </th>
            <td className="number" data-label={t('deskNext:proposed')}>
              <b>{formatNumber(one.proposed, locale)}</b>
              <span className="block small soft">
                {`${formatNumber(one.low, locale)}–${formatNumber(one.high, locale)}`}
              </span>
            </td>
            {OUTCOMES.map((column) => (
              <td key={column} className="number" data-label={t(OUTCOME_COLUMNS[column])}>
                {figure(one.outcome?.[column] ?? null, (copies) => formatNumber(copies, locale))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function ProposalRun({ proposal: { sku, outcome } }: { proposal: ListedProposal }) {
  const { t } = useTexts()
  if (!outcome) return <Badge tone="plain">{t('deskNext:noRun')}</Badge>
  const { text, tone } = runState(outcome)
  return (
    <a className="target small" href={`/desk/stock/${sku}/runs/${outcome.number}`}>
      {t('deskCopies:run.one', { number: outcome.number })} <Badge tone={tone}>{t(text)}</Badge>
    </a>
  )
}

/** What would have been proposed before, how far that was from what was taken up, beside printing as many as last time. */
export function BacktestSection({ backtest }: { backtest: Backtest }) {
  const { t, locale } = useTexts()
  const { rows, proposedMean, asLastMean } = backtest
  return (
    <details className="section">
      <summary>
        {t('deskNext:backtest.title')}
        {proposedMean === null || asLastMean === null
          ? null
          : ` – ${t('deskNext:backtest.mean', {
              proposed: formatTenths(proposedMean, locale),
              asLast: formatTenths(asLastMean, locale),
            })}`}
      </summary>
      <p>{t('deskNext:backtest.lead')}</p>
      {rows.length === 0 ? (
        <p>{t('deskNext:backtest.none')}</p>
      ) : (
        <table className="table stacked small">
          <caption className="visually-hidden">{t('deskNext:backtest.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('deskNext:column.label')}</th>
              {BACKTEST.map(([column, key]) => (
                <th key={column} scope="col" className="number">
                  {t(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label}>
                <th scope="row">
                  <span className="code">{row.label}</span>
                  {row.isSoldOut ? <span className="block small soft">{t('deskNext:soldOut')}</span> : null}
                </th>
                {BACKTEST.map(([column, key]) => (
                  <td key={column} className="number" data-label={t(key)}>
                    {column.endsWith('Error') && row[column] > 0 ? '+' : null}
                    {formatNumber(row[column], locale)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  )
}

const BACKTEST = [
  ['takenUp', 'deskNext:backtest.takenUp'],
  ['proposed', 'deskNext:proposed'],
  ['proposedError', 'deskNext:backtest.proposedError'],
  ['asLast', 'deskNext:backtest.asLast'],
  ['asLastError', 'deskNext:backtest.asLastError'],
] as const

function figure(copies: number | null, format: (copies: number) => string): string {
  return copies === null ? '–' : format(copies)
}
