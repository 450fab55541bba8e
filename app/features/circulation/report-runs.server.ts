import { dayFromDb, dayToDb, tokyoDay, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { pickText, type Locale } from '#app/domain/locale.ts'
import {
  copiesToBreakEven,
  margin,
  monthlyRate,
  monthsOfCover,
  paidShare,
  RATE_MONTHS,
  sellThrough,
} from '#app/domain/run-report.ts'
import { includedTax, taxRateOn } from '#app/domain/tax.ts'
import { foldForSearch } from '#app/domain/text-fold.ts'
import { db, sqlRows } from '#app/platform/db.server.ts'

/** A run and where each of its copies went. `more` are figures made from these. */
export type ReportedRun = {
  title: string
  titleLanguage: string
  edition: string
  /** Of the periodical: `98`, or `98-99` for a double issue. */
  issue?: string
  run: number
  receivedOn: TokyoDay
  printed: number
  postedToMembers: number
  /** Net of copies that readers sent back; `returned` tells how many did. */
  sold: number
  complimentary: number
  consigned: number
  damagedOrLost: number
  returned: number
  onHand: number
  held: number
  sellThrough: number
  paidShare: number | null
  /** Copies sold singly in a month, over the last six. */
  monthlyRate: number
  monthsOfCover: number | null
  revenueYen: number
  costYen: number | null
  marginYen: number | null
  copiesToBreakEven: number | null
}

export type ReportFilter = {
  /** Parts of titles or codes; everything when empty. */
  q?: string
  kind?: 'issues' | 'books' | null
}

export type ReportSums = Pick<
  ReportedRun,
  | 'printed'
  | 'postedToMembers'
  | 'sold'
  | 'complimentary'
  | 'consigned'
  | 'damagedOrLost'
  | 'returned'
  | 'onHand'
  | 'held'
  | 'revenueYen'
> & { runs: number; costYen: number }

type Row = Omit<
  ReportedRun,
  | 'title'
  | 'titleLanguage'
  | 'issue'
  | 'receivedOn'
  | 'sellThrough'
  | 'paidShare'
  | 'monthlyRate'
  | 'monthsOfCover'
  | 'marginYen'
  | 'copiesToBreakEven'
> & {
  id: string
  texts: { locale: string; name: string }[]
  numberFrom: number | null
  numberTo: number | null
  received: string
  soldLately: number
  priceYen: number | null
}

// Running sums of the runs, never their movements: the report of a million movements is a matter of some thousand rows. Held copies are the
// edition's, spread first in, first out (DESIGN.md 3).
const RUNS = `
  SELECT r.id::text AS id, e.sku AS edition, r.number AS run, to_char(r.received_on, 'YYYY-MM-DD') AS received, r.copies AS printed,
         r.posted_to_members AS "postedToMembers", r.sold, r.complimentary, r.consigned, r.damaged_or_lost AS "damagedOrLost",
         r.returned, r.on_hand AS "onHand",
         greatest(0, least(r.on_hand, coalesce(l.held, 0) - coalesce(sum(r.on_hand) OVER before, 0)))::int AS held,
         r.revenue_yen AS "revenueYen", r.cost_yen AS "costYen", e.title_id, e.id AS edition_id, t.kind, t.search_text, e.sku
  FROM print_runs r JOIN editions e ON e.id = r.edition_id JOIN titles t ON t.id = e.title_id
  LEFT JOIN stock_levels l ON l.edition_id = e.id
  WHERE r.received_on IS NOT NULL
  WINDOW before AS (PARTITION BY r.edition_id ORDER BY r.received_on, r.number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`

/** One page of the report, newest runs first, and what all runs that were found add up to. */
export async function reportRuns(
  filter: ReportFilter & { page: number; perPage: number; locale: Locale },
  { now }: { now: Date },
): Promise<{ runs: ReportedRun[]; sums: ReportSums; pages: number }> {
  const { where, values } = conditions(filter)
  const [sums] = await sqlRows<ReportSums>(
    db,
    `SELECT count(*)::int AS runs, ${SUMS.map((name) => `coalesce(sum("${name}"), 0)::int AS "${name}"`).join(', ')}
     FROM (${RUNS}) AS x WHERE ${where}`,
    values,
  )
  const offset = (filter.page - 1) * filter.perPage
  const rows = await readRows(filter, { limit: filter.perPage, offset, after: null }, now)
  const found = sums ?? emptySums()
  return {
    runs: rows.map((row) => reported(row, filter.locale, now)),
    sums: found,
    pages: Math.max(1, Math.ceil(found.runs / filter.perPage)),
  }
}

const SUMS = [
  'printed',
  'postedToMembers',
  'sold',
  'complimentary',
  'consigned',
  'damagedOrLost',
  'returned',
  'onHand',
  'held',
  'revenueYen',
  'costYen',
] as const

function emptySums(): ReportSums {
  return { runs: 0, ...Object.fromEntries(SUMS.map((name) => [name, 0])) } as ReportSums
}

const BATCH = 500

/** Every run that is found, newest first, read batch by batch: a file of any length needs the memory of one. */
export async function* streamRuns(
  filter: ReportFilter & { locale: Locale },
  { now }: { now: Date },
): AsyncGenerator<ReportedRun> {
  for (let after: Row | null = null; ;) {
    const rows: Row[] = await readRows(filter, { limit: BATCH, offset: 0, after }, now)
    for (const row of rows) yield reported(row, filter.locale, now)
    after = rows.at(-1) ?? null
    if (rows.length < BATCH) return
  }
}

/** @param page.after the last row of the batch before: what came in since changes nothing about the next one */
async function readRows(
  filter: ReportFilter,
  page: { limit: number; offset: number; after: Pick<Row, 'received' | 'edition' | 'run'> | null },
  now: Date,
): Promise<Row[]> {
  const { where, values } = conditions(filter)
  const today = tokyoDayOf(now)
  const n = values.length
  return await sqlRows<Row>(
    db,
    `SELECT x.*, i.number_from AS "numberFrom", i.number_to AS "numberTo",
            (SELECT coalesce(json_agg(json_build_object('locale', y.locale, 'name', y.name) ORDER BY y.locale), '[]')
             FROM title_texts y WHERE y.title_id = x.title_id) AS texts,
            coalesce((SELECT sum(m.sold) FROM print_run_months m WHERE m.print_run_id = x.id::uuid AND m.month >= $${n + 1}::date), 0)::int AS "soldLately",
            (SELECT p.price_yen FROM edition_prices p WHERE p.edition_id = x.edition_id AND p.valid_from <= $${n + 2}::date
             ORDER BY p.valid_from DESC LIMIT 1) AS "priceYen"
     FROM (SELECT * FROM (${RUNS}) AS found WHERE ${where}
             AND ($${n + 5}::text IS NULL OR received < $${n + 5} OR (received = $${n + 5} AND (edition > $${n + 6} OR (edition = $${n + 6} AND run < $${n + 7}))))
           ORDER BY received DESC, edition, run DESC LIMIT $${n + 3} OFFSET $${n + 4}) AS x
     LEFT JOIN issues i ON i.title_id = x.title_id
     ORDER BY x.received DESC, x.edition, x.run DESC`,
    [
      ...values,
      dayToDb(firstOfRate(today)),
      dayToDb(today),
      page.limit,
      page.offset,
      page.after?.received ?? null,
      page.after?.edition ?? '',
      page.after?.run ?? 0,
    ],
  )
}

/** The first month that counts for the recent rate: this one and the five before it. */
function firstOfRate(today: TokyoDay): TokyoDay {
  const [year, month] = today.split('-').map(Number) as [number, number]
  const first = new Date(Date.UTC(year, month - RATE_MONTHS, 1))
  return dayFromDb(first)
}

function conditions({ q = '', kind = null }: ReportFilter): { where: string; values: unknown[] } {
  const values: unknown[] = []
  const parts: string[] = []
  const code = q.normalize('NFKC').toUpperCase().trim()
  if (code !== '') {
    const words = foldForSearch(q).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
    if (words.length === 0) return { where: 'false', values }
    values.push(code)
    const inTitle = words.map((word) => `position($${values.push(word)} IN search_text) > 0`)
    parts.push(`(position($1 IN sku) > 0 OR (${inTitle.join(' AND ')}))`)
  }
  if (kind !== null) parts.push(`(kind = 'periodical_issue') = ${kind === 'issues'}`)
  return { where: parts.length > 0 ? parts.join(' AND ') : 'true', values }
}

function reported(row: Row, locale: Locale, now: Date): ReportedRun {
  const named = pickText(row.texts, locale)?.text
  const receivedOn = tokyoDay(row.received)
  const today = tokyoDayOf(now)
  const rate = monthlyRate(row.soldLately, monthsSince(receivedOn, today))
  const netPriceYen =
    row.priceYen === null ? null : row.priceYen - includedTax(row.priceYen, taxRateOn(today))
  const { numberFrom, numberTo } = row
  return {
    title: named?.name ?? row.edition,
    titleLanguage: named?.locale ?? locale,
    edition: row.edition,
    ...(numberFrom === null ? {} : { issue: issueNumber(numberFrom, numberTo ?? numberFrom) }),
    run: row.run,
    receivedOn,
    printed: row.printed,
    postedToMembers: row.postedToMembers,
    sold: row.sold,
    complimentary: row.complimentary,
    consigned: row.consigned,
    damagedOrLost: row.damagedOrLost,
    returned: row.returned,
    onHand: row.onHand,
    held: row.held,
    sellThrough: sellThrough(row),
    paidShare: paidShare(row),
    monthlyRate: rate,
    monthsOfCover: monthsOfCover(row.onHand, rate),
    revenueYen: row.revenueYen,
    costYen: row.costYen,
    marginYen: margin(row),
    copiesToBreakEven: copiesToBreakEven(row, netPriceYen),
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
