import { db, sqlRows } from '#app/platform/db.server.ts'

/** The value of a setting that is in force: that of its newest row; undefined before there is one. It comes as it was stored, to be parsed. */
export async function newestSetting(key: string): Promise<unknown> {
  return (await newestRow(key))?.value
}

/**
 * The row of a setting that is in force; undefined before there is one. Rows are never changed: of the one that is known already the value
 * need not come again.
 * @param knownId whose value is left out
 */
export async function newestRow(
  key: string,
  knownId: string | null = null,
): Promise<{ id: string; value: unknown } | undefined> {
  const [row] = await sqlRows<{ id: string; value: unknown }>(
    db,
    `SELECT id, CASE WHEN id IS DISTINCT FROM $2::uuid THEN value END AS value
     FROM settings WHERE key = $1 ORDER BY recorded_at DESC, id DESC LIMIT 1`,
    [key, knownId],
  )
  return row
}
