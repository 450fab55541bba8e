import { Prisma } from '#app/generated/prisma/client.ts'
import type { TokyoDay } from '#app/domain/day.ts'
import { pickText, type Locale } from '#app/domain/locale.ts'
import { stockWords } from '#app/domain/stock-words.ts'
import type { StockLevel } from '#app/domain/stock.ts'
import type { EditionView, IssueView, SupplementView, TitleView } from '#app/features/catalogue/title.ts'
import { db, sqlRows } from '#app/platform/db.server.ts'

type TextRow = {
  locale: Locale
  name: string
  subtitle: string | null
  description: string
  contents: string | null
}
type SupplementRow = Omit<SupplementView, 'text'> & { texts: SupplementView['text'][] }
type EditionRow = Omit<EditionView, 'stock' | 'supplements'> & {
  stock: StockLevel | null
  supplements: SupplementRow[] | null
}
type TitleRow = Pick<TitleView, 'id' | 'slug' | 'kind' | 'publishedOn' | 'updatedAt'> & {
  texts: TextRow[] | null
  issue: IssueView | null
  editions: EditionRow[] | null
}

/** Of an edition of which no copy was ever counted. */
export const NO_STOCK: StockLevel = { onHand: 0, held: 0, preordered: 0, preorderLimit: 0 }

/**
 * Titles with all that a page shows of them, in one statement: the texts best for the reader, the price in force on the day, stock in
 * words; supplements that are published by then. In the order of `titleIds`; titles without any text are left out.
 */
export async function titleDocuments(
  titleIds: readonly string[],
  { locale, day }: { locale: Locale; day: TokyoDay },
): Promise<TitleView[]> {
  if (titleIds.length === 0) return []
  const query = Prisma.sql`
    SELECT jsonb_build_object(
      'id', t.id, 'slug', t.slug, 'kind', t.kind, 'publishedOn', t.published_on, 'updatedAt', t.updated_at,
      'texts', (
        SELECT jsonb_agg(jsonb_build_object('locale', x.locale, 'name', x.name, 'subtitle', x.subtitle,
                                            'description', x.description, 'contents', x.contents))
        FROM title_texts x WHERE x.title_id = t.id),
      'issue', (
        SELECT jsonb_build_object('periodical', p.name, 'issn', p.issn, 'numberFrom', i.number_from,
                                  'numberTo', i.number_to, 'datedOn', i.dated_on)
        FROM issues i JOIN periodicals p ON p.id = i.periodical_id WHERE i.title_id = t.id),
      'editions', (
        SELECT jsonb_agg(jsonb_build_object(
          'sku', e.sku, 'language', e.language, 'format', e.format, 'state', e.state, 'isbn', e.isbn, 'pages', e.pages,
          'weightGrams', e.weight_grams, 'publishedOn', e.published_on,
          'priceYen', (${priceInForce(day)}),
          'stock', (
            SELECT jsonb_build_object('onHand', s.on_hand, 'held', s.held, 'preordered', s.preordered,
                                      'preorderLimit', s.preorder_limit)
            FROM stock_levels s WHERE s.edition_id = e.id),
          'supplements', (
            SELECT jsonb_agg(jsonb_build_object(
              'slug', u.slug, 'kind', u.kind, 'language', u.language, 'publishedOn', u.published_on,
              'byteLength', f.byte_length,
              'texts', (SELECT jsonb_agg(jsonb_build_object('locale', y.locale, 'name', y.name, 'note', y.note))
                        FROM supplement_texts y WHERE y.supplement_id = u.id)) ORDER BY u.published_on, u.slug)
            FROM supplements u JOIN stored_files f ON f.id = u.file_id
            WHERE u.edition_id = e.id AND u.published_on <= ${day}::date)
        ) ORDER BY e.position, e.sku)
        FROM editions e WHERE e.title_id = t.id)
    ) AS title
    FROM titles t WHERE t.id = ANY(${titleIds}::uuid[])`
  const rows = await sqlRows<{ title: TitleRow }>(db, query.text, query.values)

  const views = rows.map(({ title }) => toView(title, locale))
  return titleIds
    .map((id) => views.find((view) => view?.id === id))
    .filter((view): view is TitleView => view !== undefined && view !== null)
}

/** The price of edition `e` that is in force on a day: the newest not after it. */
export function priceInForce(day: TokyoDay): Prisma.Sql {
  return Prisma.sql`SELECT c.price_yen FROM edition_prices c
    WHERE c.edition_id = e.id AND c.valid_from <= ${day}::date ORDER BY c.valid_from DESC LIMIT 1`
}

function toView(row: TitleRow, locale: Locale): TitleView | null {
  const text = pickText(row.texts ?? [], locale)?.text
  if (!text) return null
  const { texts: _texts, editions, ...title } = row
  return {
    ...title,
    text: { ...text, contents: text.contents?.split('\n').filter((line) => line.trim() !== '') ?? [] },
    editions: (editions ?? []).map((edition) => toEdition(edition, locale)),
  }
}

function toEdition({ stock, supplements, ...edition }: EditionRow, locale: Locale): EditionView {
  return {
    ...edition,
    stock: stockWords({ format: edition.format, state: edition.state, stock: stock ?? NO_STOCK }),
    supplements: (supplements ?? []).flatMap(({ texts, ...supplement }) => {
      const text = pickText(texts, locale)?.text
      return text ? [{ ...supplement, text }] : []
    }),
  }
}
