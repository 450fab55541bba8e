import { db } from '#app/platform/db.server.ts'
import { dayFromDb, dayToDb, tokyoDayOf } from '#app/domain/day.ts'
import { isLocale, pickText, type Locale } from '#app/domain/locale.ts'
import type { OfferedEdition } from '#app/domain/order.ts'
import type { StockLevel } from '#app/domain/stock.ts'
import type { ShippingRate, Zone } from '#app/domain/shipping.ts'
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
  const own = context.checkoutKey ? await loadOwnHolds(context.checkoutKey) : []
  const today = dayToDb(tokyoDayOf(context.now))
  const editions = await db.edition.findMany({
    where: { sku: { in: [...skus] }, title: { listed: true } },
    select: {
      id: true,
      sku: true,
      language: true,
      format: true,
      state: true,
      weightGrams: true,
      fileId: true,
      stock: { select: { onHand: true, held: true, preordered: true, preorderLimit: true } },
      prices: { where: { validFrom: { lte: today } }, orderBy: { validFrom: 'desc' }, take: 1 },
      title: {
        select: { texts: { select: { locale: true, name: true } }, _count: { select: { editions: true } } },
      },
    },
  })
  return editions.map((edition) => {
    const { text, textLanguage } = nameOf(edition, context.locale)
    const isDeliverable = edition.format === 'print' || edition.fileId !== null
    return {
      editionId: edition.id,
      sku: edition.sku,
      format: edition.format,
      state: edition.state,
      priceYen: isDeliverable ? (edition.prices[0]?.priceYen ?? null) : null,
      weightGrams: edition.weightGrams ?? 0,
      name: text,
      textLanguage,
      stock: withoutOwn(
        edition.stock ?? { onHand: 0, held: 0, preordered: 0, preorderLimit: 0 },
        own.find((line) => line.editionId === edition.id),
      ),
    }
  })
}

/** The title in the reader's language or the nearest, and which of its editions, where there are several. */
function nameOf(
  edition: {
    sku: string
    language: string
    format: 'print' | 'pdf'
    title: { texts: { locale: string; name: string }[]; _count: { editions: number } }
  },
  locale: Locale,
): { text: string; textLanguage: Locale } {
  const found = pickText(edition.title.texts, locale)?.text
  const textLanguage = isLocale(found?.locale) ? found.locale : locale
  const name = found?.name ?? edition.sku
  if (edition.title._count.editions === 1) return { text: name, textLanguage }
  return { text: `${name} (${editionName(edition, textLanguage)})`, textLanguage }
}

type OwnHold = { editionId: string; held: number; preordered: number }

function withoutOwn(level: StockLevel, own: OwnHold | undefined): StockLevel {
  if (!own) return level
  return { ...level, held: level.held - own.held, preordered: level.preordered - own.preordered }
}

async function loadOwnHolds(checkoutKey: string): Promise<OwnHold[]> {
  const sums = await db.orderLine.groupBy({
    by: ['editionId'],
    where: {
      format: 'print',
      order: {
        charge: { checkoutKey, state: 'open', method: { in: ['card', 'konbini'] }, allocatedYen: 0 },
      },
    },
    _sum: { held: true, preordered: true },
  })
  return sums.map((sum) => ({
    editionId: sum.editionId,
    held: sum._sum.held ?? 0,
    preordered: sum._sum.preordered ?? 0,
  }))
}

/** The tables of postage that can be in force on or before today, for one zone. */
export async function loadShippingRates(zone: Zone, now: Date): Promise<ShippingRate[]> {
  const rows = await db.shippingRate.findMany({
    where: { zone, validFrom: { lte: dayToDb(tokyoDayOf(now)) } },
  })
  return rows.map((row) => ({ ...row, zone, validFrom: dayFromDb(row.validFrom) }))
}
