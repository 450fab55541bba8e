import { salesCurve, type RunMonth } from '#app/domain/sales-curve.ts'
import type { TokyoDay } from '#app/domain/day.ts'
import { formatDay, formatNumber } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

const WIDTH = 320
const HEIGHT = 48
const PAD = 3

type SalesSparkProps = {
  id: string
  months: readonly RunMonth[]
  printed: number
  from: TokyoDay
  today: TokyoDay
}

/**
 * Sales over time against the run, small: the curve of what was sold and posted below the line of what was printed. The page of the run has
 * it large, with its months as a table.
 */
export function SalesSpark({ id, months, printed, from, today }: SalesSparkProps) {
  const { t, locale } = useTexts()
  const points = salesCurve(months, from, today)
  const [first, last] = [points[0], points.at(-1)]
  if (printed === 0 || !first || !last) return null
  const most = Math.max(printed, ...points.map(({ total }) => total))
  const x = (index: number): number => (index / Math.max(1, points.length - 1)) * WIDTH
  const y = (copies: number): number => PAD + (1 - Math.max(0, copies) / most) * (HEIGHT - 2 * PAD)
  const line = points.map(({ total }, index) => `${round(x(index))},${round(y(total))}`)
  const span = `${formatDay(first.month, locale, 'month')}–${formatDay(last.month, locale, 'month')}`
  const figures = `${t('deskRuns:chart.total')} ${formatNumber(last.total, locale)} / ${t('deskRuns:printed')} ${formatNumber(printed, locale)}`
  return (
    <figure className="sales-spark">
      <figcaption id={id} className="small soft">
        {`${t('deskRuns:chart.title')} (${span}): ${figures}`}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-labelledby={id}>
        <polygon
          className="chart-area"
          points={[`0,${y(0)}`, ...line, `${round(x(points.length - 1))},${y(0)}`].join(' ')}
        />
        <line className="chart-axis" x1={0} y1={y(0)} x2={WIDTH} y2={y(0)} />
        <line className="chart-run" x1={0} y1={y(printed)} x2={WIDTH} y2={y(printed)} />
        <polyline className="chart-line" points={line.join(' ')} />
      </svg>
    </figure>
  )
}

function round(figure: number): number {
  return Math.round(figure * 10) / 10
}
