import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, tokyoDay } from '#app/domain/day.ts'
import { shippingPrice, zoneOf, ZONES, type ShippingRate } from '#app/domain/shipping.ts'

const OLD = tokyoDay('2023-10-01')
const NEW = tokyoDay('2024-10-01')
const RATES: ShippingRate[] = [
  { zone: 'japan', validFrom: OLD, maxGrams: 1000, priceYen: 310 },
  { zone: 'japan', validFrom: OLD, maxGrams: 150, priceYen: 180 },
  { zone: 'japan', validFrom: OLD, maxGrams: 3000, priceYen: 600 },
  { zone: 'japan', validFrom: NEW, maxGrams: 150, priceYen: 210 },
  { zone: 'japan', validFrom: NEW, maxGrams: 1000, priceYen: 360 },
  { zone: 'asia', validFrom: OLD, maxGrams: 500, priceYen: 800 },
]

describe('zones', () => {
  test.each([
    ['JP', 'japan'],
    ['KR', 'asia'],
    ['PH', 'asia'],
    ['VN', 'asia'],
    ['BR', 'world'],
    ['PE', 'world'],
    ['US', 'world'],
    ['SA', 'world'],
  ])('%s is %s', (country, zone) => {
    expect(zoneOf(country)).toBe(zone)
  })

  test.each(['', 'jp', 'JPN', 'J', 'ＪＰ', '日本'])('%j is no country code', (text) => {
    expect(() => zoneOf(text)).toThrow(RangeError)
  })
})

describe('the price of posting', () => {
  test.each([
    [1, 210],
    [150, 210],
    [151, 360],
    [1000, 360],
  ])('%i g within Japan cost %i yen', (grams, priceYen) => {
    expect(shippingPrice(RATES, { zone: 'japan', grams, day: NEW })).toEqual({ ok: true, priceYen })
  })

  test('a new table replaces the old one whole, from its day on', () => {
    expect(shippingPrice(RATES, { zone: 'japan', grams: 2000, day: addDays(NEW, -1) })).toEqual({
      ok: true,
      priceYen: 600,
    })
    expect(shippingPrice(RATES, { zone: 'japan', grams: 2000, day: NEW })).toEqual({
      ok: false,
      reason: 'too-heavy',
      maxGrams: 1000,
    })
  })

  test('a zone keeps its table when another gets a new one', () => {
    expect(shippingPrice(RATES, { zone: 'asia', grams: 500, day: NEW })).toEqual({ ok: true, priceYen: 800 })
  })

  test('a zone without a table in force has no rate', () => {
    expect(shippingPrice(RATES, { zone: 'world', grams: 100, day: NEW })).toEqual({
      ok: false,
      reason: 'no-rate',
    })
    expect(shippingPrice(RATES, { zone: 'japan', grams: 100, day: addDays(OLD, -1) })).toEqual({
      ok: false,
      reason: 'no-rate',
    })
  })

  test('nothing to post costs nothing, anywhere', () => {
    for (const zone of ZONES) {
      expect(shippingPrice([], { zone, grams: 0, day: NEW })).toEqual({ ok: true, priceYen: 0 })
    }
  })

  test.each([-1, 0.5, NaN])('%d g is no weight', (grams) => {
    expect(() => shippingPrice(RATES, { zone: 'japan', grams, day: NEW })).toThrow(RangeError)
  })

  test('does not depend on the order of rows, and rises with weight if the table does', () => {
    const rows = fc
      .uniqueArray(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 8 })
      .chain((limits) => fc.shuffledSubarray(limits, { minLength: limits.length }))
      .map((limits) =>
        limits.map((maxGrams): ShippingRate => ({
          zone: 'japan',
          validFrom: OLD,
          maxGrams,
          priceYen: maxGrams * 2,
        })),
      )
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 6000 }), (table, grams) => {
        const answer = shippingPrice(table, { zone: 'japan', grams, day: NEW })
        const limits = table.map((row) => row.maxGrams)
        const fitting = limits.filter((limit) => limit >= grams)
        expect(answer).toEqual(
          fitting.length > 0
            ? { ok: true, priceYen: Math.min(...fitting) * 2 }
            : { ok: false, reason: 'too-heavy', maxGrams: Math.max(...limits) },
        )
      }),
    )
  })
})
