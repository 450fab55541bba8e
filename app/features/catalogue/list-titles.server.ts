import { Prisma } from '#app/generated/prisma/client.ts'
import { tokyoDayOf } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { foldForSearch, searchGrams } from '#app/domain/text-fold.ts'
import { titleDocuments } from '#app/features/catalogue/title-documents.server.ts'
import type { TitleFilters } from '#app/features/catalogue/title-filters.ts'
import type { TitleCard, TitleView } from '#app/features/catalogue/title.ts'
import { now } from '#app/platform/clock.server.ts'
import { db, sqlRows } from '#app/platform/db.server.ts'

/** Titles on one page of the list. */
export const PAGE_SIZE = 24

export type TitleList = {
  titles: TitleCard[]
  total: number
  page: number
  /** At least 1. */
  pages: number
  /** The languages that the whole catalogue can be filtered by, most editions first. */
  languages: string[]
}

/**
 * One page of the catalogue, newest first. A language finds its own editions and those in several languages. The words of `q` are
 * looked for in all languages of a title, its contents, supplements, ISBN and numbers; all must be there.
 * A page beyond the last is empty and keeps its number.
 */
export async function listTitles(filters: TitleFilters, { locale }: { locale: Locale }): Promise<TitleList> {
  const where = Prisma.join([isShown(), ...conditions(filters)], ' AND ')
  const query = Prisma.sql`
    WITH found AS MATERIALIZED (SELECT t.id, t.published_on FROM titles t WHERE ${where})
    SELECT (SELECT count(*)::int FROM found) AS total,
      ARRAY(SELECT id::text FROM found ORDER BY published_on DESC, id DESC
            LIMIT ${PAGE_SIZE} OFFSET ${(filters.page - 1) * PAGE_SIZE}) AS ids,
      ARRAY(SELECT e.language FROM editions e JOIN titles t ON t.id = e.title_id
            WHERE ${isShown()} AND e.state <> 'withdrawn' GROUP BY e.language ORDER BY count(*) DESC, e.language) AS languages`
  const rows = await sqlRows<{ total: number; ids: string[]; languages: string[] }>(
    db,
    query.text,
    query.values,
  )
  const { total, ids, languages } = rows[0] ?? { total: 0, ids: [], languages: [] }
  const titles = await titleDocuments(ids, { locale, day: tokyoDayOf(now()) })
  return {
    titles: titles.map(cardOf),
    total,
    page: filters.page,
    pages: Math.max(1, Math.ceil(total / PAGE_SIZE)),
    languages,
  }
}

/** What a card shows: the rest would only travel through the renderer. */
function cardOf({ id, slug, kind, publishedOn, text, editions }: TitleView): TitleCard {
  return {
    id,
    slug,
    kind,
    publishedOn,
    text: { locale: text.locale, name: text.name },
    editions: editions.map(({ state, priceYen, stock }) => ({ state, priceYen, stock })),
  }
}

/** A title `t` that readers may find: listed, and not withdrawn in all its editions. */
export function isShown(): Prisma.Sql {
  return Prisma.sql`t.listed AND EXISTS (SELECT 1 FROM editions v WHERE v.title_id = t.id AND v.state <> 'withdrawn')`
}

function conditions({ kind, language, q }: TitleFilters): Prisma.Sql[] {
  const wanted: Prisma.Sql[] = []
  if (kind) wanted.push(Prisma.sql`t.kind = ${kind}::"TitleKind"`)
  if (language) {
    wanted.push(Prisma.sql`EXISTS (SELECT 1 FROM editions l
      WHERE l.title_id = t.id AND l.state <> 'withdrawn' AND l.language IN (${language}, 'mul'))`)
  }
  const words = foldForSearch(q).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  if (words.length === 0) return wanted
  // The index narrows by pairs of characters; the words themselves then decide. They hold letters and digits only: no wildcard.
  wanted.push(Prisma.sql`t.search_grams @> ${searchGrams(q)}::text[]`)
  for (const word of words) wanted.push(Prisma.sql`t.search_text LIKE ${`%${word}%`}`)
  return wanted
}
