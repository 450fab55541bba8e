import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { refundForCopies, spreadDiscount, spreadSetPrice } from '#app/domain/discount.ts'
import { sumYen } from '#app/domain/money.ts'
import { taxBlocks } from '#app/domain/tax.ts'

const line = fc.record({
  amountYen: fc.integer({ min: 0, max: 100_000 }),
  taxRate: fc.constantFrom(0, 8, 10),
})
const discounted = fc
  .tuple(fc.array(line, { minLength: 1, maxLength: 8 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([lines, part]) => ({
    lines,
    discountYen: Math.floor(sumYen(lines.map((item) => item.amountYen)) * part),
  }))

function paid(lines: readonly { paidYen: number; taxRate: number }[]) {
  return lines.map(({ paidYen, taxRate }) => ({ amountYen: paidYen, taxRate }))
}

describe('a discount', () => {
  test('EC-CUBE/ec-cube#6335, ec-cube2 PR 762: 92 yen off 7,398 (8 %) and 1,595 (10 %) is 8,901, not 7,322 + 1,578 = 8,900', () => {
    const lines = spreadDiscount(
      [
        { amountYen: 7398, taxRate: 8 },
        { amountYen: 1595, taxRate: 10 },
      ],
      92,
    )
    expect(taxBlocks(paid(lines))).toEqual([
      { taxRate: 10, grossYen: 1579, netYen: 1436, taxYen: 143 },
      { taxRate: 8, grossYen: 7322, netYen: 6780, taxYen: 542 },
    ])
    expect(sumYen(lines.map((item) => item.paidYen))).toBe(8901)
  })

  test('EC-CUBE/coupon-plugin#192: 500 yen off three rates is 45,858, not 21,268 + 1,194 + 23,394 = 45,856', () => {
    const lines = spreadDiscount(
      [
        { amountYen: 21_500, taxRate: 0 },
        { amountYen: 1208, taxRate: 8 },
        { amountYen: 23_650, taxRate: 10 },
      ],
      500,
    )
    expect(sumYen(taxBlocks(paid(lines)).map((block) => block.grossYen))).toBe(45_858)
  })

  test('keeps what else a line holds, and may take everything', () => {
    expect(spreadDiscount([{ sku: 'MNET-100', amountYen: 500 }], 500)).toEqual([
      { sku: 'MNET-100', amountYen: 500, discountYen: 500, paidYen: 0 },
    ])
    expect(spreadDiscount([], 0)).toEqual([])
  })

  test('is refused when negative, above the lines, or a fraction', () => {
    expect(() => spreadDiscount([{ amountYen: 500 }], 501)).toThrow(RangeError)
    expect(() => spreadDiscount([{ amountYen: 500 }], -1)).toThrow(RangeError)
    expect(() => spreadDiscount([{ amountYen: 500 }], 0.5)).toThrow(RangeError)
    expect(() => spreadDiscount([{ amountYen: 500 }, { amountYen: -100 }], 10)).toThrow(RangeError)
  })

  test('comes off exactly, never below zero, and the blocks always sum to the total', () => {
    fc.assert(
      fc.property(discounted, ({ lines, discountYen }) => {
        const spread = spreadDiscount(lines, discountYen)
        const totalYen = sumYen(lines.map((item) => item.amountYen)) - discountYen
        expect(sumYen(spread.map((item) => item.discountYen))).toBe(discountYen)
        expect(sumYen(taxBlocks(paid(spread)).map((block) => block.grossYen))).toBe(totalYen)
        for (const item of spread) {
          expect(item.paidYen + item.discountYen).toBe(item.amountYen)
          expect(Math.min(item.paidYen, item.discountYen)).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })
})

describe('a set', () => {
  test('spreads its price over its members by what they cost alone', () => {
    expect(spreadSetPrice([1000, 1000, 500], 2000)).toEqual([800, 800, 400])
    expect(spreadSetPrice([500, 500, 500], 1000)).toEqual([334, 333, 333])
    expect(spreadSetPrice([500, 0], 400)).toEqual([400, 0])
  })

  test('is refused without members or with a negative price', () => {
    expect(() => spreadSetPrice([], 0)).toThrow(RangeError)
    expect(() => spreadSetPrice([500], -1)).toThrow(RangeError)
  })

  test('parts add up to the price, and no member of a cheaper set costs more than alone', () => {
    fc.assert(
      fc.property(discounted, ({ lines, discountYen }) => {
        const prices = lines.map((item) => item.amountYen)
        const parts = spreadSetPrice(prices, discountYen)
        expect(sumYen(parts)).toBe(discountYen)
        parts.forEach((part, index) => expect(part).toBeLessThanOrEqual(prices[index] ?? 0))
      }),
    )
  })
})

describe('a refund after a discount', () => {
  test('vendurehq/vendure#4811, #5127, #890, #3535: what a line brings back is what was paid for it, and the others stay', () => {
    const lines = spreadDiscount(
      [
        { sku: 'A', amountYen: 3000, copies: 3 },
        { sku: 'B', amountYen: 1000, copies: 1 },
      ],
      1000,
    )
    expect(lines.map((item) => item.paidYen)).toEqual([2250, 750])
    const [a, b] = lines
    if (a === undefined || b === undefined) throw new Error('two lines are expected')
    expect(refundForCopies(b, { returnedBefore: 0, returning: 1 })).toBe(750)
    expect(refundForCopies(a, { returnedBefore: 0, returning: 1 })).toBe(750)
    expect(refundForCopies(a, { returnedBefore: 1, returning: 2 })).toBe(1500)
    expect(lines.map((item) => item.discountYen)).toEqual([750, 250])
  })

  test('in any steps brings back exactly what was paid', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 10 }),
        (paidYen, steps) => {
          const copies = sumYen(steps)
          let returnedBefore = 0
          const refunds = steps.map((returning) => {
            const refundYen = refundForCopies({ paidYen, copies }, { returnedBefore, returning })
            returnedBefore += returning
            return refundYen
          })
          expect(sumYen(refunds)).toBe(copies === 0 ? 0 : paidYen)
          expect(refunds.every((refundYen) => refundYen >= 0)).toBe(true)
        },
      ),
    )
  })

  test('of more copies than were paid for, or of a fraction of one, is refused', () => {
    const bought = { paidYen: 1000, copies: 3 }
    expect(() => refundForCopies(bought, { returnedBefore: 2, returning: 2 })).toThrow(RangeError)
    expect(() => refundForCopies(bought, { returnedBefore: 0, returning: 0.5 })).toThrow(RangeError)
    expect(() => refundForCopies(bought, { returnedBefore: 2, returning: -1 })).toThrow(RangeError)
  })
})
