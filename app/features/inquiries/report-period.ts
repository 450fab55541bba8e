import { isTokyoDay, tokyoDay, tokyoYear, type TokyoDay } from '#app/domain/day.ts'

/** The days that a report counts, the last one included. */
export type ReportPeriod = { from: TokyoDay; to: TokyoDay }

export type PeriodProblem = 'not-a-day' | 'reversed'

/** The whole year of a day: what a report is about unless other days are asked for. */
export function yearOf(day: TokyoDay): ReportPeriod {
  const year = String(tokyoYear(day)).padStart(4, '0')
  return { from: tokyoDay(`${year}-01-01`), to: tokyoDay(`${year}-12-31`) }
}

/**
 * Reads from which day to which a report goes; what is left out is the year's own first or last day.
 * Example: asked in 2026 for `from=2026-04-01` it ends on 2026-12-31; `from=2027-01-01` alone is the wrong way round.
 */
export function readPeriod(
  asked: { from: string | null | undefined; to: string | null | undefined },
  { today }: { today: TokyoDay },
): { ok: true; period: ReportPeriod } | { ok: false; problem: PeriodProblem } {
  const year = yearOf(today)
  const from = asked.from || year.from
  const to = asked.to || year.to
  if (!isTokyoDay(from) || !isTokyoDay(to)) return { ok: false, problem: 'not-a-day' }
  return from > to ? { ok: false, problem: 'reversed' } : { ok: true, period: { from, to } }
}
