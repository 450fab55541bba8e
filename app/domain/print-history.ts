import { HORIZON_MONTHS } from '#app/domain/age-curve.ts'
import type { TokyoDay } from '#app/domain/day.ts'
import type { Yen } from '#app/domain/money.ts'
import { proposePrintRun, type Comparable } from '#app/domain/print-proposal.ts'

// What was known of earlier issues and runs on a day: for a proposal of today, and for the question what would have been proposed then.

export type HistoryMonth = {
  /** Its first day. */
  month: TokyoDay
  printed: number
  sold: number
  posted: number
  complimentary: number
  /** By how much the copies changed that are ours, at consignees included. */
  left: number
}

/** An issue with all its runs, or a run of a book. */
export type PrintedItem = {
  label: string
  /** The day the printer was asked, or else of the delivery: what was known before it could be used. */
  decidedOn: TokyoDay
  deliveredOn: TokyoDay
  months: readonly HistoryMonth[]
  bills: readonly { billedOn: TokyoDay; netYen: Yen }[]
  /** Copies that could not be used. */
  spoils: number
  /** Without tax, on the day of decision; null before there was a price. */
  netPriceYen: Yen | null
}

/** More than the last year or so: readers change, and so does the organisation. */
export const MOST_COMPARABLES = 12
/** A proposal is judged by the backtest only if so many earlier issues could tell something. */
export const LEAST_HISTORY = 2

/** Full calendar months from a day's month on, the month of `until` not included. Example: from 31 May until 1 July are 2. */
export function fullMonths(from: TokyoDay, until: TokyoDay): number {
  return Math.max(0, monthNumber(until) - monthNumber(from))
}

/** What a day knows of an item: its sales by full month, within the horizon, until it was sold out. */
export function comparableOn(item: PrintedItem, day: TokyoDay): Comparable {
  const age = Math.min(HORIZON_MONTHS, fullMonths(item.deliveredOn, day))
  const first = monthNumber(item.deliveredOn)
  const by = (index: number, of: 'sold' | 'left'): number =>
    item.months.reduce((sum, one) => (monthNumber(one.month) <= first + index ? sum + one[of] : sum), 0)
  const months = Array.from({ length: age }, (_none, index) => ({
    sold: by(index, 'sold'),
    left: by(index, 'left'),
  }))
  // The month from which on nothing was left; a later reader's return may have brought some back.
  const lastWithStock = months.findLastIndex(({ left }) => left > 0)
  const isSoldOut = age > 0 && lastWithStock < age - 1
  const seen = isSoldOut ? months.slice(0, lastWithStock + 2) : months
  const { label, deliveredOn } = item
  return { label, deliveredOn, soldByMonth: seen.map(({ sold }) => sold), isSoldOut }
}

/** Those that had been delivered and seen for a full month on a day, the newest first. */
export function comparablesOn(items: readonly PrintedItem[], day: TokyoDay): Comparable[] {
  return items
    .filter((item) => fullMonths(item.deliveredOn, day) > 0)
    .toSorted((a, b) => (a.deliveredOn < b.deliveredOn ? 1 : a.deliveredOn > b.deliveredOn ? -1 : 0))
    .slice(0, MOST_COMPARABLES)
    .map((item) => comparableOn(item, day))
}

export type KnownFigures = {
  label: string
  printed: number
  posted: number
  complimentary: number
  spoilagePercent: number
  costPerCopyYen: Yen | null
}

/** What was printed, posted and given of an item, and what a copy of it cost, as far as it happened before a day's month. */
export function figuresBefore(item: PrintedItem, day: TokyoDay): KnownFigures {
  const known = item.months.filter(({ month }) => monthNumber(month) < monthNumber(day))
  const sum = (of: 'printed' | 'posted' | 'complimentary'): number =>
    known.reduce((total, one) => total + one[of], 0)
  const printed = sum('printed')
  const bills = item.bills.filter(({ billedOn }) => billedOn < day)
  const costYen = bills.reduce((total, { netYen }) => total + netYen, 0)
  const made = printed + item.spoils
  return {
    label: item.label,
    printed,
    posted: Math.max(0, sum('posted')),
    complimentary: Math.max(0, sum('complimentary')),
    spoilagePercent: made === 0 ? 0 : Math.min(50, Math.round((item.spoils / made) * 1000) / 10),
    costPerCopyYen: bills.length === 0 || printed <= 0 ? null : Math.max(0, Math.round(costYen / printed)),
  }
}

