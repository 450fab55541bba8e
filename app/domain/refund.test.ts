import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recogniseShipment } from '#app/domain/ledger.ts'
import { sumYen } from '#app/domain/money.ts'
import {
  backBefore,
  planLines,
  planRefund,
  refundableOf,
  shareOverPayments,
  type LineRefund,
  type RefundLineState,
} from '#app/domain/refund.ts'

function book(
  changes: Partial<NonNullable<RefundLineState['print']>> = {},
  amountYen = 1_000,
): RefundLineState {
  const copies = changes.copies ?? 3
  return {
    chargeLineId: 'book',
    amountYen,
    recognisedYen: 0,
    refundedYen: 0,
    refundedRecognisedYen: 0,
    print: {
      copies,
      claimed: copies,
      posted: 0,
      released: 0,
      refundedCopies: 0,
      refundedReleased: 0,
      restocked: 0,
      cameBack: 0,
      ...changes,
    },
  }
}

const postage: RefundLineState = { ...book(), chargeLineId: 'postage', amountYen: 300, print: null }

describe('planLines', () => {
  it('postage is a line without copies: all that is left of it unless a sum is named', () => {
    expect(planLines([book(), postage], [{ chargeLineId: 'postage' }])).toEqual({
      ok: true,
      lines: [
        { chargeLineId: 'postage', amountYen: 300, recognisedYen: 0, copies: 0, released: 0, restocked: 0 },
      ],
    })
    expect(planLines([postage], [{ chargeLineId: 'postage', unposted: 1 }])).toMatchObject({
      ok: false,
      problem: { reason: 'copies', left: 0 },
    })
  })

  it.each([
    ['a line twice', [{ chargeLineId: 'book' }, { chargeLineId: 'book' }], 'line-unknown'],
    ['a line of another order', [{ chargeLineId: 'other' }], 'line-unknown'],
    ['more copies than are left', [{ chargeLineId: 'book', unposted: 4 }], 'copies'],
    ['posted copies of a line that is not posted', [{ chargeLineId: 'book', posted: 1 }], 'copies'],
    ['half a copy', [{ chargeLineId: 'book', unposted: 0.5 }], 'copies'],
    ['less than nothing', [{ chargeLineId: 'book', amountYen: -1 }], 'amount'],
    ['more than was paid', [{ chargeLineId: 'book', unposted: 3, amountYen: 1_001 }], 'amount'],
  ])('refuses %s', (_name, wishes, reason) => {
    const lines = wishes.length === 2 ? [book()] : [book(), postage]
    const first = wishes.length === 2 ? wishes.map((wish) => ({ ...wish, amountYen: 1 })) : wishes
    expect(planLines(lines, first)).toMatchObject({ ok: false, problem: { reason } })
  })

  it('a copy comes back to stock once, also when its refund had failed', () => {
    const line = { ...book({ claimed: 0, posted: 3, restocked: 2 }), recognisedYen: 1_000 }
    expect(planLines([line], [{ chargeLineId: 'book', posted: 3, restock: true }])).toMatchObject({
      lines: [{ copies: 3, released: 0, restocked: 1, amountYen: 1_000, recognisedYen: 1_000 }],
    })
  })

  it('copies that the post brought back are given up first and come to stock no second time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 0, max: 5 }),
        fc.array(fc.record({ posted: fc.integer({ min: 0, max: 3 }), restock: fc.boolean() })),
        (posted, back, wishes) => {
          const cameBack = Math.min(posted, back)
          let line = { ...book({ copies: 5, claimed: 5 - posted, posted, cameBack }), recognisedYen: 1_000 }
          for (const wish of wishes) {
            const done = planLines([line], [{ chargeLineId: 'book', ...wish, amountYen: 0 }])
            const [part] = done.ok ? done.lines : []
            if (!part) continue
            expect(part.restocked + backBefore(line, part.copies)).toBeLessThanOrEqual(part.copies)
            if (wish.restock) expect(part.restocked + backBefore(line, part.copies)).toBe(part.copies)
            line = apply(line, part) as typeof line
            expect(line.print!.restocked + cameBack).toBeLessThanOrEqual(posted)
          }
        },
      ),
    )
  })

  it('copies that a failed refund gave up are owed still', () => {
    expect(refundableOf(book({ claimed: 1, released: 2 }))).toEqual({
      leftYen: 1_000,
      unposted: 3,
      posted: 0,
    })
  })

  it('whatever is posted and refunded in turn: never more than paid, all copies bring back all of it, and nothing stays advanced', () => {
    const step = fc.record({
      what: fc.constantFrom('post', 'unposted', 'posted', 'amount'),
      size: fc.integer({ min: 1, max: 3 }),
    })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 3_000 }),
        fc.array(step, { maxLength: 12 }),
        (copies, amountYen, steps) => {
          let line = book({ copies }, amountYen)
          for (const { what, size } of steps)
            line = what === 'post' ? post(line, size) : refund(line, what, size)
          const left = refundableOf(line)
          const rest = planLines([line], [{ ...left, chargeLineId: 'book', amountYen: left.leftYen }])
          if (!rest.ok) throw new Error(rest.problem.reason)
          for (const done of rest.lines) line = apply(line, done)
          expect(line.refundedYen).toBe(amountYen)
          expect(line.refundedRecognisedYen).toBe(line.recognisedYen)
          expect(refundableOf(line)).toEqual({ leftYen: 0, unposted: 0, posted: 0 })
        },
      ),
    )
  })
})

