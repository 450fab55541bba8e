import { copiesToComeOf, lockLevel } from '#app/features/stock/serve-preorders.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'

export const MOST_PREORDERS = 1_000_000

export type PreorderLimitResult =
  | { ok: true }
  | { ok: false; reason: 'unknown-edition' }
  | { ok: false; reason: 'below-preordered'; preordered: number }
  /** No run that is planned or ordered brings that many. */
  | { ok: false; reason: 'above-to-come'; toCome: number }

/**
 * Sets how many copies of a printed edition may be ordered before its next run comes in: never below what is pre-ordered already, for those
 * copies are promised, and never above what its planned and ordered runs are to bring.
 * @param limit copies, 0 to MOST_PREORDERS
 */
export async function setPreorderLimit(sku: string, limit: number): Promise<PreorderLimitResult> {
  const edition = await db.edition.findUnique({ where: { sku, format: 'print' }, select: { id: true } })
  if (!edition) return { ok: false, reason: 'unknown-edition' }
  const editionId = edition.id
  return await inTransaction(async (tx) => {
    await lockLevel(tx, editionId)
    const { preordered } = await tx.stockLevel.findUniqueOrThrow({ where: { editionId } })
    if (limit < preordered) return { ok: false, reason: 'below-preordered', preordered }
    const toCome = await copiesToComeOf(tx, editionId)
    if (limit > Math.max(toCome, preordered)) return { ok: false, reason: 'above-to-come', toCome }
    await tx.stockLevel.update({ where: { editionId }, data: { preorderLimit: limit } })
    return { ok: true }
  })
}
