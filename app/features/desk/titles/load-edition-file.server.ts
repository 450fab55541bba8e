import { findEdition } from '#app/features/desk/titles/find-edition.server.ts'
import { db } from '#app/platform/db.server.ts'

/** The stored file of a PDF edition; null when it has none. */
export async function loadEditionFile(address: {
  slug: string
  sku: string
}): Promise<{ name: string; mediaType: string; content: Uint8Array<ArrayBuffer> } | null> {
  const edition = await findEdition(address)
  if (!edition) return null
  return await db.storedFile.findFirst({
    where: { editions: { some: { id: edition.id } } },
    select: { name: true, mediaType: true, content: true },
  })
}
