import { type HistoryEntry, type HistoryRow, toHistory } from '#app/features/desk/titles/history.ts'
import { db, sqlRows } from '#app/platform/db.server.ts'

/** Enough for years of a title; the audit log itself has all. */
const MOST_ROWS = 300

/** Of a title, its number, its words, its editions and their prices, also those that are no more. */
const ROWS = `
  WITH editions_of AS (SELECT id::text AS id FROM editions WHERE title_id = $1::text::uuid),
  found AS (
    SELECT a.* FROM audit_entries a WHERE a.table_name = 'titles' AND a.row_id = $1::text
    UNION ALL SELECT a.* FROM audit_entries a
      WHERE a.table_name = 'title_texts' AND a.row_id IN ($1::text || ' ja', $1::text || ' en', $1::text || ' ko', $1::text || ' tl')
    UNION ALL SELECT a.* FROM audit_entries a WHERE a.table_name = 'issues' AND a.row_id IN (
      SELECT id::text FROM issues WHERE title_id = $1::text::uuid
      UNION SELECT row_id FROM audit_entries
        WHERE table_name = 'issues' AND (before->>'title_id' = $1::text OR after->>'title_id' = $1::text))
    UNION ALL SELECT a.* FROM audit_entries a JOIN editions_of e ON e.id = a.row_id WHERE a.table_name = 'editions'
    UNION ALL SELECT a.* FROM audit_entries a JOIN editions_of e ON e.id = split_part(a.row_id, ' ', 1)
      WHERE a.table_name = 'edition_prices')
  SELECT f.at, s.name AS who, f.change, f.table_name AS "table", f.row_id AS "rowId", f.before, f.after
  FROM found f LEFT JOIN staff s ON s.id = f.staff_id
  WHERE $2::timestamptz IS NULL OR f.at > $2 ORDER BY f.at DESC, f.id LIMIT ${MOST_ROWS}`

/**
 * Who changed what of a title and when, newest first, from the audit log.
 * @param since only what came after the version of that instant
 */
export async function loadTitleHistory(
  titleId: string,
  { since = null }: { since?: Date | null } = {},
): Promise<HistoryEntry[]> {
  const [rows, editions] = await Promise.all([
    sqlRows<HistoryRow>(db, ROWS, [titleId, since]),
    db.edition.findMany({ where: { titleId }, select: { id: true, sku: true } }),
  ])
  const named = await withNames(rows)
  return toHistory(named, new Map(editions.map(({ id, sku }) => [id, sku])))
}

/** Who changed what of a periodical and when, newest first. */
export async function loadPeriodicalHistory(periodicalId: string): Promise<HistoryEntry[]> {
  const rows = await sqlRows<HistoryRow>(
    db,
    `SELECT a.at, s.name AS who, a.change, a.table_name AS "table", a.row_id AS "rowId", a.before, a.after
     FROM audit_entries a LEFT JOIN staff s ON s.id = a.staff_id
     WHERE a.table_name = 'periodicals' AND a.row_id = $1 ORDER BY a.at DESC, a.id LIMIT ${MOST_ROWS}`,
    [periodicalId],
  )
  return toHistory(rows, new Map())
}

/** Names of files and periodicals in place of their ids. */
async function withNames(rows: readonly HistoryRow[]): Promise<HistoryRow[]> {
  const sides = rows.flatMap(({ before, after }) => [before, after]) as (Record<string, unknown> | null)[]
  const idsOf = (field: string) => [
    ...new Set(sides.map((side) => side?.[field]).filter((id) => typeof id === 'string')),
  ]
  const [files, periodicals] = await Promise.all([
    db.storedFile.findMany({ where: { id: { in: idsOf('file_id') } }, select: { id: true, name: true } }),
    db.periodical.findMany({
      where: { id: { in: idsOf('periodical_id') } },
      select: { id: true, name: true },
    }),
  ])
  const names = new Map([...files, ...periodicals].map(({ id, name }) => [id, name]))
  const named = (side: unknown): unknown => {
    if (typeof side !== 'object' || side === null) return side
    const row: Record<string, unknown> = { ...side }
    for (const field of ['file_id', 'periodical_id']) {
      if (typeof row[field] === 'string') row[field] = names.get(row[field]) ?? row[field]
    }
    return row
  }
  return rows.map((row) => ({ ...row, before: named(row.before), after: named(row.after) }))
}
