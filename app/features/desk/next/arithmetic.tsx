import type { ProposalView } from '#app/features/circulation/list-proposals.server.ts'
import { formatDay, formatNumber, formatTenths, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

/** How a proposal came about, line by line: each figure with what it was made from. */
export function ArithmeticTable({ proposal }: { proposal: ProposalView }) {
  const { t, locale } = useTexts()
  const { inputs, arithmetic, low, proposed, high } = proposal
  const { single, method, used } = arithmetic
  const number = (figure: number): string => formatNumber(figure, locale)
  const tenths = (figure: number): string => formatTenths(figure, locale)
  const percent = (share: number): string => `${tenths(share * 100)} %`
  const [over, under] = [inputs.overageYen, inputs.underageYen].map((yen) => formatYen(yen, locale))
  const [mean, spread] = [tenths(arithmetic.mean), tenths(arithmetic.spread)]
  const position = tenths(arithmetic.position ?? 0)
  const singleFrom = {
    none: t('deskNext:from.none'),
    normal: t('deskNext:from.normal', { mean, spread, position: (arithmetic.position ?? 0).toFixed(2) }),
    empirical: t('deskNext:from.empirical', { used: number(used), position }),
  }[method]
  const certain = `${number(inputs.owed)} + ${number(inputs.complimentary)}`
  const range = (copies: number) => `${certain} + ${number(copies)}`
  const lines: [term: string, from: string, result: string][] = [
    [t('deskNext:step.owed'), t('deskNext:from.typed'), number(inputs.owed)],
    [t('deskNext:step.complimentary'), t('deskNext:from.typed'), number(inputs.complimentary)],
    [t('deskNext:step.mean'), t('deskNext:from.mean', { used: number(used) }), mean],
    [
      t('deskNext:step.spread'),
      t(method === 'normal' ? 'deskNext:from.spreadFew' : 'deskNext:from.spread'),
      spread,
    ],
    [t('deskNext:step.ratio'), `${under} ÷ (${under} + ${over})`, percent(arithmetic.ratio)],
    [t('deskNext:step.single'), singleFrom, number(single.proposed)],
    [t('deskNext:step.needed'), range(single.proposed), number(arithmetic.needed)],
    [
      t('deskNext:step.spoilage'),
      `${number(arithmetic.needed)} ÷ (100 − ${tenths(inputs.spoilagePercent)}) × 100 − ${number(arithmetic.needed)}`,
      number(arithmetic.spoilage),
    ],
    [t('deskNext:step.low'), t('deskNext:from.range', { level: '10', sum: range(single.low) }), number(low)],
    [
      t('deskNext:step.high'),
      t('deskNext:from.range', { level: '90', sum: range(single.high) }),
      number(high),
    ],
  ]
  return (
    <section className="section">
      <h2>{t('deskNext:arithmetic')}</h2>
      <table className="table stacked">
        <caption className="visually-hidden">{t('deskNext:arithmetic')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('deskNext:column.figure')}</th>
            <th scope="col">{t('deskNext:column.from')}</th>
            <th scope="col" className="number">
              {t('deskNext:column.result')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(([term, from, result]) => (
            <tr key={term}>
              <th scope="row">{term}</th>
              <td data-label={t('deskNext:column.from')}>{from}</td>
              <td className="number" data-label={t('deskNext:column.result')}>
                {result}
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row">
              <b>{t('deskNext:proposed')}</b>
            </th>
            <td data-label={t('deskNext:column.from')}>
              {`${number(arithmetic.needed)} + ${number(arithmetic.spoilage)}`}
            </td>
            <td className="number" data-label={t('deskNext:column.result')}>
              <b>{number(proposed)}</b>
            </td>
          </tr>
        </tbody>
      </table>
    </section>
  )
}

/** What it was compared with: sales so far, the share of them that such an age has reached, and what they will come to. */
export function ComparableTable({ proposal }: { proposal: ProposalView }) {
  const { t, locale } = useTexts()
  const { comparables, curve } = proposal.arithmetic
  if (comparables.length === 0) return null
  return (
    <section className="section">
      <h2>{t('deskNext:comparables')}</h2>
      <p>{t('deskNext:comparablesLead')}</p>
      <table className="table stacked">
        <caption className="visually-hidden">{t('deskNext:comparables')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('deskNext:column.label')}</th>
            {(['months', 'sold', 'share', 'projected'] as const).map((column) => (
              <th key={column} scope="col" className="number">
                {t(COLUMNS[column])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {comparables.map((one) => (
            <tr key={one.label}>
              <th scope="row">
                <span className="code">{one.label}</span>
                <span className="block small soft">
                  {formatDay(one.deliveredOn, locale, 'short')}
                  {one.isSoldOut ? ` · ${t('deskNext:soldOut')}` : null}
                </span>
              </th>
              <td className="number" data-label={t(COLUMNS.months)}>
                {formatNumber(one.months, locale)}
              </td>
              <td className="number" data-label={t(COLUMNS.sold)}>
                {formatNumber(one.sold, locale)}
              </td>
              <td className="number" data-label={t(COLUMNS.share)}>
                {one.share === null ? '–' : `${formatTenths(one.share * 100, locale)} %`}
              </td>
              <td className="number" data-label={t(COLUMNS.projected)}>
                {one.projected === null ? t('deskNext:tooYoung') : formatNumber(one.projected, locale)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <details>
        <summary>{t('deskNext:curve')}</summary>
        <p>{t('deskNext:curveLead')}</p>
        <ul className="age-curve" role="list">
          {curve.map((point) => (
            <li key={point.month}>
              {t(point.seenOn === 0 ? 'deskNext:pointAssumed' : 'deskNext:point', {
                month: String(point.month),
                share: formatTenths(point.share * 100, locale),
              })}
            </li>
          ))}
        </ul>
      </details>
    </section>
  )
}

const COLUMNS = {
  months: 'deskNext:column.months',
  sold: 'deskNext:column.sold',
  share: 'deskNext:column.share',
  projected: 'deskNext:column.projected',
} as const
