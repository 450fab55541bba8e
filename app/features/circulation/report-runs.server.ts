import { tokyoDay, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { pickText, type Locale } from '#app/domain/locale.ts'
import {
  copiesToBreakEven,
  margin,
  monthlyRate,
  monthsOfCover,
  paidShare,
  sellThrough,
} from '#app/domain/run-report.ts'
import type { RunMonth } from '#app/domain/sales-curve.ts'
import { includedTax, taxRateOn } from '#app/domain/tax.ts'
import {
  readRuns,
  readSums,
  type ReportFilter,
  type ReportSums,
  type RunPlaces,
  type RunRow,
} from '#app/features/circulation/read-runs.server.ts'

/** A run and where each of its copies went, with the figures made from that. */
export type ReportedRun = RunPlaces & {
  title: string
  titleLanguage: string
  edition: string
  /** Of the periodical: `98`, or `98-99` for a double issue. */
  issue?: string
  run: number
  receivedOn: TokyoDay
  sellThrough: number
  paidShare: number | null
  /** Copies sold singly in a month, over the last six. */
  monthlyRate: number
  monthsOfCover: number | null
  revenueYen: number
  costYen: number | null
  marginYen: number | null
  copiesToBreakEven: number | null
  /** What it sold and posted in each month in which it did, oldest first; empty unless asked for. */
  months: RunMonth[]
}

/** One page of the report, newest runs first, with their months, and what all runs that were found add up to. */
export async function reportRuns(
  filter: ReportFilter & { page: number; perPage: number; locale: Locale },
  { now }: { now: Date },
): Promise<{ runs: ReportedRun[]; sums: ReportSums; pages: number }> {
  const { page, perPage, locale } = filter
  const sums = await readSums(filter)
  const offset = (page - 1) * perPage
  const rows = await readRuns(filter, { limit: perPage, offset, after: null, withMonths: true }, now)
  return {
    runs: rows.map((row) => reported(row, locale, now)),
    sums,
    pages: Math.max(1, Math.ceil(sums.runs / perPage)),
  }
}

const BATCH = 500

/**
 * Every run that is found, newest first, read batch by batch, each from where the one before it ended: a file of any length needs the
 * memory of one. Who stops reading stops the reading.
 */
export async function* streamRuns(
  filter: ReportFilter & { locale: Locale; withMonths?: boolean },
  { now }: { now: Date },
): AsyncGenerator<ReportedRun> {
  const { withMonths = false } = filter
  for (let after: RunRow | null = null; ;) {
    const rows: RunRow[] = await readRuns(filter, { limit: BATCH, offset: 0, after, withMonths }, now)
    for (const row of rows) yield reported(row, filter.locale, now)
    after = rows.at(-1) ?? null
    if (rows.length < BATCH) return
  }
}

function reported(row: RunRow, locale: Locale, now: Date): ReportedRun {
  const { texts, received, numberFrom, numberTo, soldLately, priceYen, months, ...figures } = row
  const named = pickText(texts, locale)?.text
  const receivedOn = tokyoDay(received)
  const today = tokyoDayOf(now)
  const rate = monthlyRate(soldLately, monthsSince(receivedOn, today))
  const netPriceYen = priceYen === null ? null : priceYen - includedTax(priceYen, taxRateOn(today))
  return {
    title: named?.name ?? row.edition,
    titleLanguage: named?.locale ?? locale,
    ...(numberFrom === null ? {} : { issue: issueNumber(numberFrom, numberTo ?? numberFrom) }),
    receivedOn,
    ...figures,
    sellThrough: sellThrough(row),
    paidShare: paidShare(row),
    monthlyRate: rate,
    monthsOfCover: monthsOfCover(row.onHand, rate),
    marginYen: margin(row),
    copiesToBreakEven: copiesToBreakEven(row, netPriceYen),
    months: months.map(({ month, sold, posted }) => ({ month: tokyoDay(month), sold, posted })),
  }
}

function issueNumber(from: number, to: number): string {
  return from === to ? String(from) : `${from}-${to}`
}

/** Months that a run has been there, the ones of its delivery and of today included. */
function monthsSince(from: TokyoDay, today: TokyoDay): number {
  const [fromYear = 0, fromMonth = 0] = from.split('-').map(Number)
  const [year = 0, month = 0] = today.split('-').map(Number)
  return (year - fromYear) * 12 + month - fromMonth + 1
}
