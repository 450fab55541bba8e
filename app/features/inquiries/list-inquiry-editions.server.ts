import { pickText, type Locale } from '#app/domain/locale.ts'
import { editionName } from '#app/features/catalogue/catalogue-texts.ts'
import { db } from '#app/platform/db.server.ts'

export type EditionOption = { sku: string; label: string }

/** The editions that somebody may ask about: all that the catalogue shows, newest titles first. */
export async function listInquiryEditions({ locale }: { locale: Locale }): Promise<EditionOption[]> {
  const editions = await db.edition.findMany({
    where: { state: { not: 'withdrawn' }, title: { listed: true } },
    orderBy: [{ title: { publishedOn: 'desc' } }, { position: 'asc' }, { sku: 'asc' }],
    select: {
      sku: true,
      language: true,
      format: true,
      title: { select: { texts: { select: { locale: true, name: true } } } },
    },
  })
  return editions.map((edition) => ({ sku: edition.sku, label: editionLabel(edition, locale) }))
}

type Named = {
  sku: string
  language: string
  format: 'print' | 'pdf'
  title: { texts: { locale: string; name: string }[] }
}

/** An edition by its title and what tells it from the title's others. */
export function editionLabel(edition: Named, locale: Locale): string {
  const name = pickText(edition.title.texts, locale)?.text.name ?? edition.sku
  return `${name} (${editionName(edition, locale)})`
}
