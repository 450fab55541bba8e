import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ageCurve, projectSales } from '#app/domain/age-curve.ts'

test('young issues tell of the first months, old ones of all', () => {
  // From the first month to the second 10 + 30 of 20 + 40 (2/3), from there on only the first one tells: 20 of 25.
  const curve = ageCurve([[10, 20, 25], [30, 40], [7]], 3)
  expect(curve.map(({ share }) => Math.round(share * 1000))).toEqual([533, 800, 1000])
  expect(curve.map(({ seenOn }) => seenOn)).toEqual([2, 1, 1])
})

test('where nobody was seen, half of the sales fall in three months', () => {
  const shares = ageCurve([], 12).map(({ share }) => share)
  expect(shares[2]).toBeCloseTo(0.5 / 0.9375, 6)
  expect(ageCurve([[0, 0, 0]], 3).every(({ seenOn }, index) => index === 2 || seenOn === 0)).toBe(true)
})

test('shares rise and stay between 0 and 1, returns or not', () => {
  const sold = fc.array(fc.array(fc.integer({ min: -20, max: 500 }), { maxLength: 12 }), { maxLength: 8 })
  fc.assert(
    fc.property(sold, (all) => {
      const shares = ageCurve(all).map(({ share }) => share)
      expect(shares).toHaveLength(12)
      expect(shares.at(-1)).toBe(1)
      expect(shares.every((share, index) => share >= 0 && share <= (shares[index + 1] ?? 1))).toBe(true)
    }),
  )
})

test('a projection is never below zero, and none is made of nearly nothing', () => {
  const curve = ageCurve([[1, 100]], 2)
  expect(projectSales([5], curve)).toBeNull()
  expect(projectSales([], curve)).toBeNull()
  expect(projectSales([5, 80], curve)).toBe(80)
  expect(projectSales([0, -2], curve)).toBe(0)
})
