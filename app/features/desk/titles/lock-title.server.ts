import { loadTitleHistory } from '#app/features/desk/titles/title-history.server.ts'
import type { HistoryEntry } from '#app/features/desk/titles/history.ts'
import { db, inTransaction, sqlRows, type Tx } from '#app/platform/db.server.ts'

/** A title that nobody else changes meanwhile. */
export type LockedTitle = {
  titleId: string
  slug: string
  listed: boolean
  /** The instant of the change: the title's next version, and what the history says. */
  at: Date
}

/** Somebody else was quicker: nothing was done, and this is what they did, newest first. */
export type ChangedTitle = { ok: false; reason: 'changed'; changes: HistoryEntry[] }

type Refused = { ok: false; reason: 'not-found' } | ChangedTitle

/**
 * The id of a title by its address, or by one that it had before (as long as the audit log remembers): somebody may have the form of a
 * title open whose address a colleague just changed.
 */
export async function findTitleId(slug: string): Promise<string | null> {
  const title = await db.title.findUnique({ where: { slug }, select: { id: true } })
  if (title) return title.id
  const [moved] = await sqlRows<{ id: string }>(
    db,
    `SELECT t.id::text AS id FROM audit_entries a JOIN titles t ON t.id::text = a.row_id
     WHERE a.table_name = 'titles' AND a.change = 'update' AND a.before->>'slug' = $1
     ORDER BY a.at DESC LIMIT 1`,
    [slug],
  )
  return moved?.id ?? null
}

/**
 * Changes a title, and all that hangs on it, in one transaction: `work` runs under a lock on the title, if nobody has changed it since the form
 * was made (`seen`, its `updatedAt` then). The title gets a new version, later than the one before it even if the clock stands still.
 * What `work` refuses undoes nothing by itself: it must refuse before it writes.
 */
export async function changeTitle<T extends { ok: boolean }>(
  slug: string,
  { seen, now }: { seen: string; now: Date },
  work: (tx: Tx, title: LockedTitle) => Promise<T>,
): Promise<T | Refused> {
  const titleId = await findTitleId(slug)
  if (!titleId) return { ok: false, reason: 'not-found' }
  const result = await inTransaction(async (tx) => {
    const [row] = await sqlRows<{ slug: string; listed: boolean; updatedAt: Date }>(
      tx,
      'SELECT slug, listed, updated_at AS "updatedAt" FROM titles WHERE id = $1 FOR UPDATE',
      [titleId],
    )
    if (!row || row.updatedAt.toISOString() !== seen) return null
    const at = new Date(Math.max(now.getTime(), row.updatedAt.getTime() + 1))
    // The triggers of the audit log write this instant, so that a version and its entries can be told by one another.
    await sqlRows(tx, `SELECT set_config('shop.now', $1, true)`, [at.toISOString()])
    return await work(tx, { titleId, slug: row.slug, listed: row.listed, at })
  })
  if (result) return result
  const since = new Date(seen)
  const known = Number.isNaN(since.getTime()) ? null : since
  return { ok: false, reason: 'changed', changes: await loadTitleHistory(titleId, { since: known }) }
}

/** Gives a title its new version, where nothing in its own row has changed. */
export async function touchTitle(tx: Tx, { titleId, at }: LockedTitle): Promise<void> {
  await sqlRows(tx, 'UPDATE titles SET updated_at = $2 WHERE id = $1', [titleId, at])
}
