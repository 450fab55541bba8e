import type { TokyoDay } from '#app/domain/day.ts'
import type { Result } from '#app/domain/result.ts'
import type { Yen } from '#app/domain/money.ts'

export const ZONES = ['japan', 'asia', 'world'] as const

/** Where a parcel goes, as far as postage tells places apart. */
export type Zone = (typeof ZONES)[number]

/** What posting a parcel of up to `maxGrams` costs the reader, with tax, from a day on. Rows of one zone and day make a table. */
export type ShippingRate = { zone: Zone; validFrom: TokyoDay; maxGrams: number; priceYen: Yen }

/** East, South-East and South Asia by ISO 3166-1 code, drawn as Japan Post draws its zones for Asia. */
const ASIA = new Set('BD BN BT CN HK ID IN KH KR LA LK MM MN MO MV MY NP PH PK SG TH TL TW VN'.split(' '))

/**
 * The zone of a country by its ISO 3166-1 code of two letters; a country that is not listed is `world`.
 * Throws a RangeError on anything that is not a code. Example: JP is japan, KR and PH are asia, BR is world.
 */
export function zoneOf(countryCode: string): Zone {
  if (!/^[A-Z]{2}$/.test(countryCode))
    throw new RangeError(`not a country code: ${JSON.stringify(countryCode)}`)
  if (countryCode === 'JP') return 'japan'
  return ASIA.has(countryCode) ? 'asia' : 'world'
}

/**
 * What posting a parcel costs: of the zone's table in force, the newest that is not after the day, the row with the smallest `maxGrams`
 * that holds it. A newer table replaces the older one whole. Nothing to post (0 grams: downloads only) costs 0 yen.
 * Refuses with `no-rate` where the zone has no table in force, `too-heavy` with the limit where none of its rows holds the parcel.
 * Throws a RangeError if the grams are negative or not whole. Example: with rows of 150 g for 180 yen and 1,000 g for 360 yen, 151 g cost 360 yen.
 */
export function shippingPrice(
  rates: readonly ShippingRate[],
  { zone, grams, day }: { zone: Zone; grams: number; day: TokyoDay },
): Result<{ priceYen: Yen }, { reason: 'too-heavy' | 'no-rate'; maxGrams?: number }> {
  if (!Number.isSafeInteger(grams) || grams < 0) throw new RangeError(`not a weight in grams: ${grams}`)
  if (grams === 0) return { ok: true, priceYen: 0 }

  const known = rates.filter((rate) => rate.zone === zone && rate.validFrom <= day)
  const newest = known.reduce<TokyoDay | null>(
    (latest, rate) => (latest === null || rate.validFrom > latest ? rate.validFrom : latest),
    null,
  )
  const table = known.filter((rate) => rate.validFrom === newest).sort((a, b) => a.maxGrams - b.maxGrams)
  const heaviest = table.at(-1)
  if (heaviest === undefined) return { ok: false, reason: 'no-rate' }

  const row = table.find((rate) => grams <= rate.maxGrams)
  if (row === undefined) return { ok: false, reason: 'too-heavy', maxGrams: heaviest.maxGrams }
  return { ok: true, priceYen: row.priceYen }
}
