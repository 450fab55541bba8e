import { pickText, type Locale } from '#app/domain/locale.ts'
import { db } from '#app/platform/db.server.ts'

/** So many are offered while a code is typed; any other may be typed all the same. */
const MOST_CHOICES = 200

/** Editions that may be printed again, the newest titles first. */
export async function loadNextChoices({
  locale,
}: {
  locale: Locale
}): Promise<{ sku: string; name: string }[]> {
  const editions = await db.edition.findMany({
    where: { format: 'print', state: { not: 'withdrawn' } },
    orderBy: [{ title: { publishedOn: 'desc' } }, { sku: 'asc' }],
    take: MOST_CHOICES,
    select: { sku: true, title: { select: { texts: { select: { locale: true, name: true } } } } },
  })
  return editions.map(({ sku, title }) => ({ sku, name: pickText(title.texts, locale)?.text.name ?? sku }))
}
