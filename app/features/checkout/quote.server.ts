import { tokyoDayOf } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { draftOrder, type DraftResult, type OfferedEdition, type WantedLine } from '#app/domain/order.ts'
import { zoneOf } from '#app/domain/shipping.ts'
import { taxRateOn } from '#app/domain/tax.ts'
import { loadOffer, loadShippingRates } from '#app/features/checkout/load-offer.server.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'

export type CartQuote = { offered: OfferedEdition[]; result: DraftResult }

/**
 * What the lines of a cart cost at an instant, and whether they can be had: today's prices, stock, postage and tax. Without a country (the
 * cart, or an order of downloads) there is no postage in it. `checkoutKey` lets copies that the same reader's unpaid order holds
 * count as free for her. The cart, the confirmation page and `placeOrder` all ask here, so they cannot disagree.
 * @throws RangeError when `country` is not a code of two letters
 */
export async function quoteCart(
  lines: readonly WantedLine[],
  context: { locale: Locale; country: string | null; checkoutKey?: string | null; now: Date },
): Promise<CartQuote> {
  const { locale, country, checkoutKey = null, now } = context
  const zone = country === null ? null : zoneOf(country)
  const [offered, rates] = await Promise.all([
    loadOffer([...new Set(lines.map((line) => line.sku))], { locale, checkoutKey, now }),
    zone === null ? [] : loadShippingRates(zone, now),
  ])
  const day = tokyoDayOf(now)
  const result = draftOrder(lines, {
    offered,
    zone,
    rates,
    taxRate: taxRateOn(day),
    day,
    shippingText: { description: textsFor(locale)('order:shippingLine'), textLanguage: locale },
  })
  return { offered, result }
}
