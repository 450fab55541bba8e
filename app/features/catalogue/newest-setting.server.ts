import { db, sqlRows } from '#app/platform/db.server.ts'

/** The value of a setting that is in force: that of its newest row; undefined before there is one. It comes as it was stored, to be parsed. */
export async function newestSetting(key: string): Promise<unknown> {
  const [row] = await sqlRows<{ value: unknown }>(
    db,
    'SELECT value FROM settings WHERE key = $1 ORDER BY recorded_at DESC, id DESC LIMIT 1',
    [key],
  )
  return row?.value
}
