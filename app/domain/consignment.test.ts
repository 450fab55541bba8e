import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitsLine, settlementMoney, settleRuns, stillOut } from '#app/domain/consignment.ts'
import { sumYen } from '#app/domain/money.ts'

const line = { sent: 10, sold: 3, returned: 2, lost: 1 }

test('what is out is what was sent and not told of since', () => {
  expect(stillOut(line)).toBe(4)
  expect(fitsLine(line, { sold: 2, returned: 1, lost: 1 })).toBe(true)
  expect(fitsLine(line, { sold: 5, returned: 0, lost: 0 })).toBe(false)
  expect(fitsLine(line, { sold: -1, returned: 1, lost: 0 })).toBe(false)
  expect(fitsLine(line, { sold: 0.5, returned: 0, lost: 0 })).toBe(false)
})

test('the consignee keeps its percents, rounded down once', () => {
  expect(settlementMoney([{ unitYen: 525, sold: 3 }], 30)).toEqual({
    grossYen: 1_575,
    commissionYen: 472,
    lines: [{ grossYen: 1_575, amountYen: 1_103 }],
  })
  expect(settlementMoney([{ unitYen: 500, sold: 0 }], 30)).toMatchObject({ grossYen: 0, commissionYen: 0 })
})

test('the lines of a settlement are its sum, whatever is sold at whatever share', () => {
  const sale = fc.record({ unitYen: fc.integer({ min: 1, max: 20_000 }), sold: fc.nat({ max: 300 }) })
  fc.assert(
    fc.property(fc.array(sale, { minLength: 1, maxLength: 8 }), fc.nat({ max: 100 }), (sales, percent) => {
      const { grossYen, commissionYen, lines } = settlementMoney(sales, percent)
      expect(sumYen(lines.map(({ amountYen }) => amountYen))).toBe(grossYen - commissionYen)
      expect(lines.every(({ amountYen, grossYen: of }) => amountYen >= 0 && amountYen <= of)).toBe(true)
    }),
  )
})

test('what was sent first was sold first, the newest come back, each to its own run', () => {
  const out = [
    { printRunId: 'a', copies: 3 },
    { printRunId: 'b', copies: 5 },
  ]
  expect(settleRuns(out, { sold: 4, lost: 1, returned: 2 })).toEqual([
    { printRunId: 'a', kind: 'sold', copies: 3 },
    { printRunId: 'b', kind: 'sold', copies: 1 },
    { printRunId: 'b', kind: 'lost', copies: 1 },
    { printRunId: 'b', kind: 'returned', copies: 2 },
  ])
  expect(settleRuns(out, { sold: 0, lost: 0, returned: 0 })).toEqual([])
  expect(() => settleRuns(out, { sold: 9, lost: 0, returned: 0 })).toThrow(RangeError)
})
