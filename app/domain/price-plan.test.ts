import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, tokyoDay } from '#app/domain/day.ts'
import { planPrices, priceOn, type Price, type PriceChange } from '#app/domain/price-plan.ts'

const today = tokyoDay('2026-11-24')
const day = tokyoDay
const PRICES: Price[] = [
  { from: day('2007-07-01'), yen: 500 },
  { from: day('2027-04-01'), yen: 700 },
]

function plan(change: PriceChange, prices = PRICES) {
  return planPrices(prices, change, { today })
}

describe('what a change comes to', () => {
  test('a price from a day on counts until the next one begins', () => {
    expect(plan({ kind: 'add', from: day('2026-12-01'), yen: 600 })).toMatchObject({
      ok: true,
      steps: [{ from: '2026-12-01', until: '2027-03-31', before: 500, after: 600 }],
      isPast: false,
    })
  })

  test('the first price of an edition begins where there was none', () => {
    expect(plan({ kind: 'add', from: today, yen: 600 }, [])).toMatchObject({
      steps: [{ from: '2026-11-24', until: null, before: null, after: 600 }],
      isPast: true,
    })
  })

  test('moving a price that is to come changes the days between, and raises those after', () => {
    const moved = plan({ kind: 'edit', of: day('2027-04-01'), from: day('2027-06-01'), yen: 800 })
    expect(moved).toMatchObject({
      steps: [
        { from: '2027-04-01', until: '2027-05-31', before: 700, after: 500 },
        { from: '2027-06-01', until: null, before: 700, after: 800 },
      ],
    })
  })

  test('without it the price before goes on', () => {
    expect(plan({ kind: 'remove', of: day('2027-04-01') })).toMatchObject({
      steps: [{ from: '2027-04-01', until: null, before: 700, after: 500 }],
      isPast: false,
    })
  })

  test('days beside one another with the same change are one step', () => {
    const prices = [...PRICES, { from: day('2027-05-01'), yen: 700 }]
    expect(
      plan({ kind: 'edit', of: day('2027-04-01'), from: day('2027-04-01'), yen: 600 }, prices),
    ).toMatchObject({
      steps: [{ from: '2027-04-01', until: '2027-04-30', before: 700, after: 600 }],
    })
    expect(plan({ kind: 'remove', of: day('2027-05-01') }, prices)).toMatchObject({ ok: true, steps: [] })
  })

  test.each([
    ['today', today],
    ['yesterday', day('2026-11-23')],
    ['before the first', day('2006-01-01')],
  ])('a start %s is in the past', (_name, from) => {
    expect(plan({ kind: 'add', from, yen: 450 })).toMatchObject({ ok: true, isPast: true })
  })

  test.each<[string, PriceChange, string]>([
    ['a second price on one day', { kind: 'add', from: day('2027-04-01'), yen: 1 }, 'taken'],
    [
      'moving onto another',
      { kind: 'edit', of: day('2027-04-01'), from: day('2007-07-01'), yen: 1 },
      'taken',
    ],
    [
      'a price that has begun',
      { kind: 'edit', of: day('2007-07-01'), from: day('2028-01-01'), yen: 1 },
      'begun',
    ],
    ['deleting one that has begun', { kind: 'remove', of: day('2007-07-01') }, 'begun'],
    ['one that is not there', { kind: 'remove', of: day('2027-04-02') }, 'unknown'],
    ['the price that holds then anyway', { kind: 'add', from: day('2026-12-01'), yen: 500 }, 'same'],
    ['nothing new', { kind: 'edit', of: day('2027-04-01'), from: day('2027-04-01'), yen: 700 }, 'same'],
  ])('%s is refused', (_name, change, reason) => {
    expect(plan(change)).toEqual({ ok: false, reason })
  })

  test('a price that begins today is one that has begun', () => {
    expect(plan({ kind: 'remove', of: today }, [{ from: today, yen: 500 }])).toEqual({
      ok: false,
      reason: 'begun',
    })
  })
})

test('the steps are exactly the days with another price', () => {
  const days = fc.integer({ min: -40, max: 40 }).map((offset) => addDays(today, offset))
  const yen = fc.integer({ min: 1, max: 4 }).map((number) => number * 100)
  const prices = fc.uniqueArray(fc.record({ from: days, yen }), {
    maxLength: 6,
    selector: (price) => price.from,
  })
  const change = fc.oneof(
    fc.record({ kind: fc.constant('add' as const), from: days, yen }),
    fc.record({ kind: fc.constant('edit' as const), of: days, from: days, yen }),
    fc.record({ kind: fc.constant('remove' as const), of: days }),
  )
  fc.assert(
    fc.property(prices, change, (before, wanted) => {
      const planned = planPrices(before, wanted, { today })
      if (!planned.ok) return
      for (let offset = -45; offset <= 45; offset += 1) {
        const on = addDays(today, offset)
        const step = planned.steps.find(({ from, until }) => from <= on && (until === null || on <= until))
        const [was, is] = [priceOn(before, on), priceOn(planned.prices, on)]
        expect([on, ...(step ? [step.before, step.after] : [was, was])]).toEqual([on, was, is])
      }
      // What was in force is in force still, unless a price begins in the past.
      if (!planned.isPast)
        for (const from of [-40, -1, 0]) {
          expect(priceOn(planned.prices, addDays(today, from))).toBe(priceOn(before, addDays(today, from)))
        }
    }),
  )
})
