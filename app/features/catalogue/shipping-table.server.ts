import { dayFromDb, dayToDb, tokyoDayOf } from '#app/domain/day.ts'
import { ZONES, type ShippingRate, type Zone } from '#app/domain/shipping.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'

/** All rates that are or were in force by today, for `shippingPrice` (domain/shipping.ts). */
export async function loadShippingRates(): Promise<ShippingRate[]> {
  const rows = await db.shippingRate.findMany({
    where: { validFrom: { lte: dayToDb(tokyoDayOf(now())) }, zone: { in: [...ZONES] } },
    orderBy: [{ validFrom: 'asc' }, { maxGrams: 'asc' }],
  })
  return rows.map((row) => ({ ...row, zone: row.zone as Zone, validFrom: dayFromDb(row.validFrom) }))
}

/** The rates in force today, zone by zone from the lightest parcel: of each zone its newest table, whole. */
export async function loadShippingTable(): Promise<{ zone: Zone; rates: ShippingRate[] }[]> {
  const all = await loadShippingRates()
  return ZONES.map((zone) => {
    const known = all.filter((rate) => rate.zone === zone)
    const newest = known.at(-1)?.validFrom
    return { zone, rates: known.filter((rate) => rate.validFrom === newest) }
  })
}
