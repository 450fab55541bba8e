import { tokyoDayOf } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { titleDocuments } from '#app/features/catalogue/title-documents.server.ts'
import type { TitleView } from '#app/features/catalogue/title.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'

export type TitlePage = {
  title: TitleView
  /** The issues before and after it, where it is one of a periodical. */
  neighbours: TitleView[]
}

/**
 * A title with its editions and the issues beside it; null when readers may not see such a title.
 * @param withUnlisted for the desk: a title that is prepared and not yet shown; the issues beside it are still those that readers see
 */
export async function loadTitle(
  slug: string,
  { locale, withUnlisted = false }: { locale: Locale; withUnlisted?: boolean },
): Promise<TitlePage | null> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH wanted AS (
      SELECT t.id, i.periodical_id, i.number_from, i.number_to
      FROM titles t LEFT JOIN issues i ON i.title_id = t.id WHERE t.slug = ${slug} AND (t.listed OR ${withUnlisted})),
    shown AS (
      SELECT i.title_id, i.periodical_id, i.number_from, i.number_to
      FROM issues i JOIN titles t ON t.id = i.title_id WHERE t.listed)
    (SELECT id::text FROM wanted)
    UNION ALL
    (SELECT s.title_id::text FROM shown s JOIN wanted w USING (periodical_id)
     WHERE s.number_to < w.number_from ORDER BY s.number_to DESC LIMIT 1)
    UNION ALL
    (SELECT s.title_id::text FROM shown s JOIN wanted w USING (periodical_id)
     WHERE s.number_from > w.number_to ORDER BY s.number_from LIMIT 1)`
  const [wanted, ...others] = rows.map((row) => row.id)
  if (wanted === undefined) return null
  const titles = await titleDocuments([wanted, ...others], { locale, day: tokyoDayOf(now()) })
  const title = titles.find((candidate) => candidate.id === wanted)
  return title ? { title, neighbours: titles.filter((other) => other !== title) } : null
}
