import { pickText, type Locale } from '#app/domain/locale.ts'
import { type HistoryEntry, type HistoryRow, toHistory } from '#app/features/desk/titles/history.ts'
import { db, sqlRows } from '#app/platform/db.server.ts'

/** Enough for years of a title; the audit log itself has all. */
const MOST_ROWS = 300

/**
 * Of a title, its number, its words, its editions and their prices, also those that are no more, and the supplements that hang on its editions
 * or did so once. What came after a version of the title leaves them out: they have versions of their own.
 */
const ROWS = `
  WITH editions_of AS (SELECT id::text AS id FROM editions WHERE title_id = $1::text::uuid),
  supplements_of AS (
    SELECT s.id::text AS id FROM supplements s JOIN editions_of e ON e.id = s.edition_id::text WHERE $2::timestamptz IS NULL
    UNION SELECT a.row_id FROM audit_entries a JOIN editions_of e ON e.id IN (a.before->>'edition_id', a.after->>'edition_id')
      WHERE a.table_name = 'supplements' AND $2::timestamptz IS NULL),
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
      WHERE a.table_name = 'edition_prices'
    UNION ALL SELECT a.* FROM audit_entries a JOIN supplements_of s ON s.id = split_part(a.row_id, ' ', 1)
      WHERE a.table_name IN ('supplements', 'supplement_texts')
    UNION ALL SELECT a.* FROM audit_entries a JOIN supplement_announcements n ON n.id::text = a.row_id
      JOIN supplements_of s ON s.id = n.supplement_id::text WHERE a.table_name = 'supplement_announcements')
  SELECT f.at, s.name AS who, f.change, f.table_name AS "table", f.row_id AS "rowId", coalesce(f.after, f.before)->>'supplement_id' AS "ofId", f.before, f.after
  FROM found f LEFT JOIN staff s ON s.id = f.staff_id
  WHERE $2::timestamptz IS NULL OR f.at > $2 ORDER BY f.at DESC, f.id LIMIT ${MOST_ROWS}`

/**
 * Who changed what of a title and when, newest first, from the audit log.
 * @param since only what came after the version of that instant
 * @param locale in which supplements are named
 */
export async function loadTitleHistory(
  titleId: string,
  { since = null, locale = 'ja' }: { since?: Date | null; locale?: Locale } = {},
): Promise<HistoryEntry[]> {
  const [rows, editions] = await Promise.all([
    sqlRows<HistoryRow>(db, ROWS, [titleId, since]),
    db.edition.findMany({ where: { titleId }, select: { id: true, sku: true } }),
  ])
  const [named, supplements] = await Promise.all([withNames(rows), supplementNames(rows, locale)])
  return toHistory(named, { skus: new Map(editions.map(({ id, sku }) => [id, sku])), supplements })
}

/** What the supplements of these rows are called now, and which edition they hang on. */
async function supplementNames(
  rows: readonly HistoryRow[],
  locale: Locale,
): Promise<ReadonlyMap<string, { name: string; sku: string }>> {
  const ids = rows
    .filter(({ table }) => table.startsWith('supplement'))
    .map(({ rowId, ofId }) => ofId ?? rowId.split(' ')[0] ?? '')
  const found = await db.supplement.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, slug: true, texts: true, edition: { select: { sku: true } } },
  })
  return new Map(
    found.map(({ id, slug, texts, edition }) => {
      return [id, { name: pickText(texts, locale)?.text.name ?? slug, sku: edition.sku }]
    }),
  )
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
  return toHistory(rows, { skus: new Map() })
}

/** Names of files, periodicals and editions in place of their ids. */
async function withNames(rows: readonly HistoryRow[]): Promise<HistoryRow[]> {
  const sides = rows.flatMap(({ before, after }) => [before, after]) as (Record<string, unknown> | null)[]
  const idsOf = (field: string) => [
    ...new Set(sides.map((side) => side?.[field]).filter((id) => typeof id === 'string')),
  ]
  const [files, periodicals, editions] = await Promise.all([
    db.storedFile.findMany({ where: { id: { in: idsOf('file_id') } }, select: { id: true, name: true } }),
    db.periodical.findMany({
      where: { id: { in: idsOf('periodical_id') } },
      select: { id: true, name: true },
    }),
    db.edition.findMany({ where: { id: { in: idsOf('edition_id') } }, select: { id: true, sku: true } }),
  ])
  const names = new Map([
    ...[...files, ...periodicals].map(({ id, name }) => [id, name] as const),
    ...editions.map(({ id, sku }) => [id, sku] as const),
  ])
  const named = (side: unknown): unknown => {
    if (typeof side !== 'object' || side === null) return side
    const row: Record<string, unknown> = { ...side }
    for (const field of ['file_id', 'periodical_id', 'edition_id']) {
      if (typeof row[field] === 'string') row[field] = names.get(row[field]) ?? row[field]
    }
    return row
  }
  return rows.map((row) => ({ ...row, before: named(row.before), after: named(row.after) }))
}
