import { pickText, type Locale } from '#app/domain/locale.ts'
import { availableCopies, type EditionState } from '#app/domain/stock.ts'
import { foldForSearch } from '#app/domain/text-fold.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import { db } from '#app/platform/db.server.ts'

/** A printed edition in copies. */
export type ListedStock = {
  edition: string
  name: string
  /** The language of the text (BCP 47), and that of its name. */
  language: string
  nameLanguage: string
  state: EditionState
  runs: number
  printed: number
  onHand: number
  held: number
  /** On hand and promised to nobody. */
  free: number
  preordered: number
  preorderLimit: number
  sold: number
}

type Row = Omit<ListedStock, 'name' | 'nameLanguage' | 'free'> & { texts: { locale: string; name: string }[] }

/**
 * Every printed edition with its copies, or those whose code, or all words in whose title, are like `q`. `sold` is net of what readers
 * sent back.
 * @param locale the language in which titles are named, where they have a name in it
 */
export async function listStock({ q = '', locale = 'ja' }: { q?: string; locale?: Locale } = {}): Promise<
  ListedStock[]
> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT e.sku AS edition, e.language, e.state::text AS state,
           (SELECT coalesce(json_agg(json_build_object('locale', x.locale, 'name', x.name) ORDER BY x.locale), '[]')
            FROM title_texts x WHERE x.title_id = e.title_id) AS texts,
           coalesce(r.runs, 0)::int AS runs, coalesce(r.printed, 0)::int AS printed,
           coalesce(l.on_hand, 0) AS "onHand", coalesce(l.held, 0) AS held, coalesce(l.preordered, 0) AS preordered,
           coalesce(l.preorder_limit, 0) AS "preorderLimit",
           coalesce(r.sold, 0)::int AS sold
    FROM editions e JOIN titles t ON t.id = e.title_id LEFT JOIN stock_levels l ON l.edition_id = e.id
    LEFT JOIN (SELECT edition_id, count(*) FILTER (WHERE copies > 0) AS runs, sum(copies) AS printed, sum(sold) AS sold
               FROM print_runs GROUP BY edition_id) r ON r.edition_id = e.id
    WHERE e.format = 'print' AND ${matches(q)} ORDER BY e.sku`
  return rows.map(({ texts, ...row }) => {
    const named = pickText(texts, locale)?.text
    return {
      ...row,
      name: named?.name ?? row.edition,
      nameLanguage: named?.locale ?? locale,
      free: availableCopies(row),
    }
  })
}

/** A text without letters or digits finds nothing; an empty one everything. */
function matches(q: string): Prisma.Sql {
  const code = q.normalize('NFKC').toUpperCase().trim()
  if (code === '') return Prisma.sql`true`
  const words = foldForSearch(q).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  if (words.length === 0) return Prisma.sql`false`
  const inTitle = words.map((word) => Prisma.sql`position(${word} IN t.search_text) > 0`)
  return Prisma.sql`(position(${code} IN e.sku) > 0 OR (${Prisma.join(inTitle, ' AND ')}))`
}
