import { describe, expect, it } from 'vitest'
import { nextSteps } from '#app/features/desk/next-steps.ts'

type Order = Parameters<typeof nextSteps>[0]
type Report = Order['reports'][number]
type Refund = Order['refunds'][number]

/** A paid order of one copy that waits for the post, as the desk loads it. */
function anOrder(changes: Partial<Order> = {}): Order {
  return {
    code: 'ABCD-2345',
    chargeState: 'covered',
    isServed: true,
    goods: goods({ held: 1 }),
    paidYen: 800,
    surplusYen: 0,
    openYen: 0,
    reports: [],
    refunds: [],
    method: 'bank',
    terms: 'prepaid',
    canCorrect: true,
    ...changes,
  }
}

function goods(where: Partial<Order['goods'][number]>): Order['goods'] {
  return [
    {
      chargeLineId: 'line',
      sku: 'MNET-100',
      format: 'print',
      description: 'M-Net 100',
      textLanguage: 'ja',
      quantity: 1,
      unitYen: 500,
      amountYen: 500,
      refundedYen: 0,
      creditedYen: 0,
      held: 0,
      preordered: 0,
      posted: 0,
      released: 0,
      availableAt: null,
      downloads: 0,
      ...where,
    },
  ]
}

const WAITING: Partial<Order> = { chargeState: 'open', isServed: false, paidYen: 0, openYen: 800 }

const REPORT: Report = {
  id: 'report',
  shipmentId: 'parcel',
  problem: 'lost',
  message: null,
  returnedOn: null,
  reportedAt: new Date('2026-11-24T03:00:00Z'),
  resolution: null,
  resolvedAt: null,
  staffName: null,
}

const REFUND: Refund = {
  id: 'refund',
  state: 'succeeded',
  method: 'card',
  amountYen: 500,
  surplusYen: 0,
  provisional: true,
  reason: null,
  createdAt: new Date('2026-11-24T03:00:00Z'),
  staffName: null,
  lines: [],
}

/** The steps by the end of their addresses; a `*` marks those that stand out. */
function steps(changes: Partial<Order> = {}): string[] {
  const order = anOrder(changes)
  return nextSteps(order).map(
    ({ href, isMain }) => href.replace(`/desk/orders/${order.code}/`, '') + (isMain ? '*' : ''),
  )
}

describe('what can be done with an order', () => {
  it.each<[what: string, changes: Partial<Order>, expected: string[]]>([
    ['paid, to be posted', {}, ['post*', 'correct', 'refund', 'payment']],
    ['waiting for a transfer', WAITING, ['payment*', 'correct', 'cancel']],
    ['waiting at Stripe', { ...WAITING, method: 'konbini' }, ['payment', 'correct', 'cancel']],
    ['part-paid', { ...WAITING, paidYen: 300, openYen: 500 }, ['payment*', 'correct', 'refund']],
    ['billed', { ...WAITING, isServed: true }, ['post*', 'payment*', 'correct', 'cancel']],
    [
      'billed and posted',
      { ...WAITING, isServed: true, goods: goods({ posted: 1 }), canCorrect: false },
      ['payment*'],
    ],
    ['all posted', { goods: goods({ posted: 1 }), canCorrect: false }, ['refund', 'payment']],
  ])('%s', (_what, changes, expected) => {
    expect(steps(changes)).toEqual(expected)
  })

  it.each(['covered', 'expired', 'cancelled'] as const)(
    'money that comes when it is %s can be recorded, and is not what most likely comes next',
    (chargeState) => {
      const ended = {
        chargeState,
        isServed: false,
        paidYen: 0,
        canCorrect: false,
        goods: goods({ released: 1 }),
      }
      expect(steps(ended)).toEqual(['payment'])
      expect(steps({ ...ended, surplusYen: 800 })).toEqual(['refund', 'payment'])
    },
  )

  it('a parcel that is missed comes first, until it is resolved', () => {
    expect(steps({ reports: [REPORT] })[0]).toBe('parcels/report*')
    expect(steps({ reports: [{ ...REPORT, resolution: 'none' }] })).not.toContain('parcels/report*')
  })

  it('a refund without lines waits for them, unless it has failed or was given them', () => {
    expect(steps({ refunds: [REFUND] })[0]).toBe('refunds/refund*')
    expect(steps({ refunds: [{ ...REFUND, state: 'failed' }] })).not.toContain('refunds/refund*')
    expect(steps({ refunds: [{ ...REFUND, provisional: false }] })).not.toContain('refunds/refund*')
  })

  it('money is the treasurer’s, goods are the secretariat’s', () => {
    const needs = Object.fromEntries(
      nextSteps(anOrder({ reports: [REPORT], refunds: [REFUND] })).map((step) => [
        step.href.split('/')[4],
        step.needs,
      ]),
    )
    expect(needs).toEqual({
      parcels: 'secretariat',
      post: 'secretariat',
      correct: 'secretariat',
      refunds: 'treasurer',
      refund: 'treasurer',
      payment: 'treasurer',
    })
  })
})
