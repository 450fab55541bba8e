import { tokyoDay, type TokyoDay } from '#app/domain/day.ts'
import { thirdClassVerdict, type ThirdClassVerdict } from '#app/domain/circulation.ts'
import { pickText, type Locale } from '#app/domain/locale.ts'
import { MEMBER_CLASSES, PURPOSES } from '#app/features/circulation/write-stock-note.server.ts'
import { db, sqlRows } from '#app/platform/db.server.ts'

type MemberClass = (typeof MEMBER_CLASSES)[number]
type Purpose = (typeof PURPOSES)[number]

/** One issue's copies, as an auditor of circulation wants them: paid by class, single paid, free by purpose, returns, stock. */
export type CirculationStatement = {
  edition: string
  title: string
  titleLanguage: string
  issue: string
  datedOn: TokyoDay
  /** Good copies printed, over all runs. */
  run: number
  paidByClass: Record<MemberClass, number>
  singlePaid: number
  free: Record<Purpose, number>
  consigned: number
  damagedOrLost: number
  stock: number
  /** Memo: what came back of the paid ones, which are net of it. */
  returned: number
  paid: number
  verdict: ThirdClassVerdict
}

type Row = {
  id: string
  edition: string
  texts: { locale: string; name: string }[]
  numberFrom: number
  numberTo: number
  datedOn: string
  run: number
  sold: number
  posted: number
  consigned: number
  damagedOrLost: number
  stock: number
  returned: number
  issues: number
}

// Running sums of the runs; movements are looked at only for the statement of one issue.
const ISSUES = `
  SELECT e.id::text AS id, e.sku AS edition, i.number_from AS "numberFrom", i.number_to AS "numberTo", to_char(i.dated_on, 'YYYY-MM-DD') AS "datedOn",
         (SELECT coalesce(json_agg(json_build_object('locale', y.locale, 'name', y.name) ORDER BY y.locale), '[]')
          FROM title_texts y WHERE y.title_id = i.title_id) AS texts,
         sum(r.copies)::int AS run, sum(r.sold)::int AS sold, sum(r.posted_to_members)::int AS posted, sum(r.consigned)::int AS consigned,
         sum(r.damaged_or_lost)::int AS "damagedOrLost", sum(r.on_hand)::int AS stock,
         sum(r.returned)::int AS returned, count(*) OVER ()::int AS issues
  FROM issues i JOIN editions e ON e.title_id = i.title_id AND e.format = 'print' JOIN print_runs r ON r.edition_id = e.id AND r.received_on IS NOT NULL`

const GROUPED = `GROUP BY e.id, i.id ORDER BY i.dated_on DESC, e.sku`

type ListedStatement = Pick<
  CirculationStatement,
  'edition' | 'title' | 'titleLanguage' | 'issue' | 'datedOn' | 'run' | 'paid' | 'verdict'
>

/** Issues that were printed, newest first. @returns no pages beyond the last one, and one page when there is nothing */
export async function listStatements({
  locale,
  page,
  perPage,
}: {
  locale: Locale
  page: number
  perPage: number
}): Promise<{ issues: ListedStatement[]; pages: number }> {
  const rows = await sqlRows<Row>(db, `${ISSUES} ${GROUPED} LIMIT $1 OFFSET $2`, [
    perPage,
    (page - 1) * perPage,
  ])
  return {
    issues: rows.map((row) => headOf(row, locale)),
    pages: Math.max(1, Math.ceil((rows[0]?.issues ?? 0) / perPage)),
  }
}

/** The statement of one issue's edition; null when it is no printed issue, or nothing of it has come. */
export async function loadStatement(
  sku: string,
  { locale }: { locale: Locale },
): Promise<CirculationStatement | null> {
  const [row] = await sqlRows<Row>(db, `${ISSUES} WHERE e.sku = $1 ${GROUPED}`, [sku])
  if (!row) return null
  const kinds = await sqlRows<{
    memberClass: MemberClass | null
    purpose: Purpose | null
    copies: number
    back: number
  }>(
    db,
    `SELECT member_class::text AS "memberClass", purpose::text AS purpose, -sum(copies)::int AS copies,
            coalesce(sum(copies) FILTER (WHERE kind = 'member_return'), 0)::int AS back FROM stock_movements
     WHERE edition_id = $1::uuid AND kind IN ('posted_to_members', 'member_return', 'complimentary') GROUP BY 1, 2`,
    [row.id],
  )
  const figures = <Name extends string>(
    names: readonly Name[],
    of: 'memberClass' | 'purpose',
  ): Record<Name, number> =>
    Object.fromEntries(
      names.map((name) => [name, kinds.find((one) => one[of] === name)?.copies ?? 0]),
    ) as Record<Name, number>
  return {
    ...headOf(row, locale),
    paidByClass: figures(MEMBER_CLASSES, 'memberClass'),
    singlePaid: row.sold,
    free: figures(PURPOSES, 'purpose'),
    consigned: row.consigned,
    damagedOrLost: row.damagedOrLost,
    stock: row.stock,
    returned: row.returned + kinds.reduce((sum, { back }) => sum + back, 0),
  }
}

function headOf(row: Row, locale: Locale) {
  const named = pickText(row.texts, locale)?.text
  const paid = row.posted + row.sold
  return {
    edition: row.edition,
    title: named?.name ?? row.edition,
    titleLanguage: named?.locale ?? locale,
    issue: row.numberFrom === row.numberTo ? String(row.numberFrom) : `${row.numberFrom}-${row.numberTo}`,
    datedOn: tokyoDay(row.datedOn),
    run: row.run,
    paid,
    verdict: thirdClassVerdict({ run: row.run, paid }),
  }
}
