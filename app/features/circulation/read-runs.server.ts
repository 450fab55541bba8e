import { dayFromDb, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { RATE_MONTHS } from '#app/domain/run-report.ts'
import { foldForSearch } from '#app/domain/text-fold.ts'
import { db, sqlRows } from '#app/platform/db.server.ts'

// The statements behind the report. They read the running sums of the runs, never their movements: the report of a million movements is a
// matter of some thousand rows.

export type ReportFilter = {
  /** Parts of titles or codes; everything when empty. */
  q?: string
  kind?: 'issues' | 'books' | null
}

/** Where the copies of a run went, by its running sums. */
export type RunPlaces = {
  printed: number
  postedToMembers: number
  /** Sold singly, net of copies that readers sent back. */
  sold: number
  /** Of those: by orders, at stalls of our own, by bookshops. */
  soldOwnShop: number
  soldAtStalls: number
  soldAtBookshops: number
  complimentary: number
  consigned: number
  damagedOrLost: number
  /** How many readers sent back. */
  returned: number
  onHand: number
  held: number
}

export type RunRow = RunPlaces & {
  edition: string
  run: number
  received: string
  revenueYen: number
  costYen: number | null
  texts: { locale: string; name: string }[]
  numberFrom: number | null
  numberTo: number | null
  soldLately: number
  priceYen: number | null
  /** Month by month, oldest first; empty unless asked for. */
  months: { month: string; sold: number; posted: number }[]
}

export type ReportSums = RunPlaces & { runs: number; revenueYen: number; costYen: number }

const SUMS: Record<Exclude<keyof ReportSums, 'runs' | 'held'>, string> = {
  printed: 'r.copies',
  postedToMembers: 'r.posted_to_members',
  sold: 'r.sold',
  soldOwnShop: 'r.sold - r.sold_at_stalls - r.sold_at_bookshops',
  soldAtStalls: 'r.sold_at_stalls',
  soldAtBookshops: 'r.sold_at_bookshops',
  complimentary: 'r.complimentary',
  consigned: 'r.consigned',
  damagedOrLost: 'r.damaged_or_lost',
  returned: 'r.returned',
  onHand: 'r.on_hand',
  revenueYen: 'r.revenue_yen',
  costYen: 'r.cost_yen',
}

/**
 * What all runs that are found add up to, exact far beyond what an integer of the database holds. Held copies are the edition's, so they are
 * added up edition by edition.
 */
export async function readSums(filter: ReportFilter): Promise<ReportSums> {
  const { where, values } = conditions(filter)
  const names = Object.keys(SUMS)
  const [sums] = await sqlRows<ReportSums>(
    db,
    `SELECT coalesce(sum(runs), 0)::int AS runs, coalesce(sum(least(held, "onHand")), 0)::float8 AS held,
            ${names.map((name) => `coalesce(sum("${name}"), 0)::float8 AS "${name}"`).join(', ')}
     FROM (SELECT count(*) AS runs, coalesce(max(l.held), 0) AS held,
                  ${Object.entries(SUMS)
                    .map(([name, column]) => `sum(${column}) AS "${name}"`)
                    .join(', ')}
           FROM print_runs r JOIN editions e ON e.id = r.edition_id JOIN titles t ON t.id = e.title_id
           LEFT JOIN stock_levels l ON l.edition_id = e.id
           WHERE r.received_on IS NOT NULL AND ${where} GROUP BY r.edition_id) AS found`,
    values,
  )
  if (!sums) throw new Error('a sum without a row')
  return sums
}

type Page = {
  limit: number
  offset: number
  /** The last row of the batch before: what came in since changes nothing about the next one. */
  after: Pick<RunRow, 'received' | 'edition' | 'run'> | null
  withMonths: boolean
}

/** Runs that were found, newest first. What needs a look at other tables is asked of these rows only. */
export async function readRuns(
  filter: ReportFilter,
  { limit, offset, after, withMonths }: Page,
  now: Date,
): Promise<RunRow[]> {
  const { where, values } = conditions(filter)
  const today = tokyoDayOf(now)
  const value = (one: unknown): string => `$${values.push(one)}`
  const rateFrom = value(firstOfRate(today))
  const priceOn = value(today)
  return await sqlRows<RunRow>(
    db,
    `SELECT x.edition, x.run, to_char(x.received_on, 'YYYY-MM-DD') AS received, x."revenueYen", x."costYen",
            ${PLACES.map((name) => `x."${name}"`).join(', ')},
            ${HELD} AS held, i.number_from AS "numberFrom", i.number_to AS "numberTo",
            (SELECT coalesce(json_agg(json_build_object('locale', y.locale, 'name', y.name) ORDER BY y.locale), '[]')
             FROM title_texts y WHERE y.title_id = x.title_id) AS texts,
            coalesce((SELECT sum(m.sold) FROM print_run_months m WHERE m.print_run_id = x.id AND m.month >= ${rateFrom}::date), 0)::int AS "soldLately",
            (SELECT p.price_yen FROM edition_prices p WHERE p.edition_id = x.edition_id AND p.valid_from <= ${priceOn}::date
             ORDER BY p.valid_from DESC LIMIT 1) AS "priceYen",
            ${withMonths ? MONTHS : `'[]'::json`} AS months
     FROM (SELECT r.id, r.edition_id, r.received_on, r.number AS run, e.sku AS edition, e.title_id,
                  ${Object.entries(SUMS)
                    .map(([name, column]) => `${column} AS "${name}"`)
                    .join(', ')}
           FROM print_runs r JOIN editions e ON e.id = r.edition_id JOIN titles t ON t.id = e.title_id
           WHERE r.received_on IS NOT NULL AND ${where} AND ${after ? comesAfter(after, value) : 'true'}
           ORDER BY r.received_on DESC, e.sku, r.number DESC LIMIT ${value(limit)} OFFSET ${value(offset)}) AS x
     LEFT JOIN issues i ON i.title_id = x.title_id
     ORDER BY x.received_on DESC, x.edition, x.run DESC`,
    values,
  )
}

const PLACES = Object.keys(SUMS).filter((name) => name !== 'revenueYen' && name !== 'costYen')

// Held copies are the edition's, spread over its runs first in, first out (DESIGN.md 3).
const HELD = `greatest(0, least(x."onHand",
  coalesce((SELECT l.held FROM stock_levels l WHERE l.edition_id = x.edition_id), 0)
  - coalesce((SELECT sum(o.on_hand) FROM print_runs o WHERE o.edition_id = x.edition_id AND o.received_on IS NOT NULL
              AND (o.received_on, o.number) < (x.received_on, x.run)), 0)))::int`

const MONTHS = `(SELECT coalesce(json_agg(json_build_object('month', m.month, 'sold', m.sold, 'posted', m.posted_to_members) ORDER BY m.month), '[]')
  FROM print_run_months m WHERE m.print_run_id = x.id)`

// The first condition alone is what the index of the days can use.
function comesAfter(after: NonNullable<Page['after']>, value: (one: unknown) => string): string {
  const [received, edition, run] = [value(after.received), value(after.edition), value(after.run)]
  return `r.received_on <= ${received}::date AND (r.received_on < ${received}::date OR e.sku > ${edition} OR (e.sku = ${edition} AND r.number < ${run}))`
}

/** The first month that counts for the recent rate: this one and the five before it. */
function firstOfRate(today: TokyoDay): TokyoDay {
  const [year, month] = today.split('-').map(Number) as [number, number]
  return dayFromDb(new Date(Date.UTC(year, month - RATE_MONTHS, 1)))
}

function conditions({ q = '', kind = null }: ReportFilter): { where: string; values: unknown[] } {
  const values: unknown[] = []
  const parts: string[] = []
  const code = q.normalize('NFKC').toUpperCase().trim()
  if (code !== '') {
    const words = foldForSearch(q).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
    if (words.length === 0) return { where: 'false', values }
    values.push(code)
    const inTitle = words.map((word) => `position($${values.push(word)} IN t.search_text) > 0`)
    parts.push(`(position($1 IN e.sku) > 0 OR (${inTitle.join(' AND ')}))`)
  }
  if (kind !== null) parts.push(`(t.kind = 'periodical_issue') = ${kind === 'issues'}`)
  return { where: parts.length > 0 ? parts.join(' AND ') : 'true', values }
}
