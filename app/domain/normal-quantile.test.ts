import { expect, test } from 'vitest'
import { normalQuantile } from '#app/domain/normal-quantile.ts'

test.each([
  [0.5, 0],
  [0.9, 1.2815515655],
  [0.975, 1.9599639845],
  [0.99, 2.326347874],
  [0.01, -2.326347874],
  [0.3, -0.5244005127],
])('%d is reached %d standard deviations from the mean (tables)', (probability, deviations) => {
  expect(normalQuantile(probability)).toBeCloseTo(deviations, 7)
})

test('certainty has no quantile', () => {
  for (const wrong of [0, 1, -0.1, Number.NaN]) expect(() => normalQuantile(wrong)).toThrow(RangeError)
})
