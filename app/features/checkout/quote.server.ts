import { startOfDay, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { draftOrder, type DraftResult, type OfferedEdition, type WantedLine } from '#app/domain/order.ts'
import { zoneOf } from '#app/domain/shipping.ts'
import { taxRateOn } from '#app/domain/tax.ts'
import { loadShippingRates } from '#app/features/catalogue/shipping-table.server.ts'
import { loadOffer } from '#app/features/checkout/load-offer.server.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'

export type CartQuote = { offered: OfferedEdition[]; result: DraftResult }

/**
 * What the lines of a cart cost at an instant, and whether they can be had: today's prices, stock, postage and tax. Without a country (the
 * cart, or an order of downloads) there is no postage in it. `checkoutKey` lets copies that the same reader's unpaid order holds
 * count as free for her. The cart, the confirmation page and `placeOrder` all ask here, so they cannot disagree. The desk may ask for
 * the prices and postage of an earlier day, that of a quote which still holds, and for more copies than a reader may order by herself.
 * @throws RangeError when `country` is not a code of two letters
 */
export async function quoteCart(
  lines: readonly WantedLine[],
  context: {
    locale: Locale
    country: string | null
    checkoutKey?: string | null
    pricesOn?: TokyoDay
    mostCopies?: number
    now: Date
  },
): Promise<CartQuote> {
  const { locale, country, checkoutKey = null, pricesOn, mostCopies, now } = context
  const zone = country === null ? null : zoneOf(country)
  const pricesAt = pricesOn ? startOfDay(pricesOn) : now
  const [offered, rates] = await Promise.all([
    loadOffer([...new Set(lines.map((line) => line.sku))], { locale, checkoutKey, now: pricesAt }),
    zone === null ? [] : loadShippingRates([zone], pricesAt),
  ])
  const result = draftOrder(lines, {
    offered,
    zone,
    rates,
    taxRate: taxRateOn(tokyoDayOf(now)),
    day: tokyoDayOf(pricesAt),
    ...(mostCopies ? { mostCopies } : {}),
    shippingText: { description: textsFor(locale)('order:shippingLine'), textLanguage: locale },
  })
  return { offered, result }
}