/** What saving a refund of a line does to it. */
function apply(line: RefundLineState, done: LineRefund): RefundLineState {
  if (!line.print) throw new Error('a printed line')
  const { print } = line
  expect(done.recognisedYen).toBeLessThanOrEqual(line.recognisedYen - line.refundedRecognisedYen)
  expect(done.amountYen - done.recognisedYen).toBeLessThanOrEqual(
    line.amountYen - line.refundedYen - (line.recognisedYen - line.refundedRecognisedYen),
  )
  expect(done.recognisedYen).toBeGreaterThanOrEqual(0)
  return {
    ...line,
    refundedYen: line.refundedYen + done.amountYen,
    refundedRecognisedYen: line.refundedRecognisedYen + done.recognisedYen,
    print: {
      ...print,
      claimed: print.claimed - done.released,
      released: print.released + done.released,
      refundedCopies: print.refundedCopies + done.copies,
      refundedReleased: print.refundedReleased + done.released,
      restocked: print.restocked + done.restocked,
    },
  }
}

function refund(
  line: RefundLineState,
  what: 'unposted' | 'posted' | 'amount',
  size: number,
): RefundLineState {
  const left = refundableOf(line)
  const wish =
    what === 'amount'
      ? { amountYen: Math.min(left.leftYen, size * 50) }
      : { [what]: Math.min(left[what], size), restock: size > 1 }
  const planned = planLines([line], [{ chargeLineId: 'book', ...wish }])
  if (!planned.ok) throw new Error(planned.problem.reason)
  return planned.lines.reduce(apply, line)
}

function post(line: RefundLineState, size: number): RefundLineState {
  if (!line.print) return line
  const { print } = line
  const going = Math.min(size, print.claimed)
  if (going === 0) return line
  const earned = recogniseShipment(line, {
    postedAfter: print.posted + going,
    toPostInAll: print.copies - print.released,
  })
  return {
    ...line,
    recognisedYen: line.recognisedYen + earned,
    print: { ...print, claimed: print.claimed - going, posted: print.posted + going },
  }
}