/** What one copy too few costs: the price without tax less the copy's own cost; nothing when it does not even bring that. */
export function underageOf(netPriceYen: Yen | null, costPerCopyYen: Yen | null): Yen {
  return Math.max(0, (netPriceYen ?? 0) - (costPerCopyYen ?? 0))
}

export type BacktestRow = {
  label: string
  decidedOn: TokyoDay
  printed: number
  /** What the one before was printed in. */
  asLast: number
  low: number
  proposed: number
  high: number
  /** Sold singly, posted and given by the horizon. */
  takenUp: number
  /** Nothing was left by then: more might have been taken up. */
  isSoldOut: boolean
  /** Copies too many, or negative too few. */
  proposedError: number
  asLastError: number
}

export type Backtest = {
  rows: BacktestRow[]
  /** Mean absolute errors in copies; null without rows. */
  proposedMean: number | null
  asLastMean: number | null
}

/**
 * What would have been proposed for each item of a series with only what was known before it, and how far that was from what was taken up in
 * its first year, beside printing as many as last time. Items whose year is not over are not judged, nor those with too little before
 * them. What was owed is not known in hindsight: it is what had been posted of the one before, as the form suggests.
 */
export function backtest(series: readonly (readonly PrintedItem[])[], today: TokyoDay): Backtest {
  const rows = series.flatMap((items) => items.flatMap((item) => judged(item, items, today) ?? []))
  return { rows, ...meanErrors(rows) }
}

/** Mean absolute errors of some rows. */
export function meanErrors(rows: readonly BacktestRow[]): Pick<Backtest, 'proposedMean' | 'asLastMean'> {
  const mean = (of: 'proposedError' | 'asLastError'): number | null =>
    rows.length === 0 ? null : rows.reduce((sum, row) => sum + Math.abs(row[of]), 0) / rows.length
  return { proposedMean: mean('proposedError'), asLastMean: mean('asLastError') }
}

function judged(item: PrintedItem, series: readonly PrintedItem[], today: TokyoDay): BacktestRow | null {
  if (fullMonths(item.deliveredOn, today) < HORIZON_MONTHS) return null
  const day = item.decidedOn
  const before = series.filter((one) => one !== item && fullMonths(one.deliveredOn, day) > 0)
  const last = before.reduce<PrintedItem | null>(
    (newest, one) => (newest === null || one.deliveredOn > newest.deliveredOn ? one : newest),
    null,
  )
  if (!last) return null
  const known = figuresBefore(last, day)
  const { low, proposed, high, arithmetic } = proposePrintRun({
    owed: known.posted,
    complimentary: known.complimentary,
    spoilagePercent: known.spoilagePercent,
    overageYen: known.costPerCopyYen ?? 0,
    // Without a cost neither side is known: both weigh the same.
    underageYen: known.costPerCopyYen === null ? 0 : underageOf(item.netPriceYen, known.costPerCopyYen),
    comparables: comparablesOn(before, day),
  })
  if (arithmetic.used < LEAST_HISTORY) return null
  const { takenUp, isSoldOut, printed } = outcomeOf(item, today)
  return {
    label: item.label,
    decidedOn: day,
    printed,
    asLast: known.printed,
    low,
    proposed,
    high,
    takenUp,
    isSoldOut,
    proposedError: proposed - takenUp,
    asLastError: known.printed - takenUp,
  }
}

function outcomeOf(item: PrintedItem, today: TokyoDay) {
  const end = monthNumber(item.deliveredOn) + HORIZON_MONTHS
  const year = item.months.filter(({ month }) => monthNumber(month) < end)
  return {
    takenUp: year.reduce((sum, one) => sum + one.sold + one.posted + one.complimentary, 0),
    printed: year.reduce((sum, one) => sum + one.printed, 0),
    isSoldOut: comparableOn(item, today).isSoldOut,
  }
}

function monthNumber(day: TokyoDay): number {
  const [year = 0, month = 0] = day.split('-').map(Number)
  return year * 12 + month
}
