import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countDifference, countMovements, type CountReason } from '#app/domain/stock-count.ts'

const runs = [
  { printRunId: 'old', onHand: 3 },
  { printRunId: 'new', onHand: 10 },
]

test('a line that nobody counted has no difference', () => {
  expect(countDifference({ counted: null, expected: null })).toBe(0)
  expect(countDifference({ counted: 7, expected: 9 })).toBe(-2)
})

test('missing copies leave the oldest runs first, as what happened to them', () => {
  expect(countMovements(runs, -5, 'damaged')).toEqual([
    { printRunId: 'old', kind: 'damaged', copies: -3 },
    { printRunId: 'new', kind: 'damaged', copies: -2 },
  ])
  expect(countMovements(runs, -1, 'misposted')).toEqual([{ printRunId: 'old', kind: 'counted', copies: -1 }])
  expect(() => countMovements(runs, -14, 'lost')).toThrow(RangeError)
})

test('found copies are of the newest run', () => {
  expect(countMovements(runs, 4, 'lost')).toEqual([{ printRunId: 'new', kind: 'counted', copies: 4 }])
  expect(() => countMovements([], 1, 'found')).toThrow(RangeError)
  expect(countMovements([], 0, 'found')).toEqual([])
})

test('whatever is counted, the movements are the difference and no run goes below zero', () => {
  const reasons: CountReason[] = ['lost', 'damaged', 'found', 'miscounted', 'misposted', 'other']
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 500 }), { minLength: 1, maxLength: 6 }),
      fc.nat({ max: 4_000 }),
      fc.constantFrom(...reasons),
      (onHand, counted, reason) => {
        const shelf = onHand.map((copies, index) => ({ printRunId: `run-${index}`, onHand: copies }))
        const there = onHand.reduce((sum, copies) => sum + copies, 0)
        const movements = countMovements(shelf, counted - there, reason)
        expect(movements.reduce((sum, { copies }) => sum + copies, 0)).toBe(counted - there)
        for (const { printRunId, onHand: copies } of shelf) {
          const moved = movements.filter((one) => one.printRunId === printRunId)
          expect(copies + moved.reduce((sum, one) => sum + one.copies, 0)).toBeGreaterThanOrEqual(0)
        }
      },
    ),
  )
})
