import { salesCurve, type RunMonth } from '#app/domain/sales-curve.ts'
import type { TokyoDay } from '#app/domain/day.ts'
import { formatDay, formatNumber } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

const WIDTH = 320
const HEIGHT = 48
const PAD = 3

type SalesSparkProps = { months: readonly RunMonth[]; printed: number; from: TokyoDay; today: TokyoDay }

/**
 * Sales over time against the run, small: the curve of what was sold and posted below the line of what was printed. The page of the run has
 * it large, with its months as a table.
 */
export function SalesSpark({ months, printed, from, today }: SalesSparkProps) {
  const { t, locale } = useTexts()
  const points = salesCurve(months, from, today)
  const [first, last] = [points[0], points.at(-1)]
  if (printed === 0 || !first || !last) return null
  const most = Math.max(printed, ...points.map(({ total }) => total))
  const x = (index: number): number => PAD + (index / Math.max(1, points.length - 1)) * (WIDTH - 2 * PAD)
  const y = (copies: number): number => PAD + (1 - Math.max(0, copies) / most) * (HEIGHT - 2 * PAD)
  const line = points.map(({ total }, index) => `${round(x(index))},${round(y(total))}`)
  const name = `${t('deskRuns:chart.title')}, ${formatDay(first.month, locale, 'month')}–${formatDay(last.month, locale, 'month')}: ${formatNumber(last.total, locale)} / ${formatNumber(printed, locale)}`
  return (
    <svg className="sales-spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img">
      <title>{name}</title>
      <polygon
        className="chart-area"
        points={[`${PAD},${y(0)}`, ...line, `${round(x(points.length - 1))},${y(0)}`].join(' ')}
      />
      <line className="chart-axis" x1={PAD} y1={y(0)} x2={WIDTH - PAD} y2={y(0)} />
      <line className="chart-run" x1={PAD} y1={y(printed)} x2={WIDTH - PAD} y2={y(printed)} />
      <polyline className="chart-line" points={line.join(' ')} />
    </svg>
  )
}

function round(figure: number): number {
  return Math.round(figure * 10) / 10
}
