import { pickText, type Locale } from '#app/domain/locale.ts'
import { foldForSearch } from '#app/domain/text-fold.ts'
import { editionName } from '#app/features/catalogue/catalogue-texts.ts'
import { db } from '#app/platform/db.server.ts'

/** More choices than this help nobody: another word does. */
const MOST_CHOICES = 30

export type EditionChoice = { sku: string; label: string; format: 'print' | 'pdf' }

/**
 * The editions that somebody at the desk may mean: the one of that code, or those of titles with all the words in them. Nothing for a
 * text without letters or digits.
 */
export async function findEditions(text: string, { locale }: { locale: Locale }): Promise<EditionChoice[]> {
  const sku = text.normalize('NFKC').toUpperCase().trim()
  const words = foldForSearch(text).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  if (words.length === 0) return []
  const select = {
    sku: true,
    language: true,
    format: true,
    title: { select: { texts: { select: { locale: true, name: true } } } },
  } as const
  const exact = await db.edition.findUnique({ where: { sku }, select })
  const found = exact
    ? [exact]
    : await db.edition.findMany({
        where: {
          state: { in: ['on_sale', 'forthcoming'] },
          title: { listed: true, AND: words.map((word) => ({ searchText: { contains: word } })) },
        },
        orderBy: [{ title: { publishedOn: 'desc' } }, { position: 'asc' }, { sku: 'asc' }],
        take: MOST_CHOICES,
        select,
      })
  return found.map((edition) => ({
    sku: edition.sku,
    format: edition.format,
    label: `${pickText(edition.title.texts, locale)?.text.name ?? edition.sku} (${editionName(edition, locale)}) ${edition.sku}`,
  }))
}
