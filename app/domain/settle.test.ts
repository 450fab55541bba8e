import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settleCharge, spreadRefund, type ChargeForSettling } from '#app/domain/settle.ts'

const open: ChargeForSettling = { state: 'open', amountYen: 1_800, allocatedYen: 0, refundedYen: 0 }
const yen = (amount: number) => ({ amount, currency: 'jpy', belongsToCharge: true })

describe('settleCharge', () => {
  it.each([
    ['the exact sum', open, yen(1_800), { allocateYen: 1_800, covers: true, tell: 'paid', task: null }],
    ['a part', open, yen(1_000), { allocateYen: 1_000, covers: false, missingYen: 800, tell: 'part-paid' }],
    [
      'too much',
      { ...open, allocatedYen: 1_000 },
      yen(1_000),
      { allocateYen: 800, surplusYen: 200, covers: true, tell: 'overpaid', task: 'overpaid' },
    ],
    [
      'a second payment',
      { ...open, state: 'covered', allocatedYen: 1_800 },
      yen(1_800),
      { allocateYen: 0, surplusYen: 1_800, covers: false, tell: 'overpaid' },
    ],
    [
      'an order that expired',
      { ...open, state: 'expired' },
      yen(1_800),
      { allocateYen: 0, surplusYen: 1_800, covers: false, tell: 'late', task: 'paid-after-hold-gone' },
    ],
    [
      'an order that was cancelled',
      { ...open, state: 'cancelled' },
      yen(1),
      { surplusYen: 1, covers: false, tell: 'late' },
    ],
    [
      'another currency',
      open,
      { ...yen(1_800), currency: 'usd' },
      { allocateYen: 0, surplusYen: 0, covers: false, task: 'wrong-currency' },
    ],
    [
      "another's charge",
      open,
      { ...yen(1_800), belongsToCharge: false },
      { allocateYen: 0, unidentifiedYen: 1_800, covers: false, task: 'wrong-charge' },
    ],
  ] as const)('%s', (_name, charge, payment, expected) => {
    expect(settleCharge(charge, payment)).toMatchObject(expected)
  })

  it('every yen is allocated, surplus or unidentified; a charge is covered once and never over-allocated', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.array(fc.integer({ min: 1, max: 6_000 }), { minLength: 1, maxLength: 8 }),
        fc.nat(7),
        (amountYen, payments, closesAt) => {
          let charge: ChargeForSettling = { state: 'open', amountYen, allocatedYen: 0, refundedYen: 0 }
          let covered = 0
          for (const [index, amount] of payments.entries()) {
            if (index === closesAt && charge.state === 'open') charge = { ...charge, state: 'expired' }
            const settled = settleCharge(charge, yen(amount))
            expect(settled.allocateYen + settled.surplusYen + settled.unidentifiedYen).toBe(amount)
            const allocatedYen = charge.allocatedYen + settled.allocateYen
            expect(allocatedYen).toBeLessThanOrEqual(amountYen)
            if (settled.covers) covered += 1
            charge = { ...charge, allocatedYen, state: settled.covers ? 'covered' : charge.state }
            expect(settled.covers).toBe(settled.covers && allocatedYen === amountYen)
          }
          expect(covered).toBeLessThanOrEqual(1)
        },
      ),
    )
  })
})

describe('spreadRefund', () => {
  const line = (chargeLineId: string, amountYen: number, recognisedYen = 0) => ({
    chargeLineId,
    amountYen,
    recognisedYen,
    refundedYen: 0,
    refundedRecognisedYen: 0,
  })

  it('gives surplus back first, then spreads over what is left of the lines', () => {
    expect(
      spreadRefund(500, { surplusYen: 200, allocatedYen: 1_300 }, [
        line('book', 1_000, 1_000),
        line('post', 300),
      ]),
    ).toEqual({
      surplusYen: 200,
      allocatedYen: 300,
      lines: [
        { chargeLineId: 'book', amountYen: 231, recognisedYen: 231 },
        { chargeLineId: 'post', amountYen: 69, recognisedYen: 0 },
      ],
    })
  })

  it('refuses more than the payment has', () => {
    expect(() => spreadRefund(1_301, { surplusYen: 0, allocatedYen: 1_300 }, [line('book', 1_300)])).toThrow(
      RangeError,
    )
  })

  it('never refunds a line beyond what was paid for it, whatever is refunded in turn', () => {
    const lines = fc.array(
      fc.record({
        amountYen: fc.integer({ min: 1, max: 5_000 }),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { minLength: 1, maxLength: 4 },
    )
    fc.assert(
      fc.property(lines, fc.array(fc.integer({ min: 1, max: 3_000 }), { maxLength: 6 }), (drawn, refunds) => {
        let state = drawn.map(({ amountYen, share }, index) =>
          line(String(index), amountYen, Math.floor(amountYen * share)),
        )
        let allocatedYen = state.reduce((sum, item) => sum + item.amountYen, 0)
        for (const wanted of refunds) {
          const amountYen = Math.min(wanted, allocatedYen)
          if (amountYen === 0) return
          const split = spreadRefund(amountYen, { surplusYen: 0, allocatedYen }, state)
          expect(split.lines.reduce((sum, part) => sum + part.amountYen, 0)).toBe(amountYen)
          allocatedYen -= amountYen
          state = state.map((item) => {
            const part = split.lines.find((candidate) => candidate.chargeLineId === item.chargeLineId)
            return {
              ...item,
              refundedYen: item.refundedYen + (part?.amountYen ?? 0),
              refundedRecognisedYen: item.refundedRecognisedYen + (part?.recognisedYen ?? 0),
            }
          })
          for (const item of state) {
            expect(item.refundedYen).toBeLessThanOrEqual(item.amountYen)
            expect(item.refundedRecognisedYen).toBeLessThanOrEqual(item.recognisedYen)
            expect(item.refundedYen - item.refundedRecognisedYen).toBeLessThanOrEqual(
              item.amountYen - item.recognisedYen,
            )
          }
        }
      }),
    )
  })
})
