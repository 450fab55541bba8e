import type { SupplementKind } from '#app/features/desk/supplements/supplement.ts'
import { db } from '#app/platform/db.server.ts'

/** What mails and letters tell of a supplement. */
export type ToldSupplement = {
  id: string
  slug: string
  kind: SupplementKind
  language: string
  texts: { locale: string; name: string; note: string | null }[]
  sku: string
  titleSlug: string
  titleTexts: { locale: string; name: string }[]
}

/** A supplement to be announced; null when it is gone or not for readers. */
export async function loadToldSupplement(id: string): Promise<ToldSupplement | null> {
  const row = await db.supplement.findFirst({
    where: { id, publishedOn: { not: null } },
    select: {
      id: true,
      slug: true,
      kind: true,
      language: true,
      texts: { select: { locale: true, name: true, note: true } },
      edition: {
        select: {
          sku: true,
          title: { select: { slug: true, texts: { select: { locale: true, name: true } } } },
        },
      },
    },
  })
  if (!row) return null
  const { edition, ...supplement } = row
  return {
    ...supplement,
    sku: edition.sku,
    titleSlug: edition.title.slug,
    titleTexts: edition.title.texts,
  }
}
