import { expect, test } from 'vitest'
import { thirdClassVerdict } from '#app/domain/circulation.ts'

test('the figures of 2007: 511 of 900 are 56.8 %, and 720 would be needed', () => {
  const verdict = thirdClassVerdict({ run: 900, paid: 511 })
  expect(verdict.share).toBeCloseTo(0.568, 3)
  expect(verdict).toMatchObject({ needed: 720, isRunLargeEnough: true, isSoldEnough: false, passes: false })
})

test.each([
  [900, 720, true],
  [900, 719, false],
  [500, 400, true],
  [499, 499, false],
  [501, 400, false],
  [501, 401, true],
  [0, 0, false],
])('a run of %i with %i paid for', (run, paid, passes) => {
  expect(thirdClassVerdict({ run, paid }).passes).toBe(passes)
})
