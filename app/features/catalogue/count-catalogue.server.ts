import { Prisma } from '#app/generated/prisma/client.ts'
import { isShown, matching } from '#app/features/catalogue/title-conditions.server.ts'
import type { TitleFilters } from '#app/features/catalogue/title-filters.ts'
import { db, sqlRows } from '#app/platform/db.server.ts'

/** What all titles have to be looked at for. */
export type CatalogueCounts = {
  /** Titles that the filters find. */
  total: number
  /** The languages that the whole catalogue can be filtered by, most editions first. */
  languages: string[]
}

/** Counts of one version of the catalogue, by filters. */
let known: { version: string; counts: Map<string, CatalogueCounts> } | undefined

/** There are fewer kinds times languages; addresses may name more languages than there are. */
const MOST_COUNTS = 200

/**
 * The counts of a version of the catalogue, which are remembered, or else those of now. Words are counted each time: there is no end of
 * them, and the index finds them.
 * @param version as the database gave it (`catalogue_version`)
 */
export async function countCatalogue(
  filters: TitleFilters,
  version: string | null,
): Promise<CatalogueCounts> {
  const key = filters.q === '' ? `${filters.kind} ${filters.language}` : null
  const remembered = key !== null && known?.version === version ? known.counts.get(key) : undefined
  if (remembered) return remembered
  const counted = await count(filters)
  if (key !== null && counted.version !== null) {
    if (known?.version !== counted.version || known.counts.size >= MOST_COUNTS)
      known = { version: counted.version, counts: new Map() }
    known.counts.set(key, counted)
  }
  return counted
}

async function count(filters: TitleFilters): Promise<CatalogueCounts & { version: string | null }> {
  const query = Prisma.sql`
    SELECT (SELECT version FROM catalogue_version) AS version,
      (SELECT count(*)::int FROM titles t WHERE ${matching(filters)}) AS total,
      ARRAY(SELECT e.language FROM editions e JOIN titles t ON t.id = e.title_id
            WHERE ${isShown()} AND e.state <> 'withdrawn' GROUP BY e.language ORDER BY count(*) DESC, e.language) AS languages`
  const [counted] = await sqlRows<CatalogueCounts & { version: string | null }>(db, query.text, query.values)
  return counted ?? { version: null, total: 0, languages: [] }
}
