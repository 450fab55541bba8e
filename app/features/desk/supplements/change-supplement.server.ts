import { dayFromDb, type TokyoDay } from '#app/domain/day.ts'
import { refreshSearchIndex } from '#app/features/catalogue/search-index.server.ts'
import { supplementVersion } from '#app/features/desk/supplements/supplement-history.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import { isUuid } from '#app/platform/id.server.ts'

export type LockedSupplement = {
  id: string
  titleId: string
  sku: string
  publishedOn: TokyoDay | null
}

/** `changed`: somebody else was quicker than the form, and nothing was done. */
export type ChangeRefusal = { ok: false; reason: 'not-found' | 'changed' }

/**
 * Changes a supplement in one transaction: `work` runs under a lock on it, if nobody has changed it since the form was made (`seen`, its version
 * then). The search follows. What `work` refuses it must refuse before it writes.
 */
export async function changeSupplement<T extends { ok: boolean }>(
  id: string,
  { seen }: { seen: string },
  work: (tx: Tx, supplement: LockedSupplement) => Promise<T>,
): Promise<T | ChangeRefusal> {
  if (!isUuid(id)) return { ok: false, reason: 'not-found' }
  return await inTransaction(async (tx): Promise<T | ChangeRefusal> => {
    const supplement = await lockSupplement(tx, id)
    if (!supplement) return { ok: false, reason: 'not-found' }
    if (String(await supplementVersion(id, tx)) !== seen) return { ok: false, reason: 'changed' }
    const result = await work(tx, supplement)
    if (result.ok) {
      const { edition } = await tx.supplement.findUniqueOrThrow({
        where: { id },
        select: { edition: { select: { titleId: true } } },
      })
      await refreshSearchIndex([...new Set([supplement.titleId, edition.titleId])], tx)
    }
    return result
  })
}

/** A supplement, held until the transaction ends; null when there is none of that id. */
export async function lockSupplement(tx: Tx, id: string): Promise<LockedSupplement | null> {
  await tx.$queryRaw`SELECT id FROM supplements WHERE id = ${id}::uuid FOR UPDATE`
  const row = await tx.supplement.findUnique({
    where: { id },
    select: { publishedOn: true, edition: { select: { titleId: true, sku: true } } },
  })
  return row && { id, ...row.edition, publishedOn: row.publishedOn && dayFromDb(row.publishedOn) }
}
