import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import {
  criticalRatio,
  proposePrintRun,
  withSpoilage,
  type Comparable,
  type ProposalInputs,
} from '#app/domain/print-proposal.ts'

const ON = tokyoDay('2026-01-10')

function comparable(soldByMonth: number[], isSoldOut = false): Comparable {
  return { label: 'M-Net', deliveredOn: ON, soldByMonth, isSoldOut }
}

/** Seen for the whole year. */
function whole(sold: number): Comparable {
  return comparable(Array.from({ length: 12 }, () => sold))
}

function inputs(changes: Partial<ProposalInputs> = {}): ProposalInputs {
  return {
    owed: 0,
    complimentary: 0,
    spoilagePercent: 0,
    overageYen: 100,
    underageYen: 100,
    comparables: [],
    ...changes,
  }
}

const anyComparable = fc
  .record({
    months: fc.array(fc.integer({ min: -3, max: 200 }), { maxLength: 12 }),
    isSoldOut: fc.boolean(),
  })
  .map(({ months, isSoldOut }) => {
    let sum = 0
    return comparable(
      months.map((one) => (sum += one)),
      isSoldOut,
    )
  })
const anyInputs = fc.record({
  owed: fc.integer({ min: 0, max: 1_000_000 }),
  complimentary: fc.integer({ min: 0, max: 5_000 }),
  spoilagePercent: fc.integer({ min: 0, max: 500 }).map((tenths) => tenths / 10),
  overageYen: fc.integer({ min: 0, max: 5_000 }),
  underageYen: fc.integer({ min: 0, max: 5_000 }),
  comparables: fc.array(anyComparable, { maxLength: 12 }),
})

describe('whatever goes in', () => {
  test('whole copies come out, low <= proposed <= high, and enough for what is owed and given', () => {
    fc.assert(
      fc.property(anyInputs, (one) => {
        const { low, proposed, high, arithmetic } = proposePrintRun(one)
        for (const copies of [low, proposed, high]) expect(Number.isInteger(copies)).toBe(true)
        expect(low).toBeLessThanOrEqual(proposed)
        expect(proposed).toBeLessThanOrEqual(high)
        expect(low).toBeGreaterThanOrEqual(one.owed + one.complimentary)
        expect(arithmetic.needed).toBe(one.owed + one.complimentary + arithmetic.single.proposed)
        expect(proposed).toBe(arithmetic.needed + arithmetic.spoilage)
        expect(Number.isFinite(arithmetic.mean) && Number.isFinite(arithmetic.spread)).toBe(true)
      }),
    )
  })

  test('more owed, more given, more spoiled or a dearer missing copy never propose less', () => {
    fc.assert(
      fc.property(anyInputs, fc.integer({ min: 1, max: 900 }), (one, more) => {
        const { proposed } = proposePrintRun(one)
        const than = (changes: Partial<ProposalInputs>) => proposePrintRun({ ...one, ...changes }).proposed
        expect(than({ owed: one.owed + more })).toBeGreaterThanOrEqual(proposed + more)
        expect(than({ complimentary: one.complimentary + more })).toBeGreaterThanOrEqual(proposed + more)
        expect(than({ spoilagePercent: one.spoilagePercent + 5 })).toBeGreaterThanOrEqual(proposed)
        expect(than({ underageYen: one.underageYen + more })).toBeGreaterThanOrEqual(
          proposed - (isFree(one) ? Infinity : 0),
        )
        expect(than({ overageYen: one.overageYen + more })).toBeLessThanOrEqual(
          proposed + (isFree(one) ? Infinity : 0),
        )
      }),
    )
  })
})

/** Neither costs anything: the ratio is a half by decree, not by its formula. */
function isFree({ overageYen, underageYen }: ProposalInputs): boolean {
  return overageYen + underageYen === 0
}

describe('by hand', () => {
  test('nothing to compare with: what is owed and given, and what is spoiled of it', () => {
    const { low, proposed, high, arithmetic } = proposePrintRun(
      inputs({ owed: 492, complimentary: 53, spoilagePercent: 2 }),
    )
    expect({ low, proposed, high }).toEqual({ low: 557, proposed: 557, high: 557 })
    expect(arithmetic).toMatchObject({ method: 'none', used: 0, needed: 545, spoilage: 12, position: null })
  })

  test('one comparable: its sales at a ratio of a half, and half of them as spread, twice as sure as one', () => {
    const { low, proposed, high, arithmetic } = proposePrintRun(inputs({ comparables: [whole(100)] }))
    // Variance: 2 x 50² / 2, doubled because one is all there is: spread 70.7; 1.2816 of them on either side.
    expect(arithmetic).toMatchObject({ method: 'normal', mean: 100, position: 0 })
    expect(arithmetic.spread).toBeCloseTo(70.71, 2)
    expect({ low, proposed, high }).toEqual({ low: 10, proposed: 100, high: 191 })
  })

  test('nothing ever sold: one or two copies to be sure, not none and not a hundred', () => {
    const comparables = [whole(0), whole(0)]
    const { proposed, high, arithmetic } = proposePrintRun(inputs({ comparables, underageYen: 900 }))
    expect(arithmetic).toMatchObject({ mean: 0, spread: 1, ratio: 0.9 })
    expect([proposed, high]).toEqual([2, 2])
    expect(proposePrintRun(inputs({ comparables: Array.from({ length: 6 }, () => whole(0)) })).high).toBe(0)
  })

  test('five comparables speak for themselves: three quarters of six places are the fourth and a half', () => {
    const comparables = [30, 10, 50, 20, 40].map(whole)
    const { low, proposed, high, arithmetic } = proposePrintRun(inputs({ comparables, underageYen: 300 }))
    expect(arithmetic).toMatchObject({ method: 'empirical', mean: 30, ratio: 0.75, position: 4.5 })
    expect({ low, proposed, high }).toEqual({ low: 10, proposed: 45, high: 50 })
  })

  test('a young one counts with what it will have sold; one that was sold out with what it would have', () => {
    // By the end of the first month half is sold, by the end of the second all.
    const old = comparable([20, ...Array.from({ length: 11 }, () => 40)])
    const { arithmetic } = proposePrintRun(
      inputs({ comparables: [old, comparable([30]), comparable([50], true), comparable([])] }),
    )
    expect(arithmetic.curve[0]).toEqual({ month: 1, share: 0.5, seenOn: 1 })
    expect(arithmetic.comparables.map(({ projected }) => projected)).toEqual([40, 60, 100, null])
    expect(arithmetic.used).toBe(3)
  })

  test('costs: free copies are printed up to the surest, missing ones that cost nothing are not', () => {
    expect(criticalRatio({ overageYen: 0, underageYen: 0 })).toBe(0.5)
    const comparables = [whole(100)]
    const level = (overageYen: number, underageYen: number) =>
      proposePrintRun(inputs({ comparables, overageYen, underageYen })).arithmetic.level
    expect(level(0, 300)).toBe(0.99)
    expect(level(300, 0)).toBeCloseTo(0.01, 10)
    expect(level(0, 0)).toBe(0.5)
  })

  test('spoilage is rounded up; all of it is no share', () => {
    expect(withSpoilage(98, 2)).toBe(100)
    expect(withSpoilage(99, 2)).toBe(102)
    expect(withSpoilage(100, 2.5)).toBe(103)
    expect(withSpoilage(0, 2)).toBe(0)
    expect(() => withSpoilage(1, 100)).toThrow(RangeError)
    expect(() => withSpoilage(1, -1)).toThrow(RangeError)
  })
})
