import { db, sqlRows } from '#app/platform/db.server.ts'
import { tokyoDayOf } from '#app/domain/day.ts'
import { isLocale, pickText, type Locale } from '#app/domain/locale.ts'
import type { OfferedEdition } from '#app/domain/order.ts'
import { editionName } from '#app/features/catalogue/catalogue-texts.ts'

/**
 * The editions of a cart as they stand now: price in force today in Tokyo, stock, name in the reader's language. Codes that
 * do not exist, and titles that are not listed, are left out. Copies held by the reader's own unpaid order of this checkout count as
 * free for her, since the new order takes its place (woocommerce/woocommerce#67354).
 */
export async function loadOffer(
  skus: readonly string[],
  context: { locale: Locale; now: Date; checkoutKey?: string | null },
): Promise<OfferedEdition[]> {
  if (skus.length === 0) return []
  const editions = await sqlRows<EditionRow>(db, EDITIONS, [
    skus,
    tokyoDayOf(context.now),
    context.checkoutKey ?? null,
  ])
  return editions.map((edition) => {
    const { text, textLanguage } = nameOf(edition, context.locale)
    const isDeliverable = edition.format === 'print' || edition.hasFile
    return {
      editionId: edition.id,
      sku: edition.sku,
      format: edition.format,
      state: edition.state,
      priceYen: isDeliverable ? edition.priceYen : null,
      weightGrams: edition.weightGrams ?? 0,
      name: text,
      textLanguage,
      stock: edition.stock,
    }
  })
}

type EditionRow = Pick<OfferedEdition, 'sku' | 'format' | 'state' | 'priceYen' | 'stock'> & {
  id: string
  language: string
  weightGrams: number | null
  hasFile: boolean
  texts: { locale: string; name: string }[]
  editionsOfTitle: number
}

/**
 * By code, Tokyo day and checkout key: editions with the price in force and the stock without what the reader's own order holds. Taken from a
 * sub-select, the codes are not counted by the planner, which would plan anew for two of them each time: that takes longer than the rest.
 */
const EDITIONS = `
  SELECT e.id, e.sku, e.language, e.format::text AS format, e.state::text AS state, e.weight_grams AS "weightGrams",
    e.file_id IS NOT NULL AS "hasFile",
    (SELECT p.price_yen FROM edition_prices p WHERE p.edition_id = e.id AND p.valid_from <= $2::date
     ORDER BY p.valid_from DESC LIMIT 1) AS "priceYen",
    json_build_object('onHand', coalesce(s.on_hand, 0), 'held', coalesce(s.held, 0) - own.held,
      'preordered', coalesce(s.preordered, 0) - own.preordered, 'preorderLimit', coalesce(s.preorder_limit, 0)) AS stock,
    (SELECT coalesce(json_agg(json_build_object('locale', x.locale, 'name', x.name)), '[]')
     FROM title_texts x WHERE x.title_id = t.id) AS texts,
    (SELECT count(*)::int FROM editions other WHERE other.title_id = t.id) AS "editionsOfTitle"
  FROM editions e JOIN titles t ON t.id = e.title_id AND t.listed
  LEFT JOIN stock_levels s ON s.edition_id = e.id
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(l.held), 0)::int AS held, coalesce(sum(l.preordered), 0)::int AS preordered
    FROM charges c JOIN orders o ON o.charge_id = c.id JOIN order_lines l ON l.order_id = o.id
    WHERE c.checkout_key = $3 AND c.state = 'open' AND c.method IN ('card', 'konbini') AND c.allocated_yen = 0
      AND l.edition_id = e.id AND l.format = 'print') own
  WHERE e.sku = ANY((SELECT $1::text[])::text[])`

/** The title in the reader's language or the nearest, and which of its editions, where there are several. */
function nameOf(
  edition: Pick<EditionRow, 'sku' | 'language' | 'format' | 'texts' | 'editionsOfTitle'>,
  locale: Locale,
): { text: string; textLanguage: Locale } {
  const found = pickText(edition.texts, locale)?.text
  const textLanguage = isLocale(found?.locale) ? found.locale : locale
  const name = found?.name ?? edition.sku
  if (edition.editionsOfTitle === 1) return { text: name, textLanguage }
  return { text: `${name} (${editionName(edition, textLanguage)})`, textLanguage }
}
