import { beforeEach, describe, expect, it } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { cancelOrder } from '#app/features/settlement/cancel-order.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { db } from '#app/platform/db.server.ts'
import { headers, loader } from '#app/routes/desk/orders.tsx'
import { anEdition, anOrder, anOrganisation, details, NOON } from '#tests/support/factories.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

useSandbox()
beforeEach(async () => {
  await anOrganisation()
  await anEdition({ sku: 'MNET-100', priceYen: 500 })
})

type Order = Awaited<ReturnType<typeof anOrder>>

async function list(query = '') {
  const staff = await aDeskVisitor('secretariat')
  const { data, status } = await staff.get(loader, `/desk/orders${query}`)
  return { status, list: data?.list, codes: data?.list.orders.map((order) => order.code) }
}

async function pay(order: Order, amountYen = 800): Promise<void> {
  const on = tokyoDay('2026-11-24')
  const paid = await recordPayment(
    { charge: order.code, amountYen, method: 'bank', on, ref: order.code },
    { now: NOON },
  )
  if (!paid.ok) throw new Error(paid.reason)
}

const later = (minutes: number): Date => new Date(NOON.getTime() + minutes * 60_000)

describe('the list of orders', () => {
  it('is empty in a new shop, and private', async () => {
    expect(await list()).toMatchObject({ list: { total: 0, orders: [], pages: 1, amountYen: 0, openYen: 0 } })
    expect(headers()).toMatchObject({ 'Cache-Control': 'private, no-store' })
  })

  it('shows the newest first, with the sums of all that match', async () => {
    const first = await anOrder([{ sku: 'MNET-100', copies: 1 }])
    const second = await anOrder([{ sku: 'MNET-100', copies: 2 }], { now: later(5) })
    await pay(first)
    const { list: found } = await list()
    expect(found).toMatchObject({ total: 2, amountYen: 2_100, openYen: 1_300, pages: 1 })
    expect(found?.orders).toMatchObject([
      {
        code: second.code,
        state: 'awaiting-payment',
        openYen: 1_300,
        toPack: 0,
        goods: [{ description: '見本 MNET-100', quantity: 2 }],
      },
      { code: first.code, state: 'paid', openYen: 0, toPack: 1, contactName: '山田 花子', method: 'bank' },
    ])
  })

  it('has pages, and none beyond the last', async () => {
    await db.stockLevel.updateMany({ data: { preorderLimit: 100 } })
    await anEdition({ sku: 'MANY-1', copies: 60 })
    for (let number = 1; number <= 51; number += 1) {
      await anOrder([{ sku: 'MANY-1', copies: 1 }], { now: later(number) })
    }
    expect((await list()).codes).toHaveLength(50)
    expect(await list('?page=2')).toMatchObject({ list: { total: 51, page: 2, pages: 2, orders: [{}] } })
    expect((await list('?page=3')).status).toBe(404)
  })

  it('is narrowed by where an order stands', async () => {
    const waiting = await anOrder([{ sku: 'MNET-100', copies: 1 }])
    const ready = await anOrder([{ sku: 'MNET-100', copies: 1 }], { now: later(1) })
    const posted = await anOrder([{ sku: 'MNET-100', copies: 1 }], { now: later(2) })
    const cancelled = await anOrder([{ sku: 'MNET-100', copies: 1 }], { now: later(3) })
    await pay(ready)
    await pay(posted)
    await postOrder({ order: { code: posted.code }, actor: 'test' }, { now: NOON })
    await cancelOrder({ code: cancelled.code, by: 'shop' }, { now: NOON })
    await aDeskVisitor('secretariat')
    const found = Object.fromEntries(
      await Promise.all(
        ['to-pack', 'waiting', 'billed', 'overdue', 'awaiting-run', 'reported', 'posted', 'cancelled'].map(
          async (state) => [state, (await list(`?state=${state}`)).codes],
        ),
      ),
    )
    expect(found).toEqual({
      'to-pack': [ready.code],
      waiting: [waiting.code],
      billed: [],
      overdue: [],
      'awaiting-run': [],
      reported: [],
      posted: [posted.code],
      cancelled: [cancelled.code],
    })
  })

  it('is narrowed by way of paying, period, and open tasks', async () => {
    const card = await anOrder([{ sku: 'MNET-100', copies: 1 }], { details: { method: 'card' } })
    const bank = await anOrder([{ sku: 'MNET-100', copies: 1 }], { now: later(24 * 60) })
    expect((await list('?method=card')).codes).toEqual([card.code])
    expect((await list('?from=2026-11-25')).codes).toEqual([bank.code])
    expect((await list('?to=2026-11-24')).codes).toEqual([card.code])
    expect((await list('?channel=phone')).codes).toEqual([])
    await pay(bank, 900)
    expect((await list('?task=1')).list?.orders).toMatchObject([{ code: bank.code, tasks: 1 }])
  })
})

describe('searching', () => {
  it.each([
    ['the reading in hiragana without a space', 'やまだはなこ'],
    ['the reading in half-width katakana', 'ﾔﾏﾀﾞ ﾊﾅｺ'],
    ['words in another order', '花子 山田'],
    ['an address in other case', 'READER@Example.ORG'],
    ['a telephone number without its hyphens', '０３１２３４５６７８'],
    ['who the receipt is for', 'ビブリオ大学'],
    ['an accent left out', 'jose'],
  ])('finds %s', async (_what, q) => {
    const wanted = await anOrder([{ sku: 'MNET-100', copies: 1 }], {
      details: { phone: '03-1234-5678', receiptName: 'びぶりお大学 José' },
    })
    await anOrder([{ sku: 'MNET-100', copies: 1 }], {
      details: {
        email: 'other@example.net',
        contactName: '佐藤 次郎',
        furigana: 'サトウ ジロウ',
        delivery: { ...details().delivery!, name: '佐藤 次郎' },
      },
    })
    expect((await list(`?q=${encodeURIComponent(q)}`)).codes).toEqual([wanted.code])
  })

  it('finds code, payment reference, tracking number and edition as people write them', async () => {
    const order = await anOrder([{ sku: 'MNET-100', copies: 1 }])
    await anEdition({ sku: 'OTHER-1' })
    await anOrder([{ sku: 'OTHER-1', copies: 1 }])
    await pay(order)
    await postOrder(
      { order: { code: order.code }, actor: 'test', trackingNumber: '1234-5678-9012' },
      { now: NOON },
    )
    const { reference } = await db.charge.findUniqueOrThrow({ where: { id: order.chargeId } })
    const typed = [
      order.code.toLowerCase().replace('-', ' '),
      `ヤマダ ${reference.slice(0, 4)}－${reference.slice(4)}`,
      '１２３４−５６７８ 9012',
      'mnet-100',
    ]
    for (const q of typed)
      expect([q, (await list(`?q=${encodeURIComponent(q)}`)).codes]).toEqual([q, [order.code]])
  })

  it('takes signs of SQL and patterns for what they are', async () => {
    await anOrder([{ sku: 'MNET-100', copies: 1 }])
    for (const q of ['%', '_', "'; DROP TABLE orders; --", '\\', '[a-z]']) {
      expect([q, (await list(`?q=${encodeURIComponent(q)}`)).codes]).toEqual([q, []])
    }
  })
})
