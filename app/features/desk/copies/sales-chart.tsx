import type { CurvePoint } from '#app/domain/sales-curve.ts'
import { formatDay, formatNumber } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

const WIDTH = 640
const HEIGHT = 240
const LEFT = 44
const BOTTOM = 28
const TOP = 12

/** Sales over time against the run: a curve to look at, and the same months as a table. */
export function SalesChart({ points, printed }: { points: readonly CurvePoint[]; printed: number }) {
  const { t, locale } = useTexts()
  if (printed === 0 || points.length === 0) return null
  const most = Math.max(printed, ...points.map(({ total }) => total))
  const x = (index: number): number => LEFT + (index / Math.max(1, points.length - 1)) * (WIDTH - LEFT - 8)
  const y = (copies: number): number => TOP + (1 - Math.max(0, copies) / most) * (HEIGHT - TOP - BOTTOM)
  const line = points.map(({ total }, index) => `${round(x(index))},${round(y(total))}`)
  const area = [`${LEFT},${y(0)}`, ...line, `${round(x(points.length - 1))},${y(0)}`]
  const [first, last] = [points[0], points.at(-1)]
  return (
    <figure className="sales-chart section">
      <h2>{t('deskRuns:chart.title')}</h2>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby="sales-chart-title">
        <title id="sales-chart-title">
          {`${t('deskRuns:chart.total')}: ${formatNumber(last?.total ?? 0, locale)} / ${formatNumber(printed, locale)}`}
        </title>
        <line className="chart-axis" x1={LEFT} y1={y(0)} x2={WIDTH - 8} y2={y(0)} />
        <line className="chart-run" x1={LEFT} y1={y(printed)} x2={WIDTH - 8} y2={y(printed)} />
        <polygon className="chart-area" points={area.join(' ')} />
        <polyline className="chart-line" points={line.join(' ')} />
        {points.length === 1 ? (
          <circle className="chart-dot" cx={x(0)} cy={y(last?.total ?? 0)} r="4" />
        ) : null}
        <text className="chart-text" x={LEFT - 6} y={y(printed) + 4} textAnchor="end">
          {formatNumber(printed, locale)}
        </text>
        <text className="chart-text" x={LEFT - 6} y={y(0) + 4} textAnchor="end">
          0
        </text>
        {first ? (
          <text className="chart-text" x={LEFT} y={HEIGHT - 8}>
            {formatDay(first.month, locale, 'month')}
          </text>
        ) : null}
        {last && points.length > 1 ? (
          <text className="chart-text" x={WIDTH - 8} y={HEIGHT - 8} textAnchor="end">
            {formatDay(last.month, locale, 'month')}
          </text>
        ) : null}
      </svg>
      <figcaption className="small soft">{t('deskRuns:chart.caption')}</figcaption>
      <details>
        <summary>{t('deskRuns:chart.table')}</summary>
        <table className="table">
          <caption className="visually-hidden">{t('deskRuns:chart.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('deskRuns:chart.month')}</th>
              <th scope="col" className="number">
                {t('deskRuns:chart.sold')}
              </th>
              <th scope="col" className="number">
                {t('deskRuns:chart.posted')}
              </th>
              <th scope="col" className="number">
                {t('deskRuns:chart.total')}
              </th>
            </tr>
          </thead>
          <tbody>
            {points
              .filter(({ sold, posted }) => sold !== 0 || posted !== 0)
              .map((point) => (
                <tr key={point.month}>
                  <th scope="row">{formatDay(point.month, locale, 'month')}</th>
                  <td className="number">{formatNumber(point.sold, locale)}</td>
                  <td className="number">{formatNumber(point.posted, locale)}</td>
                  <td className="number">{formatNumber(point.total, locale)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </figure>
  )
}

function round(figure: number): number {
  return Math.round(figure * 10) / 10
}
