import { Prisma } from '#app/generated/prisma/client.ts'
import { foldForSearch, searchGrams } from '#app/domain/text-fold.ts'
import type { TitleFilters } from '#app/features/catalogue/title-filters.ts'

/** A title `t` that readers may find: listed, and not withdrawn in all its editions. */
export function isShown(): Prisma.Sql {
  return Prisma.sql`t.listed AND EXISTS (SELECT 1 FROM editions v WHERE v.title_id = t.id AND v.state <> 'withdrawn')`
}

/**
 * A title `t` that readers may find and the filters let through. A language finds its own editions and those in several languages. The
 * words of `q` are looked for in all languages of a title, its contents, supplements, ISBN and numbers; all must be there.
 */
export function matching(filters: TitleFilters): Prisma.Sql {
  return Prisma.join([isShown(), ...conditions(filters)], ' AND ')
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
