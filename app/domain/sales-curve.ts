import type { TokyoDay } from '#app/domain/day.ts'

export type RunMonth = { month: TokyoDay; sold: number; posted: number }
export type CurvePoint = RunMonth & { total: number }

/**
 * What had left a run by sale or posting at the end of each month, from its first month to the one of `until`, months in which nothing
 * happened included: the points of its sales curve.
 * @param months in any order; each the first day of its month
 */
export function salesCurve(months: readonly RunMonth[], from: TokyoDay, until: TokyoDay): CurvePoint[] {
  const known = new Map(months.map((month) => [month.month, month]))
  const firsts = [from, ...months.map(({ month }) => month)].map(firstOfMonth).sort()
  const points: CurvePoint[] = []
  let total = 0
  for (let month = firsts[0] ?? firstOfMonth(from); month <= until; month = nextMonth(month)) {
    const { sold, posted } = known.get(month) ?? { sold: 0, posted: 0 }
    total += sold + posted
    points.push({ month, sold, posted, total })
  }
  return points
}

function firstOfMonth(day: TokyoDay): TokyoDay {
  return `${day.slice(0, 7)}-01` as TokyoDay
}

function nextMonth(day: TokyoDay): TokyoDay {
  const [year = 0, month = 0] = day.split('-').map(Number)
  const [nextYear, next] = month === 12 ? [year + 1, 1] : [year, month + 1]
  return `${nextYear}-${String(next).padStart(2, '0')}-01` as TokyoDay
}