describe('planRefund', () => {
  const bank = { paymentId: 'bank', allocatedYen: 500, surplusYen: 200 }
  const card = { paymentId: 'card', allocatedYen: 800, surplusYen: 0 }
  const whole = { kind: 'whole', restock: false } as const
  const paid = { openYen: 0, creditOnly: false }

  it('the whole order: all lines, all copies, the surplus, from the payments in turn', () => {
    const plan = planRefund(whole, { lines: [book(), postage], sources: [bank, card], others: [], ...paid })
    expect(plan).toMatchObject({
      ok: true,
      refunds: [
        { paymentId: 'bank', surplusYen: 200, allocatedYen: 500, lines: [{ amountYen: 500, copies: 3 }] },
        {
          paymentId: 'card',
          surplusYen: 0,
          allocatedYen: 800,
          lines: [{ amountYen: 500, copies: 0 }, { amountYen: 300 }],
        },
      ],
    })
  })

  it.each([
    ['what the bank brought cannot go back through Stripe', [card], [bank], 'stripe-exceeded', 800],
    ['nothing came through Stripe', [], [bank, card], 'not-stripe', undefined],
  ])('%s', (_name, sources, others, reason, left) => {
    expect(planRefund(whole, { lines: [book(), postage], sources, others, ...paid })).toEqual({
      ok: false,
      problem: left === undefined ? { reason } : { reason, left },
    })
  })

  it('a bill that is paid in part gives back no more than came in', () => {
    expect(planRefund(whole, { lines: [book(), postage], sources: [bank], others: [], ...paid })).toEqual({
      ok: false,
      problem: { reason: 'exceeds-paid', left: 500 },
    })
  })

  it('an advance goes back without lines, and only whole', () => {
    expect(planRefund(whole, { lines: null, sources: [bank], others: [], ...paid })).toEqual({
      ok: true,
      refunds: [{ ...bank, lines: [] }],
    })
    expect(
      planRefund(
        { kind: 'parts', lines: [{ chargeLineId: 'book' }] },
        { lines: null, sources: [bank], others: [], ...paid },
      ),
    ).toEqual({ ok: false, problem: { reason: 'not-paid' } })
    expect(planRefund(whole, { lines: null, sources: [], others: [], ...paid })).toEqual({
      ok: false,
      problem: { reason: 'nothing' },
    })
  })

  describe('of a bill', () => {
    const lines = [book(), postage]
    const half = { kind: 'parts', lines: [{ chargeLineId: 'book', unposted: 2 }] } as const
    const unpaid = { lines, sources: [], others: [], openYen: 1_300, creditOnly: true }
    const paidHalf = { lines, sources: [bank], others: [], openYen: 800, creditOnly: false }

    it('that is not paid credits the lines, and no payment gives anything', () => {
      expect(planRefund(half, unpaid)).toMatchObject({
        ok: true,
        refunds: [{ paymentId: null, allocatedYen: 666, surplusYen: 0, lines: [{ copies: 2, released: 2 }] }],
      })
      expect(planRefund(whole, unpaid)).toMatchObject({
        refunds: [
          { paymentId: null, allocatedYen: 1_300, lines: [{ amountYen: 1_000 }, { amountYen: 300 }] },
        ],
      })
    })

    it('that is paid in part gives back what was paid, and credits the rest', () => {
      const payment = { ...bank, surplusYen: 0 }
      expect(planRefund(whole, { ...paidHalf, sources: [payment] })).toMatchObject({
        refunds: [
          { paymentId: 'bank', allocatedYen: 500, lines: [{ amountYen: 500, copies: 3 }] },
          {
            paymentId: null,
            allocatedYen: 800,
            lines: [
              { amountYen: 500, copies: 0 },
              { amountYen: 300, copies: 0 },
            ],
          },
        ],
      })
      expect(planRefund({ ...half, lines: [{ chargeLineId: 'postage' }] }, paidHalf)).toMatchObject({
        refunds: [{ paymentId: 'bank', allocatedYen: 300 }],
      })
    })

    it.each([
      [
        'more than is open is credited',
        whole,
        { ...paidHalf, sources: [], others: [bank], creditOnly: true },
      ],
      ['an order is not billed', half, { ...unpaid, openYen: 0 }],
    ])('refuses that %s', (_name, wish, from) => {
      expect(planRefund(wish, from)).toEqual({
        ok: false,
        problem: { reason: 'credit-exceeded', left: from.openYen },
      })
    })

    it('refuses to pay back what nobody has paid, and to credit nothing', () => {
      expect(planRefund(half, { ...unpaid, creditOnly: false })).toEqual({
        ok: false,
        problem: { reason: 'credit-only' },
      })
      expect(planRefund({ kind: 'parts', lines: [] }, unpaid)).toEqual({
        ok: false,
        problem: { reason: 'nothing' },
      })
    })
  })
})

describe('shareOverPayments', () => {
  const line = (chargeLineId: string, amountYen: number, recognisedYen: number): LineRefund => ({
    chargeLineId,
    amountYen,
    recognisedYen,
    copies: 1,
    released: 0,
    restocked: 1,
  })

  it('gives every yen and every copy exactly once, and never more than a payment has', () => {
    const lines = fc.array(fc.tuple(fc.nat(900), fc.nat(900)), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(lines, fc.nat(500), fc.array(fc.nat(600), { maxLength: 5 }), (drawn, surplusYen, rooms) => {
        const wanted = drawn.map(([a, b], index) => line(String(index), Math.max(a, b), Math.min(a, b)))
        const totalYen = sumYen(wanted.map((part) => part.amountYen))
        fc.pre(totalYen + surplusYen > 0)
        const sources = [...rooms, totalYen].map((allocatedYen, index) => ({
          paymentId: String(index),
          allocatedYen,
          surplusYen: index === 0 ? surplusYen : 0,
        }))
        const refunds = shareOverPayments(wanted, surplusYen, sources)
        const parts = refunds.flatMap((refund) => refund.lines)
        for (const one of wanted) {
          const of = parts.filter((part) => part.chargeLineId === one.chargeLineId)
          expect(sumYen(of.map((part) => part.amountYen))).toBe(one.amountYen)
          expect(sumYen(of.map((part) => part.recognisedYen))).toBe(one.recognisedYen)
          expect(sumYen(of.map((part) => part.copies))).toBe(1)
        }
        expect(sumYen(refunds.map((refund) => refund.surplusYen))).toBe(surplusYen)
        for (const refund of refunds) {
          const source = sources.find(({ paymentId }) => paymentId === refund.paymentId)
          expect(refund.allocatedYen).toBe(sumYen(refund.lines.map((part) => part.amountYen)))
          expect(refund.allocatedYen).toBeLessThanOrEqual(source?.allocatedYen ?? 0)
          expect(refund.allocatedYen + refund.surplusYen).toBeGreaterThan(0)
        }
      }),
    )
    expect(() => shareOverPayments([line('a', 2, 0)], 0, [])).toThrow(RangeError)
  })
})
