import type { Locale } from '#app/domain/locale.ts'
import { editionName } from '#app/features/catalogue/catalogue-texts.ts'
import { loadTitle } from '#app/features/catalogue/load-title.server.ts'
import { isAwaited } from '#app/features/catalogue/title.ts'

export type AwaitedEdition = {
  sku: string
  /** In the reader's language, or in the one that it has. */
  titleName: string
  textLanguage: string
  editionName: string
  /** False when it can be bought, or never will be: nobody needs to be told. */
  isAwaited: boolean
}

/** The edition of a title that a reader asks to be told about; null when the catalogue shows no such one. */
export async function loadAwaited(
  { slug, sku }: { slug: string; sku: string },
  { locale }: { locale: Locale },
): Promise<AwaitedEdition | null> {
  const title = (await loadTitle(slug, { locale }))?.title
  const edition = title?.editions.find((candidate) => candidate.sku === sku)
  if (!title || !edition) return null
  return {
    sku,
    titleName: title.text.name,
    textLanguage: title.text.locale,
    editionName: editionName(edition, locale),
    isAwaited: isAwaited(edition),
  }
}
