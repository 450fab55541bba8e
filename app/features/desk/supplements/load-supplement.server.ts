import { dayFromDb, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { type Locale, pickText } from '#app/domain/locale.ts'
import { editionName } from '#app/features/catalogue/catalogue-texts.ts'
import type { SupplementKind, SupplementState } from '#app/features/desk/supplements/supplement.ts'
import { supplementState } from '#app/features/desk/supplements/supplement.ts'
import { supplementVersion } from '#app/features/desk/supplements/supplement-history.server.ts'
import { db } from '#app/platform/db.server.ts'
import { isUuid } from '#app/platform/id.server.ts'

export type DeskSupplement = {
  id: string
  slug: string
  kind: SupplementKind
  language: string
  publishedOn: TokyoDay | null
  state: SupplementState
  texts: { locale: Locale; name: string; note: string | null }[]
  edition: { sku: string; titleSlug: string; titleName: string; titleLanguage: string; name: string }
  file: { name: string; byteLength: number }
  /** What a form made now carries along. */
  version: string
}

/** A supplement as the desk shows it, with the edition's name in the desk's language; null when there is none of that id. */
export async function loadDeskSupplement(
  id: string,
  { locale, now }: { locale: Locale; now: Date },
): Promise<DeskSupplement | null> {
  if (!isUuid(id)) return null
  const row = await db.supplement.findUnique({
    where: { id },
    select: {
      id: true,
      slug: true,
      kind: true,
      language: true,
      publishedOn: true,
      texts: { select: { locale: true, name: true, note: true } },
      file: { select: { name: true, byteLength: true } },
      edition: {
        select: {
          sku: true,
          language: true,
          format: true,
          title: { select: { slug: true, texts: { select: { locale: true, name: true } } } },
        },
      },
    },
  })
  if (!row) return null
  const { edition, texts, ...supplement } = row
  const publishedOn = row.publishedOn && dayFromDb(row.publishedOn)
  const title = pickText(edition.title.texts, locale)?.text
  return {
    ...supplement,
    publishedOn,
    state: supplementState(publishedOn, tokyoDayOf(now)),
    texts: texts as DeskSupplement['texts'],
    edition: {
      sku: edition.sku,
      titleSlug: edition.title.slug,
      titleName: title?.name ?? edition.sku,
      titleLanguage: title?.locale ?? locale,
      name: editionName(edition, locale),
    },
    version: String(await supplementVersion(id)),
  }
}

/** The file of a supplement, seen by readers or not; null when there is none of that id. */
export async function loadDeskFile(id: string) {
  if (!isUuid(id)) return null
  const row = await db.supplement.findUnique({
    where: { id },
    select: { file: { select: { name: true, mediaType: true, content: true } } },
  })
  return row?.file ?? null
}
