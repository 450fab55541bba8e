import { tokyoDayOf } from '#app/domain/day.ts'
import { ZONES, type ShippingRate, type Zone } from '#app/domain/shipping.ts'
import { now } from '#app/platform/clock.server.ts'
import { db, sqlRows } from '#app/platform/db.server.ts'

/** All rates of these zones that are or were in force by the day of `at`, for `shippingPrice` (domain/shipping.ts). */
export async function loadShippingRates(zones: readonly Zone[], at: Date): Promise<ShippingRate[]> {
  return await sqlRows<ShippingRate>(
    db,
    `SELECT zone, valid_from::text AS "validFrom", max_grams AS "maxGrams", price_yen AS "priceYen" FROM shipping_rates
     WHERE valid_from <= $1::date AND zone = ANY($2) ORDER BY valid_from, max_grams`,
    [tokyoDayOf(at), zones],
  )
}

/** The rates in force today, zone by zone from the lightest parcel: of each zone its newest table, whole. */
export async function loadShippingTable(): Promise<{ zone: Zone; rates: ShippingRate[] }[]> {
  const all = await loadShippingRates(ZONES, now())
  return ZONES.map((zone) => {
    const known = all.filter((rate) => rate.zone === zone)
    const newest = known.at(-1)?.validFrom
    return { zone, rates: known.filter((rate) => rate.validFrom === newest) }
  })
}
