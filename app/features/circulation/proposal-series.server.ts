import { dayToDb, tokyoDay, type TokyoDay } from '#app/domain/day.ts'
import type { HistoryMonth, PrintedItem } from '#app/domain/print-history.ts'
import { includedTax, taxRateOn } from '#app/domain/tax.ts'
import type { SeriesBasis } from '#app/features/circulation/proposal-arithmetic.ts'
import type { EditionFormat, EditionState } from '#app/generated/prisma/enums.ts'
import { db, sqlRows } from '#app/platform/db.server.ts'

export type PrintSeries = { basis: SeriesBasis; items: PrintedItem[] }

/** What decides what an edition is compared with. */
export type SeriesEdition = {
  id: string
  sku: string
  format: EditionFormat
  state: EditionState
  language: string
  kind: string
  periodicalId: string | null
}

/** The edition of a code; null where there is none. */
export async function findSeriesEdition(sku: string): Promise<SeriesEdition | null> {
  const edition = await db.edition.findUnique({
    where: { sku: sku.normalize('NFKC').trim().toUpperCase() },
    include: { title: { include: { issue: { select: { periodicalId: true } } } } },
  })
  if (!edition) return null
  const { id, format, state, language, title } = edition
  const periodicalId = title.issue?.periodicalId ?? null
  return { id, sku: edition.sku, format, state, language, kind: title.kind, periodicalId }
}

/**
 * What was printed before that a new run can be compared with, oldest first: for an issue the other issues of its periodical in its language,
 * all runs of one taken together; otherwise its own earlier runs, or before there are any the first runs of editions of its kind and language.
 */
export async function loadPrintSeries(edition: SeriesEdition): Promise<PrintSeries> {
  if (edition.periodicalId !== null) {
    const where = `i.periodical_id = $1::uuid AND e.language = $2 AND e.id <> $3::uuid`
    const items = await loadItems(where, [edition.periodicalId, edition.language, edition.id])
    return { basis: 'issues', items: items.map(({ item }) => item) }
  }
  const own = await loadItems('e.id = $1::uuid', [edition.id])
  if (own.length > 0) return { basis: 'runs', items: own.map(({ item }) => item) }
  const others = await loadItems(
    `i.id IS NULL AND t.kind::text = $1 AND e.language = $2
     AND NOT EXISTS (SELECT 1 FROM print_runs p WHERE p.edition_id = e.id AND p.received_on IS NOT NULL
                     AND (p.received_on, p.number) < (r.received_on, r.number))`,
    [edition.kind, edition.language],
  )
  return { basis: 'kind', items: others.map(({ item }) => item) }
}

/** Every series that has a history: the issues of each periodical by language, and the runs of each other edition. */
export async function loadAllSeries(): Promise<PrintedItem[][]> {
  const series = grouped(await loadItems('true', []), (one) => one.series)
  return [...series.values()].map((items) => items.map(({ item }) => item))
}

type RunRow = {
  id: string
  series: string
  item: string
  label: string
  decidedOn: string
  deliveredOn: string
  spoils: number
  priceYen: number | null
}
type MonthRow = Omit<HistoryMonth, 'month'> & { id: string; month: string }
type BillRow = { id: string; billedOn: string; netYen: number }

// A run that nobody ordered through the shop was decided when it came, at the latest.
const RUNS = `
  SELECT r.id::text AS id,
         CASE WHEN i.id IS NULL THEN e.id::text ELSE i.periodical_id || ' ' || e.language END AS series,
         CASE WHEN i.id IS NULL THEN r.id ELSE e.id END::text AS item,
         CASE WHEN i.id IS NULL THEN e.sku || ' ' || r.number ELSE e.sku END AS label,
         to_char(least(r.ordered_on, r.received_on), 'YYYY-MM-DD') AS "decidedOn", to_char(r.received_on, 'YYYY-MM-DD') AS "deliveredOn", r.spoils,
         (SELECT p.price_yen FROM edition_prices p WHERE p.edition_id = e.id
          ORDER BY p.valid_from <= least(r.ordered_on, r.received_on) DESC, abs(p.valid_from - least(r.ordered_on, r.received_on)) LIMIT 1) AS "priceYen"
  FROM print_runs r JOIN editions e ON e.id = r.edition_id JOIN titles t ON t.id = e.title_id LEFT JOIN issues i ON i.title_id = t.id
  WHERE r.received_on IS NOT NULL`

