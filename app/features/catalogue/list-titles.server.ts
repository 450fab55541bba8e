import { Prisma } from '#app/generated/prisma/client.ts'
import { tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { fallbackLocales, type Locale } from '#app/domain/locale.ts'
import type { EditionState } from '#app/domain/stock.ts'
import { stockWords } from '#app/domain/stock-words.ts'
import { countCatalogue, type CatalogueCounts } from '#app/features/catalogue/count-catalogue.server.ts'
import { matching } from '#app/features/catalogue/title-conditions.server.ts'
import { NO_STOCK, priceInForce } from '#app/features/catalogue/title-documents.server.ts'
import type { TitleFilters } from '#app/features/catalogue/title-filters.ts'
import type { TitleCard } from '#app/features/catalogue/title.ts'
import { now } from '#app/platform/clock.server.ts'
import { db, sqlRows } from '#app/platform/db.server.ts'

/** Titles on one page of the list. */
export const PAGE_SIZE = 24

export type TitleList = CatalogueCounts & {
  titles: TitleCard[]
  page: number
  /** At least 1. */
  pages: number
}

/** An edition on the page, with the title that it is of. */
type Row = Omit<TitleCard, 'text' | 'editions'> & {
  version: string | null
  locale: TitleCard['text']['locale']
  name: string
  format: 'print' | 'pdf'
  state: EditionState
  priceYen: number | null
  /** Null, as what follows, where no copy was ever counted. */
  onHand: number | null
  held: number
  preordered: number
  preorderLimit: number
}

/** One page of the catalogue, newest first, as its cards show it. A page beyond the last is empty and keeps its number. */
export async function listTitles(filters: TitleFilters, { locale }: { locale: Locale }): Promise<TitleList> {
  const rows = await loadRows(filters, { locale, day: tokyoDayOf(now()) })
  const { total, languages } = await countCatalogue(filters, rows[0]?.version ?? null)
  return {
    titles: cardsOf(rows),
    total,
    page: filters.page,
    pages: Math.max(1, Math.ceil(total / PAGE_SIZE)),
    languages,
  }
}

/**
 * All that the cards of one page show, in one statement, and the version of the catalogue that it is of. Titles without any text are left
 * out. Limits stand in the statement, so that a plan which is kept knows that the page is small.
 */
async function loadRows(
  filters: TitleFilters,
  { locale, day }: { locale: Locale; day: TokyoDay },
): Promise<Row[]> {
  const from = (filters.page - 1) * PAGE_SIZE
  const query = Prisma.sql`
    SELECT (SELECT version FROM catalogue_version) AS version,
      t.id, t.slug, t.kind, t.published_on::text AS "publishedOn", x.locale, x.name,
      e.format, e.state, (${priceInForce(day)}) AS "priceYen",
      s.on_hand AS "onHand", s.held, s.preordered, s.preorder_limit AS "preorderLimit"
    FROM (SELECT t.id, t.slug, t.kind, t.published_on FROM titles t WHERE ${matching(filters)}
          ORDER BY t.published_on DESC, t.id DESC
          LIMIT ${Prisma.raw(String(PAGE_SIZE))} ${from > 0 ? Prisma.sql`OFFSET ${from}` : Prisma.empty}) t
    JOIN title_texts x ON x.title_id = t.id AND x.locale = coalesce(
      (SELECT o.locale FROM title_texts o WHERE o.title_id = t.id AND o.locale = ${locale}),
      (SELECT o.locale FROM title_texts o WHERE o.title_id = t.id
       ORDER BY array_position(${[...fallbackLocales(locale)]}::text[], o.locale), o.locale LIMIT 1))
    JOIN editions e ON e.title_id = t.id
    LEFT JOIN stock_levels s ON s.edition_id = e.id
    ORDER BY t.published_on DESC, t.id DESC, e.position, e.sku`
  return await sqlRows<Row>(db, query.text, query.values)
}

/** A card for each title, in their order: the editions of one stand together. */
function cardsOf(rows: readonly Row[]): TitleCard[] {
  const cards: TitleCard[] = []
  for (const row of rows) {
    const { id, slug, kind, publishedOn, locale, name, format, state, priceYen } = row
    if (cards.at(-1)?.id !== id)
      cards.push({ id, slug, kind, publishedOn, text: { locale, name }, editions: [] })
    const stock = row.onHand === null ? NO_STOCK : { ...row, onHand: row.onHand }
    cards.at(-1)?.editions.push({ state, priceYen, stock: stockWords({ format, state, stock }) })
  }
  return cards
}
