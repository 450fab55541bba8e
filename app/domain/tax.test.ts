import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { sumYen } from '#app/domain/money.ts'
import { includedTax, taxBlocks, taxRateOn, taxSharesByLine } from '#app/domain/tax.ts'

const line = fc.record({
  amountYen: fc.integer({ min: -100_000, max: 1_000_000 }),
  taxRate: fc.constantFrom(0, 3, 5, 8, 10),
})
const lines = fc.array(line, { maxLength: 12 })

describe('the rate of a day', () => {
  test.each([
    ['1989-03-31', 0],
    ['1989-04-01', 3],
    ['1997-03-31', 3],
    ['1997-04-01', 5],
    ['2007-07-01', 5],
    ['2014-03-31', 5],
    ['2014-04-01', 8],
    ['2019-09-30', 8],
    ['2019-10-01', 10],
    ['2026-11-22', 10],
  ])('%s: %i %%', (day, rate) => {
    expect(taxRateOn(tokyoDay(day))).toBe(rate)
  })
})

describe('the tax in an amount', () => {
  test.each([
    [1000, 10, 90],
    [1100, 10, 100],
    [1080, 8, 80],
    [10, 10, 0],
    [11, 10, 1],
    [0, 10, 0],
    [500, 0, 0],
    [-1000, 10, -90],
    [-10, 10, 0],
  ])('%i yen at %i %% hold %i', (gross, rate, tax) => {
    expect(includedTax(gross, rate)).toBe(tax)
  })

  test('is refused for a fraction of a yen, a negative rate and what exceeds a number', () => {
    expect(() => includedTax(22.5, 10)).toThrow(RangeError)
    expect(() => includedTax(100, -1)).toThrow(RangeError)
    expect(() => includedTax(100, 0.1)).toThrow(RangeError)
    expect(() => includedTax(Number.MAX_SAFE_INTEGER, 10)).toThrow(RangeError)
  })
})

describe('the blocks of a document', () => {
  test('EC-CUBE#6091: items of 105 and 107 yen before tax carry 21 yen, not 11 + 11', () => {
    // With tax, rounded half up to a shelf price, they cost 116 and 118.
    const items = [
      { amountYen: 116, taxRate: 10 },
      { amountYen: 118, taxRate: 10 },
    ]
    const perItem = items.map((item) => Math.round((item.amountYen * 10) / 110))
    expect(sumYen(perItem)).toBe(22)
    expect(taxBlocks(items)).toEqual([{ taxRate: 10, grossYen: 234, netYen: 213, taxYen: 21 }])
    expect(taxSharesByLine(items)).toEqual([10, 11])
  })

  test('stand highest rate first, what is not taxed last', () => {
    expect(
      taxBlocks([
        { amountYen: 3000, taxRate: 0 },
        { amountYen: 1080, taxRate: 8 },
        { amountYen: 1100, taxRate: 10 },
        { amountYen: 550, taxRate: 10 },
      ]),
    ).toEqual([
      { taxRate: 10, grossYen: 1650, netYen: 1500, taxYen: 150 },
      { taxRate: 8, grossYen: 1080, netYen: 1000, taxYen: 80 },
      { taxRate: 0, grossYen: 3000, netYen: 3000, taxYen: 0 },
    ])
    expect(taxBlocks([])).toEqual([])
  })

  test('add up to the lines, whatever they are, and take each rate once', () => {
    fc.assert(
      fc.property(lines, (list) => {
        const blocks = taxBlocks(list)
        expect(sumYen(blocks.map((block) => block.grossYen))).toBe(sumYen(list.map((item) => item.amountYen)))
        expect(new Set(blocks.map((block) => block.taxRate)).size).toBe(blocks.length)
        for (const block of blocks) {
          expect(block.netYen + block.taxYen).toBe(block.grossYen)
          const exact = (block.grossYen * block.taxRate) / (100 + block.taxRate)
          expect(Math.abs(block.taxYen - exact)).toBeLessThan(1)
          expect(Math.abs(block.taxYen)).toBeLessThanOrEqual(Math.abs(exact))
        }
      }),
    )
  })

  test('do not depend on the order of lines, and a credit note for all of them mirrors them', () => {
    fc.assert(
      fc.property(lines, (list) => {
        expect(taxBlocks([...list].reverse())).toEqual(taxBlocks(list))
        const credit = taxBlocks(list.map((item) => ({ ...item, amountYen: 0 - item.amountYen })))
        expect(credit.map((block) => 0 - block.taxYen)).toEqual(taxBlocks(list).map((block) => block.taxYen))
      }),
    )
  })

  test("lines' shares add up to their blocks, each its exact tax rounded down or up", () => {
    fc.assert(
      fc.property(lines, (list) => {
        const shares = taxSharesByLine(list)
        for (const block of taxBlocks(list)) {
          const ofRate = shares.filter((_, index) => list[index]?.taxRate === block.taxRate)
          expect(sumYen(ofRate)).toBe(block.taxYen)
        }
        list.forEach((item, index) => {
          const exact = (item.amountYen * item.taxRate) / (100 + item.taxRate)
          expect(Math.abs((shares[index] ?? NaN) - exact)).toBeLessThan(1)
        })
      }),
    )
  })
})