const MONTHS = `
  SELECT print_run_id::text AS id, to_char(moved_on, 'YYYY-MM') || '-01' AS month,
         coalesce(sum(copies) FILTER (WHERE kind = 'received'), 0)::int AS printed,
         coalesce(-sum(copies) FILTER (WHERE kind IN ('sold', 'reader_return', 'undeliverable', 'consignee_sold')), 0)::int AS sold,
         coalesce(-sum(copies) FILTER (WHERE kind IN ('posted_to_members', 'member_return')), 0)::int AS posted,
         coalesce(-sum(copies) FILTER (WHERE kind = 'complimentary'), 0)::int AS complimentary,
         coalesce(sum(copies) FILTER (WHERE kind NOT IN ('consigned', 'consignment_return')), 0)::int AS left
  FROM stock_movements WHERE print_run_id = ANY($1::uuid[]) GROUP BY 1, 2`

async function loadItems(
  where: string,
  values: readonly unknown[],
): Promise<{ series: string; item: PrintedItem }[]> {
  const runs = await sqlRows<RunRow>(
    db,
    `${RUNS} AND ${where} ORDER BY r.received_on, e.sku, r.number`,
    values,
  )
  if (runs.length === 0) return []
  const ids = [runs.map(({ id }) => id)]
  const months = grouped(await sqlRows<MonthRow>(db, MONTHS, ids), ({ id }) => id)
  const bills = grouped(
    await sqlRows<BillRow>(
      db,
      `SELECT print_run_id::text AS id, to_char(billed_on, 'YYYY-MM-DD') AS "billedOn", net_yen AS "netYen"
       FROM print_run_bills WHERE print_run_id = ANY($1::uuid[])`,
      ids,
    ),
    ({ id }) => id,
  )
  const byItem = grouped(runs, ({ item }) => item)
  return [...byItem.values()].flatMap((of) => {
    const [first] = of
    if (!first) return []
    const decidedOn = tokyoDay(first.decidedOn)
    const item: PrintedItem = {
      label: first.label,
      decidedOn,
      deliveredOn: tokyoDay(first.deliveredOn),
      months: of.flatMap(({ id }) =>
        (months.get(id) ?? []).map(({ id: _of, month, ...figures }) => ({
          month: tokyoDay(month),
          ...figures,
        })),
      ),
      bills: of.flatMap(({ id }) =>
        (bills.get(id) ?? []).map(({ billedOn, netYen }) => ({ billedOn: tokyoDay(billedOn), netYen })),
      ),
      spoils: of.reduce((sum, run) => sum + run.spoils, 0),
      netPriceYen: netPrice(first.priceYen, decidedOn),
    }
    return [{ series: first.series, item }]
  })
}

/** What a copy of an edition brings without tax, at the price of a day; null before it has one. */
export async function loadNetPrice(editionId: string, day: TokyoDay): Promise<number | null> {
  const prices = await db.editionPrice.findMany({
    where: { editionId, validFrom: { lte: dayToDb(day) } },
    orderBy: { validFrom: 'desc' },
    take: 1,
  })
  return netPrice(prices[0]?.priceYen ?? null, day)
}

function netPrice(priceYen: number | null, day: TokyoDay): number | null {
  return priceYen === null ? null : priceYen - includedTax(priceYen, taxRateOn(day))
}

/** The rows of each key, in the order in which the keys come. */
function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}
