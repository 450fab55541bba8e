import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import {
  draftOrder,
  MOST_COPIES,
  orderState,
  type OfferedEdition,
  WRAPPING_GRAMS,
} from '#app/domain/order.ts'

const day = tokyoDay('2026-11-24')
const rates = [
  { zone: 'japan' as const, validFrom: tokyoDay('2020-01-01'), maxGrams: 250, priceYen: 200 },
  { zone: 'japan' as const, validFrom: tokyoDay('2020-01-01'), maxGrams: 1_000, priceYen: 350 },
]

function edition(changes: Partial<OfferedEdition> = {}): OfferedEdition {
  return {
    editionId: changes.sku ?? 'MNET-100',
    sku: 'MNET-100',
    format: 'print',
    state: 'on_sale',
    priceYen: 500,
    weightGrams: 200,
    name: 'M-Net 100',
    textLanguage: 'ja',
    stock: { onHand: 10, held: 0, preordered: 0, preorderLimit: 0 },
    ...changes,
  }
}

function draft(
  wanted: { sku: string; copies: number }[],
  offered: OfferedEdition[],
  zone: 'japan' | null = 'japan',
) {
  return draftOrder(wanted, {
    offered,
    zone,
    rates,
    taxRate: 10,
    day,
    shippingText: { description: '送料', textLanguage: 'ja' },
  })
}

describe('draftOrder', () => {
  it('prices goods and postage by weight with its wrapping, tax once per rate', () => {
    const result = draft([{ sku: 'MNET-100', copies: 2 }], [edition()])
    expect(result).toMatchObject({
      ok: true,
      draft: {
        goodsYen: 1_000,
        shippingYen: 350,
        totalYen: 1_350,
        grams: 400 + WRAPPING_GRAMS,
        taxBlocks: [{ taxRate: 10, grossYen: 1_350, taxYen: 122, netYen: 1_228 }],
      },
    })
  })

  it('medusajs/medusa#16502: two lines of one edition cannot both have its last copy', () => {
    const last = edition({ stock: { onHand: 1, held: 0, preordered: 0, preorderLimit: 0 } })
    expect(
      draft(
        [
          { sku: 'MNET-100', copies: 1 },
          { sku: 'MNET-100', copies: 1 },
        ],
        [last],
      ),
    ).toEqual({ ok: false, reason: 'lines', problems: [{ sku: 'MNET-100', reason: 'sold-out', left: 1 }] })
  })

  it.each([
    ['an unknown code', { sku: 'NOPE', copies: 1 }, 'unknown'],
    ['no copies', { sku: 'MNET-100', copies: 0 }, 'quantity'],
    ['half a copy', { sku: 'MNET-100', copies: 1.5 }, 'quantity'],
    ['a minus', { sku: 'MNET-100', copies: -1 }, 'quantity'],
    ['too many', { sku: 'MNET-100', copies: MOST_COPIES + 1 }, 'quantity'],
    ['no price in force', { sku: 'FREE', copies: 1 }, 'not-for-sale'],
    ['a withdrawn file', { sku: 'FILE', copies: 1 }, 'withdrawn'],
    ['a withdrawn book with copies left', { sku: 'BOOK', copies: 1 }, 'withdrawn'],
    ['a file that is to come', { sku: 'SOON', copies: 1 }, 'not-for-sale'],
  ])('refuses %s by name', (_name, wanted, reason) => {
    const offered = [
      edition(),
      edition({ sku: 'FREE', priceYen: null }),
      edition({ sku: 'FILE', format: 'pdf', state: 'withdrawn' }),
      edition({ sku: 'BOOK', state: 'withdrawn', priceYen: null }),
      edition({ sku: 'SOON', format: 'pdf', state: 'forthcoming' }),
    ]
    expect(draft([wanted], offered)).toMatchObject({ ok: false, problems: [{ sku: wanted.sku, reason }] })
  })

  it('one file is enough, and nothing is posted for it', () => {
    const result = draft(
      [{ sku: 'FILE', copies: 3 }],
      [edition({ sku: 'FILE', format: 'pdf', weightGrams: 0 })],
    )
    expect(result).toMatchObject({ ok: true, draft: { totalYen: 500, shippingYen: 0, needsPost: false } })
  })

  it('tells an empty cart and a parcel that is too heavy', () => {
    expect(draft([], [])).toEqual({ ok: false, reason: 'empty' })
    expect(draft([{ sku: 'MNET-100', copies: 5 }], [edition()])).toEqual({
      ok: false,
      reason: 'not-shippable',
      cause: 'too-heavy',
    })
  })

  it('the total is the sum of its lines and of its tax blocks', () => {
    const line = fc.record({ sku: fc.constantFrom('A', 'B', 'C'), copies: fc.integer({ min: 1, max: 3 }) })
    const price = fc.integer({ min: 1, max: 30_000 })
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), price, price, price, (wanted, a, b, c) => {
        const stock = { onHand: 100, held: 0, preordered: 0, preorderLimit: 0 }
        const offered = [
          edition({ sku: 'A', priceYen: a, weightGrams: 10, stock }),
          edition({ sku: 'B', priceYen: b, weightGrams: 20, stock }),
          edition({ sku: 'C', priceYen: c, weightGrams: 30, stock }),
        ]
        const result = draft(wanted, offered)
        if (!result.ok) throw new Error(result.reason)
        const { draft: order } = result
        expect(order.lines.reduce((sum, item) => sum + item.amountYen, 0)).toBe(order.totalYen)
        expect(order.taxBlocks.reduce((sum, block) => sum + block.netYen + block.taxYen, 0)).toBe(
          order.totalYen,
        )
        expect(order.lines.every((item) => item.unitYen * item.quantity === item.amountYen)).toBe(true)
      }),
    )
  })
})

describe('orderState', () => {
  const line = { format: 'print' as const, held: 0, preordered: 0, posted: 0, released: 0 }
  const base = {
    chargeState: 'covered' as const,
    terms: 'prepaid' as const,
    amountYen: 800,
    allocatedYen: 800,
    refundedYen: 0,
    voucherOut: false,
    lines: [{ ...line, held: 1 }],
  }
  const billed = { chargeState: 'open' as const, terms: 'billed' as const }
  it.each([
    ['awaiting-payment', { chargeState: 'open' as const, allocatedYen: 0 }],
    ['voucher-out', { chargeState: 'open' as const, allocatedYen: 0, voucherOut: true }],
    ['part-paid', { chargeState: 'open' as const, allocatedYen: 300 }],
    ['paid', {}],
    ['paid', { lines: [{ ...line, format: 'pdf' as const }] }],
    ['awaiting-run', { lines: [{ ...line, preordered: 1 }] }],
    ['part-posted', { lines: [{ ...line, posted: 1, preordered: 1 }] }],
    ['posted', { lines: [{ ...line, posted: 1 }] }],
    ['refunded', { allocatedYen: 0, refundedYen: 800, lines: [{ ...line, released: 1 }] }],
    ['billed', { ...billed, allocatedYen: 0 }],
    ['part-paid', { ...billed, allocatedYen: 300 }],
    ['posted', { ...billed, allocatedYen: 300, lines: [{ ...line, posted: 1 }] }],
    ['part-posted', { ...billed, allocatedYen: 0, lines: [{ ...line, posted: 1, held: 1 }] }],
    ['cancelled', { chargeState: 'cancelled' as const }],
    ['expired', { chargeState: 'expired' as const }],
  ])('%s', (state, changes) => {
    expect(orderState({ ...base, ...changes })).toBe(state)
  })
})
