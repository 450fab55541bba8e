import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sumYen } from '#app/domain/money.ts'
import {
  copiesToCome,
  costOfCopies,
  costOfLoss,
  deliveryProblem,
  preorderLimitWithin,
  revenueByRun,
} from '#app/domain/print-run.ts'

describe('a delivery', () => {
  const run = { copiesOrdered: 900, copies: 600, overs: 0 }

  test.each([
    [{ copies: 300, overs: 0, spoils: 0 }, null],
    [{ copies: 320, overs: 20, spoils: 0 }, null],
    [
      { copies: 320, overs: 0, spoils: 5 },
      { reason: 'beyond-order', undeclared: 20 },
    ],
    [
      { copies: 320, overs: 19, spoils: 0 },
      { reason: 'beyond-order', undeclared: 1 },
    ],
    [{ copies: 0, overs: 0, spoils: 12 }, null],
    [{ copies: 0, overs: 0, spoils: 0 }, { reason: 'no-copies' }],
    [{ copies: 5, overs: 6, spoils: 0 }, { reason: 'overs-above-copies' }],
  ])('of %o to a run of which 600 of 900 are in', (delivery, problem) => {
    expect(deliveryProblem(run, delivery)).toEqual(problem)
  })

  test('of a run that nobody ordered is never too large', () => {
    expect(
      deliveryProblem({ copiesOrdered: null, copies: 0, overs: 0 }, { copies: 5000, overs: 0, spoils: 0 }),
    ).toBeNull()
  })
})

test('copies to come: what is ordered and not delivered, overs apart, of runs that are open', () => {
  const ordered = { state: 'ordered' as const, copiesOrdered: 900, copies: 620, overs: 20 }
  expect(copiesToCome(ordered)).toBe(300)
  expect(copiesToCome({ ...ordered, copies: 950, overs: 50 })).toBe(0)
  expect(copiesToCome({ ...ordered, state: 'delivered' })).toBe(0)
  expect(copiesToCome({ ...ordered, state: 'cancelled' })).toBe(0)
  expect(copiesToCome({ ...ordered, copiesOrdered: null })).toBe(0)
})

test('the limit of pre-orders follows what is to come, and never falls below what is promised', () => {
  expect(preorderLimitWithin(300, { toCome: 500, preordered: 10 })).toBe(300)
  expect(preorderLimitWithin(300, { toCome: 120, preordered: 10 })).toBe(120)
  expect(preorderLimitWithin(300, { toCome: 0, preordered: 10 })).toBe(10)
})

describe('what copies cost', () => {
  test('one by one the last takes the rest', () => {
    const run = { costYen: 1_000, printed: 3 }
    expect([0, 1, 2].map((gone) => costOfCopies({ ...run, gone }, 1))).toEqual([333, 333, 334])
    expect(costOfCopies({ ...run, gone: 3 }, -1)).toBe(-334)
    expect(costOfCopies({ costYen: null, printed: 3, gone: 0 }, 2)).toBe(0)
    expect(() => costOfCopies({ ...run, gone: 2 }, 2)).toThrow(RangeError)
    expect(() => costOfCopies({ ...run, gone: 2 }, -3)).toThrow(RangeError)
  })

  test('lost and found copies move what they had cost; copies that were never printed cost nothing', () => {
    const run = { costYen: 1_000, printed: 10, left: 4 }
    expect(costOfLoss(run, 4)).toBe(400)
    expect(costOfLoss(run, -6)).toBe(-600)
    expect(costOfLoss(run, -8)).toBe(-600)
    expect(costOfLoss({ ...run, left: 12 }, 2)).toBe(0)
    expect(costOfLoss({ ...run, left: 12 }, 3)).toBe(100)
    expect(costOfLoss({ ...run, costYen: null }, 3)).toBe(0)
  })

  test('however copies leave, all of them together cost what was billed', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 100_000_000 }),
        fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 30 }),
        (costYen, parcels) => {
          const printed = parcels.reduce((sum, copies) => sum + copies, 0)
          let gone = 0
          const costs = parcels.map((copies) => {
            const cost = costOfCopies({ costYen, printed, gone }, copies)
            gone += copies
            return cost
          })
          expect(sumYen(costs)).toBe(costYen)
          expect(costs.every((cost) => cost >= 0)).toBe(true)
        },
      ),
    )
  })
})

test('revenue is spread over runs by copies, whole and with its sign', () => {
  const parts = [
    { printRunId: 'a', copies: 2 },
    { printRunId: 'b', copies: 1 },
  ]
  expect(revenueByRun(parts, 1_000)).toEqual([
    { printRunId: 'a', amountYen: 667 },
    { printRunId: 'b', amountYen: 333 },
  ])
  expect(revenueByRun(parts, -1)).toEqual([{ printRunId: 'a', amountYen: -1 }])
  expect(revenueByRun([], 500)).toEqual([])
})
