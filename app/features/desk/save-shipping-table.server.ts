import { dayFromDb, dayToDb, type TokyoDay } from '#app/domain/day.ts'
import { ZONES, type ShippingRate, type Zone } from '#app/domain/shipping.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'

export type ShippingTable = { validFrom: TokyoDay; rates: { maxGrams: number; priceYen: number }[] }

/** Every table that a zone has had or will have, newest first. */
export async function listShippingTables(): Promise<{ zone: Zone; tables: ShippingTable[] }[]> {
  const rows = await db.shippingRate.findMany({ orderBy: [{ validFrom: 'desc' }, { maxGrams: 'asc' }] })
  return ZONES.map((zone) => {
    const ofZone = rows.filter((row) => row.zone === zone)
    const days = [...new Set(ofZone.map((row) => dayFromDb(row.validFrom)))]
    return {
      zone,
      tables: days.map((validFrom) => ({
        validFrom,
        rates: ofZone
          .filter((row) => dayFromDb(row.validFrom) === validFrom)
          .map(({ maxGrams, priceYen }) => ({ maxGrams, priceYen })),
      })),
    }
  })
}

/** Puts a zone's table into force from its day on. A zone has one table a day: what is announced is not rewritten. */
export async function saveShippingTable(
  rates: readonly ShippingRate[],
): Promise<{ ok: true } | { ok: false; reason: 'taken' }> {
  const [first] = rates
  if (!first) throw new RangeError('a table has rows')
  const validFrom = dayToDb(first.validFrom)
  return await inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('shipping-rates'))`
    if ((await tx.shippingRate.count({ where: { zone: first.zone, validFrom } })) > 0)
      return { ok: false, reason: 'taken' }
    await tx.shippingRate.createMany({
      data: rates.map(({ zone, maxGrams, priceYen }) => ({ zone, validFrom, maxGrams, priceYen })),
    })
    return { ok: true }
  })
}
