import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  availableCopies,
  claimCopies,
  convertPreorders,
  preorderRoom,
  takeFromRuns,
} from '#app/domain/stock.ts'

const level = (onHand: number, held: number, preordered = 0, preorderLimit = 0) => ({
  onHand,
  held,
  preordered,
  preorderLimit,
})

const levels = fc.record({
  onHand: fc.nat(50),
  held: fc.nat(50),
  preordered: fc.nat(50),
  preorderLimit: fc.nat(50),
})

describe('claimCopies', () => {
  it.each([
    [level(5, 3), 'on_sale', 2, { ok: true, hold: 2, preorder: 0 }],
    [level(5, 3), 'on_sale', 3, { ok: false, reason: 'sold-out', left: 2 }],
    [level(5, 3, 0, 10), 'on_sale', 3, { ok: true, hold: 0, preorder: 3 }],
    [level(5, 0, 9, 10), 'forthcoming', 1, { ok: true, hold: 0, preorder: 1 }],
    [level(5, 0, 9, 10), 'forthcoming', 2, { ok: false, reason: 'sold-out', left: 1 }],
    [level(2, 0), 'out_of_print', 2, { ok: true, hold: 2, preorder: 0 }],
    [level(0, 0, 0, 9), 'out_of_print', 1, { ok: false, reason: 'not-for-sale', left: 0 }],
    [level(9, 0, 0, 9), 'withdrawn', 1, { ok: false, reason: 'not-for-sale', left: 0 }],
  ] as const)('%j %s, %i wanted', (stock, state, copies, claim) => {
    expect(claimCopies(stock, state, copies)).toEqual(claim)
  })

  it('never promises more than is free, nor half a line', () => {
    fc.assert(
      fc.property(
        levels,
        fc.constantFrom('on_sale', 'forthcoming', 'out_of_print', 'withdrawn'),
        fc.integer({ min: 1, max: 60 }),
        (stock, state, copies) => {
          const claim = claimCopies(stock, state, copies)
          if (!claim.ok) return
          expect(claim.hold + claim.preorder).toBe(copies)
          expect(claim.hold === 0 || claim.preorder === 0).toBe(true)
          expect(claim.hold).toBeLessThanOrEqual(availableCopies(stock))
          expect(claim.preorder).toBeLessThanOrEqual(preorderRoom(stock))
        },
      ),
    )
  })
})

describe('convertPreorders', () => {
  const at = (day: number) => new Date(Date.UTC(2026, 10, day))

  it('serves the oldest payment first, unpaid orders last', () => {
    const waiting = [
      { orderLineId: 'unpaid', preordered: 3, paidAt: null, placedAt: at(1) },
      { orderLineId: 'monday', preordered: 3, paidAt: at(3), placedAt: at(2) },
      { orderLineId: 'sunday', preordered: 3, paidAt: at(2), placedAt: at(2) },
    ]
    expect(convertPreorders(5, waiting)).toEqual([
      { orderLineId: 'sunday', copies: 3 },
      { orderLineId: 'monday', copies: 2 },
    ])
    expect(convertPreorders(7, waiting).at(-1)).toEqual({ orderLineId: 'unpaid', copies: 1 })
  })

  it('gives out what there is, or what is waited for, whichever is less', () => {
    const line = fc.record({
      orderLineId: fc.uuid(),
      preordered: fc.integer({ min: 1, max: 9 }),
      paidAt: fc.option(fc.date({ noInvalidDate: true })),
      placedAt: fc.date({ noInvalidDate: true }),
    })
    fc.assert(
      fc.property(
        fc.nat(60),
        fc.uniqueArray(line, { selector: (item) => item.orderLineId }),
        (free, waiting) => {
          const given = convertPreorders(free, waiting).reduce((sum, part) => sum + part.copies, 0)
          expect(given).toBe(
            Math.min(
              free,
              waiting.reduce((sum, item) => sum + item.preordered, 0),
            ),
          )
        },
      ),
    )
  })
})

describe('takeFromRuns', () => {
  it('empties the first run first', () => {
    const runs = [
      { printRunId: '1', onHand: 2 },
      { printRunId: '2', onHand: 0 },
      { printRunId: '3', onHand: 9 },
    ]
    expect(takeFromRuns(runs, 4)).toEqual([
      { printRunId: '1', copies: 2 },
      { printRunId: '3', copies: 2 },
    ])
    expect(() => takeFromRuns(runs, 12)).toThrow('1 of 12 copies')
  })
})
