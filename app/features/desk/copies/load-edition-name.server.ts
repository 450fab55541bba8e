import { pickText, type Locale } from '#app/domain/locale.ts'
import { db } from '#app/platform/db.server.ts'

/** What a printed edition is called at the desk. Null for any other code. */
export async function loadEditionName(
  sku: string,
  { locale }: { locale: Locale },
): Promise<{ sku: string; name: string; nameLanguage: string; isIssue: boolean } | null> {
  const edition = await db.edition.findUnique({
    where: { sku, format: 'print' },
    include: { title: { include: { texts: true, issue: { select: { id: true } } } } },
  })
  if (!edition) return null
  const named = pickText(edition.title.texts, locale)?.text
  return {
    sku,
    name: named?.name ?? sku,
    nameLanguage: named?.locale ?? locale,
    isIssue: edition.title.issue !== null,
  }
}
