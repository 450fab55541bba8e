import { refreshSearchIndex } from '#app/features/catalogue/search-index.server.ts'
import { periodicalSeen, type TypedPeriodical } from '#app/features/desk/titles/periodical-form.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { inTransaction, sqlRows } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

export type SavePeriodicalResult = { ok: true } | { ok: false; reason: 'not-found' | 'slug-used' | 'changed' }

/** Makes a periodical, without issues yet. */
export async function createPeriodical(typed: TypedPeriodical): Promise<SavePeriodicalResult> {
  try {
    await inTransaction((tx) => tx.periodical.create({ data: { id: newId(), ...typed } }))
    return { ok: true }
  } catch (error) {
    if (hasDatabaseCode(error, DB_CODE.unique)) return { ok: false, reason: 'slug-used' }
    throw error
  }
}

/**
 * Saves name and ISSN of a periodical; its address stays. Its issues are found by the new name.
 * @param seen what the form was made from (`periodicalSeen`); nothing is done when somebody has saved since
 */
export async function updatePeriodical(
  slug: string,
  { name, issn }: Pick<TypedPeriodical, 'name' | 'issn'>,
  { seen }: { seen: string },
): Promise<SavePeriodicalResult> {
  return await inTransaction(async (tx): Promise<SavePeriodicalResult> => {
    const [row] = await sqlRows<TypedPeriodical & { id: string }>(
      tx,
      'SELECT id, slug, name, issn FROM periodicals WHERE slug = $1 FOR UPDATE',
      [slug],
    )
    if (!row) return { ok: false, reason: 'not-found' }
    if (periodicalSeen(row) !== seen) return { ok: false, reason: 'changed' }
    await tx.periodical.update({ where: { id: row.id }, data: { name, issn } })
    const issues = await tx.issue.findMany({ where: { periodicalId: row.id }, select: { titleId: true } })
    const titleIds = issues.map(({ titleId }) => titleId)
    if (row.name !== name) await refreshSearchIndex(titleIds, tx)
    return { ok: true }
  })
}
