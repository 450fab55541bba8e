import { findTitleId } from '#app/features/desk/titles/lock-title.server.ts'
import { db } from '#app/platform/db.server.ts'

/** An edition of a title by its code, under the title's address of today or before; null when it has no such edition. */
export async function findEdition({
  slug,
  sku,
}: {
  slug: string
  sku: string
}): Promise<{ id: string; sku: string } | null> {
  const titleId = await findTitleId(slug)
  return titleId
    ? await db.edition.findFirst({ where: { titleId, sku }, select: { id: true, sku: true } })
    : null
}
