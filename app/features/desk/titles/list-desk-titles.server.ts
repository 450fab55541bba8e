import { tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { LOCALES, pickText, type Locale } from '#app/domain/locale.ts'
import type { EditionState } from '#app/domain/stock.ts'
import { foldForSearch } from '#app/domain/text-fold.ts'
import { priceInForce } from '#app/features/catalogue/title-documents.server.ts'
import type { TitleKind } from '#app/features/catalogue/title.ts'
import type { DeskTitleFilters } from '#app/features/desk/titles/list-filters.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import { db } from '#app/platform/db.server.ts'

const PER_PAGE = 50

export type ListedTitle = {
  slug: string
  kind: TitleKind
  publishedOn: TokyoDay
  listed: boolean
  name: string
  nameLanguage: Locale
  /** Languages of the shop in which it has no words yet. */
  missing: Locale[]
  editions: { sku: string; state: EditionState; priceYen: number | null }[]
}

export type DeskTitleList = { titles: ListedTitle[]; total: number; pages: number }

type Row = Omit<ListedTitle, 'name' | 'nameLanguage' | 'missing' | 'editions'> & {
  texts: { locale: Locale; name: string }[] | null
  editions: ListedTitle['editions'] | null
}

/** Titles as the desk has them, unlisted ones too, newest first. The words of `q` are looked for as readers' searches do. */
export async function listDeskTitles(
  filters: DeskTitleFilters,
  { locale, now }: { locale: Locale; now: Date },
): Promise<DeskTitleList> {
  const where = Prisma.join(conditions(filters), ' AND ')
  const [counted, rows] = await Promise.all([
    db.$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total FROM titles t WHERE ${where}`,
    db.$queryRaw<Row[]>`
      SELECT t.slug, t.kind::text AS kind, t.published_on::text AS "publishedOn", t.listed,
        (SELECT json_agg(json_build_object('locale', x.locale, 'name', x.name)) FROM title_texts x WHERE x.title_id = t.id) AS texts,
        (SELECT json_agg(json_build_object('sku', e.sku, 'state', e.state, 'priceYen', (${priceInForce(tokyoDayOf(now))}))
                         ORDER BY e.position, e.sku) FROM editions e WHERE e.title_id = t.id) AS editions
      FROM titles t WHERE ${where} ORDER BY t.published_on DESC, t.id DESC
      LIMIT ${PER_PAGE} OFFSET ${(filters.page - 1) * PER_PAGE}`,
  ])
  const total = counted[0]?.total ?? 0
  return {
    titles: rows.map((row) => toListed(row, locale)),
    total,
    pages: Math.max(1, Math.ceil(total / PER_PAGE)),
  }
}

function toListed({ texts, editions, ...row }: Row, locale: Locale): ListedTitle {
  const named = pickText(texts ?? [], locale)?.text
  return {
    ...row,
    name: named?.name ?? row.slug,
    nameLanguage: named?.locale ?? locale,
    missing: LOCALES.filter((wanted) => !texts?.some((text) => text.locale === wanted)),
    editions: editions ?? [],
  }
}

function conditions({ q, shown, state }: DeskTitleFilters): Prisma.Sql[] {
  const wanted = [Prisma.sql`true`]
  if (shown) wanted.push(Prisma.sql`t.listed = ${shown === 'listed'}`)
  if (state) {
    wanted.push(
      Prisma.sql`EXISTS (SELECT 1 FROM editions s WHERE s.title_id = t.id AND s.state = ${state}::"EditionState")`,
    )
  }
  if (q === '') return wanted
  const words = foldForSearch(q).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  if (words.length === 0) return [Prisma.sql`false`]
  // Letters and digits only: nothing that LIKE would take for a wildcard.
  for (const word of words) wanted.push(Prisma.sql`t.search_text LIKE ${`%${word}%`}`)
  return wanted
}
