import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assertYen, isYen, splitByWeight, sumYen } from '#app/domain/money.ts'

const weights = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 2_000_000_000 })),
  {
    minLength: 1,
    maxLength: 12,
  },
)
const amounts = fc.integer({ min: -2_000_000_000, max: 2_000_000_000 })

describe('yen', () => {
  test('opencollective#5730, #8723: a tip of 15 % on 150 yen, 22.5, is no amount', () => {
    expect(isYen(150 * 0.15)).toBe(false)
    expect(() => assertYen(150 * 0.15)).toThrow(RangeError)
    expect(() => sumYen([100, 22.5])).toThrow(RangeError)
  })

  test.each(['500', null, undefined, NaN, Infinity, 500n, 2 ** 53, {}])('%s is no amount', (value) => {
    expect(isYen(value)).toBe(false)
    expect(() => assertYen(value)).toThrow(RangeError)
  })

  test('are whole and signed, and add up', () => {
    expect([0, 500, -500].every(isYen)).toBe(true)
    expect(sumYen([])).toBe(0)
    expect(sumYen([500, 1200, -200])).toBe(1500)
    expect(() => sumYen([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError)
  })
})

describe('splitByWeight', () => {
  test('gives left-over yen to the largest remainders, of equal ones to the first', () => {
    expect(splitByWeight(100, [1, 1, 1])).toEqual([34, 33, 33])
    expect(splitByWeight(101, [1, 1, 1])).toEqual([34, 34, 33])
    expect(splitByWeight(10, [1, 5, 1])).toEqual([2, 7, 1])
    expect(splitByWeight(1, [1, 2, 1])).toEqual([0, 1, 0])
  })

  test('gives nothing to a weight of zero, and splits evenly if there are only such', () => {
    expect(splitByWeight(99, [0, 2, 0, 1])).toEqual([0, 66, 0, 33])
    expect(splitByWeight(0, [0, 0])).toEqual([0, 0])
    expect(splitByWeight(5, [0, 0])).toEqual([3, 2])
    expect(splitByWeight(0, [])).toEqual([])
  })

  test('is exact beyond what a number holds', () => {
    expect(splitByWeight(9_007_199_254_740_991, [9_007_199_254_740_991, 9_007_199_254_740_990])).toEqual([
      4_503_599_627_370_496, 4_503_599_627_370_495,
    ])
  })

  test('refuses what cannot be split', () => {
    expect(() => splitByWeight(1, [])).toThrow(RangeError)
    expect(() => splitByWeight(1.5, [1])).toThrow(RangeError)
    expect(() => splitByWeight(1, [-1, 2])).toThrow(RangeError)
    expect(() => splitByWeight(1, [0.5])).toThrow(RangeError)
    expect(() => splitByWeight(1, [NaN])).toThrow(RangeError)
  })

  test('adds up exactly, each part its exact proportion rounded down or up', () => {
    fc.assert(
      fc.property(amounts, weights, (total, list) => {
        const parts = splitByWeight(total, list)
        expect(parts).toHaveLength(list.length)
        expect(sumYen(parts)).toBe(total)
        const sum = list.reduce((a, b) => a + b, 0)
        if (sum === 0) return
        parts.forEach((part, index) => {
          // |part x sum - total x weight| < sum, in whole numbers
          const off = BigInt(part) * BigInt(sum) - BigInt(total) * BigInt(list[index] ?? 0)
          expect((off < 0n ? -off : off) < BigInt(sum)).toBe(true)
          expect(Object.is(part, -0)).toBe(false)
        })
      }),
    )
  })

  test('never gives a part above its weight when the amount fits into the weights', () => {
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (list, fraction) => {
        const total = Math.floor(list.reduce((a, b) => a + b, 0) * fraction)
        splitByWeight(total, list).forEach((part, index) =>
          expect(part).toBeLessThanOrEqual(list[index] ?? 0),
        )
      }),
    )
  })

  test('splits a negative amount as the mirror image', () => {
    fc.assert(
      fc.property(amounts, weights, (total, list) => {
        const mirrored = splitByWeight(-total, list).map((part) => (part === 0 ? 0 : -part))
        expect(mirrored).toEqual(splitByWeight(total, list))
      }),
    )
  })
})
