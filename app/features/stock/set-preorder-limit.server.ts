import { db, inTransaction } from '#app/platform/db.server.ts'

export const MOST_PREORDERS = 1_000_000

export type PreorderLimitResult =
  | { ok: true }
  | { ok: false; reason: 'unknown-edition' }
  | { ok: false; reason: 'below-preordered'; preordered: number }

/**
 * Sets how many copies of a printed edition may be ordered before its next run comes in. Never below what is pre-ordered already: those
 * copies are promised.
 * @param limit copies, 0 to MOST_PREORDERS
 */
export async function setPreorderLimit(sku: string, limit: number): Promise<PreorderLimitResult> {
  const edition = await db.edition.findUnique({ where: { sku, format: 'print' }, select: { id: true } })
  if (!edition) return { ok: false, reason: 'unknown-edition' }
  const editionId = edition.id
  return await inTransaction(async (tx) => {
    await tx.stockLevel.createMany({ data: [{ editionId }], skipDuplicates: true })
    const set = await tx.stockLevel.updateMany({
      where: { editionId, preordered: { lte: limit } },
      data: { preorderLimit: limit },
    })
    if (set.count === 1) return { ok: true }
    const { preordered } = await tx.stockLevel.findUniqueOrThrow({ where: { editionId } })
    return { ok: false, reason: 'below-preordered', preordered }
  })
}
