import { db } from '#app/platform/db.server.ts'

export type PeriodicalRow = {
  slug: string
  name: string
  issn: string | null
  issues: number
  /** Its highest number so far; null before the first. */
  lastNumber: number | null
}

/** Every periodical, by name. */
export async function listPeriodicals(): Promise<PeriodicalRow[]> {
  return await db.$queryRaw<PeriodicalRow[]>`
    SELECT p.slug, p.name, p.issn, count(i.id)::int AS issues, max(i.number_to) AS "lastNumber"
    FROM periodicals p LEFT JOIN issues i ON i.periodical_id = p.id GROUP BY p.id ORDER BY p.name, p.slug`
}

/** One of them by its address; null when there is none. */
export async function loadPeriodical(
  slug: string,
): Promise<{ id: string; slug: string; name: string; issn: string | null } | null> {
  return await db.periodical.findUnique({ where: { slug } })
}
