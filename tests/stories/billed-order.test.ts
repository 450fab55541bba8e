import { beforeEach, describe, expect, it } from 'vitest'
import { dayToDb, tokyoDay } from '#app/domain/day.ts'
import { placeOrder } from '#app/features/checkout/place-order.server.ts'
import { loadOrderPage } from '#app/features/checkout/load-order-page.server.ts'
import { listDeskOrders } from '#app/features/desk/list-desk-orders.server.ts'
import { loadDeskOrder } from '#app/features/desk/load-desk-order.server.ts'
import { parseOrderFilters } from '#app/features/desk/order-filters.ts'
import { cancelOrder } from '#app/features/settlement/cancel-order.server.ts'
import { expireCharges } from '#app/features/settlement/expire-charges.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { refundOrder } from '#app/features/settlement/refund-order.server.ts'
import { remindBills } from '#app/features/settlement/remind-bills.server.ts'
import { db } from '#app/platform/db.server.ts'
import {
  aDeskOrder,
  anEdition,
  anOrganisation,
  BILLED,
  deskOrder,
  details,
  NOON,
} from '#tests/support/factories.ts'
import { balances, ledgerTable } from '#tests/support/ledger-table.ts'
import { mails, standing, tasks } from '#tests/support/stripe-kit.ts'

beforeEach(anOrganisation)

const TWO = [{ sku: 'MNET-100', copies: 2 }]

async function pay(charge: string, amountYen: number, ref: string) {
  const on = tokyoDay('2026-11-24')
  expect(await recordPayment({ charge, amountYen, method: 'bank', on, ref }, { now: NOON })).toMatchObject({
    ok: true,
  })
}

async function post(orderId: string, copies?: number) {
  const lines = copies ? { lines: [{ sku: 'MNET-100', copies }] } : {}
  return await postOrder({ order: { orderId }, actor: 'test', ...lines }, { now: NOON })
}

describe('a billed order', () => {
  it('ships unpaid as a receivable; its money then settles what is owed', async () => {
    await anEdition({ copies: 10 })
    const order = await aDeskOrder(TWO)
    expect(await mails()).toEqual(['order-billed'])
    expect(await post(order.orderId)).toMatchObject({ ok: true, remaining: 0 })
    expect(await loadOrderPage(order.token, { locale: 'ja' })).toMatchObject({
      state: 'posted',
      missingYen: 1_300,
      transfer: { isBilled: true, amountYen: 1_300, dueOn: '2026-12-31' },
      can: { cancel: false },
    })
    await pay(order.code, 500, 'A-1')
    await pay(order.code, 800, 'A-2')
    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact     | account         | debit | credit
      2026-11-24 | shipment | receivables     |  1300 |       
                 |          | sales           |       |    909
                 |          | shipping_income |       |    273
                 |          | output_tax      |       |    118
      2026-11-24 | payment  | bank            |   500 |       
                 |          | receivables     |       |    500
      2026-11-24 | payment  | bank            |   800 |       
                 |          | receivables     |       |    800"
    `)
    expect(await standing(order.orderId)).toMatchObject({ state: 'covered', onHand: 8, held: 0 })
    expect(await mails()).toEqual(['order-billed', 'order-posted', 'order-part-paid', 'order-paid'])
  })

  it('part-paid before it is posted: the advance is earned first, the rest is owed', async () => {
    await anEdition({ copies: 10 })
    const order = await aDeskOrder(TWO)
    await pay(order.code, 900, 'A-1')
    await post(order.orderId, 1)
    await post(order.orderId, 1)
    await pay(order.code, 400, 'A-2')
    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact     | account         | debit | credit
      2026-11-24 | payment  | bank            |   900 |       
                 |          | advances        |       |    900
      2026-11-24 | shipment | advances        |   800 |       
                 |          | sales           |       |    455
                 |          | shipping_income |       |    273
                 |          | output_tax      |       |     72
      2026-11-24 | shipment | advances        |   100 |       
                 |          | receivables     |   400 |       
                 |          | sales           |       |    454
                 |          | output_tax      |       |     46
      2026-11-24 | payment  | bank            |   400 |       
                 |          | receivables     |       |    400"
    `)
  })

  it('never expires, and is cancelled only while nothing has left', async () => {
    await anEdition({ copies: 10 })
    const [kept, left] = [await aDeskOrder(TWO), await aDeskOrder(TWO)]
    await expireCharges({ now: new Date('2030-01-01T00:00:00Z') })
    await post(left.orderId, 1)
    expect(await cancelOrder({ code: left.code, by: 'shop' }, { now: NOON })).toEqual({
      ok: false,
      reason: 'posted',
    })
    expect(await cancelOrder({ code: kept.code, by: 'shop' }, { now: NOON })).toEqual({ ok: true })
    expect(await standing(left.orderId)).toMatchObject({ state: 'open', held: 1, onHand: 9 })
  })

  it('a copy that comes back is refunded from what came in, and is due no more', async () => {
    await anEdition({ copies: 10 })
    const order = await aDeskOrder(TWO)
    await post(order.orderId)
    await pay(order.code, 600, 'A-1')
    const line = await db.chargeLine.findFirstOrThrow({ where: { kind: 'edition' } })
    const back = (posted: number, ref: string) =>
      refundOrder(
        {
          orderId: order.orderId,
          what: { kind: 'parts', lines: [{ chargeLineId: line.id, posted, restock: true }] },
          way: { kind: 'byHand', method: 'bank', on: tokyoDay('2026-11-24'), ref },
          reason: null,
        },
        { now: NOON },
      )
    expect(await back(1, 'OUT-1')).toMatchObject({ ok: true })
    expect(await standing(order.orderId)).toMatchObject({
      state: 'open',
      allocatedYen: 100,
      refundedYen: 500,
      onHand: 9,
    })
    // The reader and every page of the desk say the same of what is open.
    expect(await loadOrderPage(order.token, { locale: 'ja' })).toMatchObject({ missingYen: 700 })
    expect(await loadDeskOrder(order.code, { locale: 'ja', now: NOON })).toMatchObject({ openYen: 700 })
    expect(await listDeskOrders(parseOrderFilters(new URLSearchParams()), { now: NOON })).toMatchObject({
      openYen: 700,
      orders: [{ openYen: 700 }],
    })
    await pay(order.code, 700, 'A-2')
    expect(await standing(order.orderId)).toMatchObject({ state: 'covered', allocatedYen: 800 })
    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact     | account         | debit | credit
      2026-11-24 | shipment | receivables     |  1300 |       
                 |          | sales           |       |    909
                 |          | shipping_income |       |    273
                 |          | output_tax      |       |    118
      2026-11-24 | payment  | bank            |   600 |       
                 |          | receivables     |       |    600
      2026-11-24 | refund   | sales_returns   |   454 |       
                 |          | output_tax      |    46 |       
                 |          | bank            |       |    500
      2026-11-24 | payment  | bank            |   700 |       
                 |          | receivables     |       |    700"
    `)
  })

  it('a file is released when it is paid, as ever', async () => {
    await anEdition({ copies: 10 })
    await anEdition({ sku: 'PDF-1', format: 'pdf', priceYen: 700 })
    const order = await aDeskOrder([...TWO, { sku: 'PDF-1', copies: 1 }])
    await post(order.orderId)
    expect(await db.orderLine.count({ where: { availableAt: { not: null } } })).toBe(0)
    await pay(order.code, 2_000, 'A-1')
    expect(await db.orderLine.count({ where: { availableAt: { not: null } } })).toBe(1)
    const sums = await balances()
    expect([sums.advances, sums.receivables, sums.bank]).toEqual([undefined, undefined, 2_000])
  })

  it('is reminded of three times, two weeks apart, and then is a matter for a person', async () => {
    await anEdition({ copies: 10 })
    const order = await aDeskOrder(TWO)
    await post(order.orderId)
    await pay(order.code, 100, 'A-1')
    // Due on 31 December; banks open again on Monday the 4th.
    const days = ['2026-12-31', '2027-01-03', '2027-01-04', '2027-01-05', '2027-01-18', '2027-02-01']
    const reminded: number[] = []
    for (const day of [...days, '2027-02-14', '2027-02-15', '2027-02-16']) {
      reminded.push((await remindBills({ now: new Date(`${day}T00:30:00Z`) })).reminded)
    }
    expect(reminded).toEqual([0, 0, 1, 0, 1, 1, 0, 0, 0])
    expect(await tasks()).toEqual(['bill-overdue'])
    const payload = await db.outboxMail.findFirst({ where: { template: 'bill-reminder' } })
    expect(payload?.payload).toMatchObject({ missingYen: 1_200, dueOn: '2026-12-31' })
    expect(await db.task.count({ where: { doneAt: null } })).toBe(1)
    await pay(order.code, 1_200, 'A-2')
    expect(await db.task.count({ where: { doneAt: null } })).toBe(0)
  })

  it('paid in time it is not reminded of; without e-mail a person writes at once', async () => {
    await anEdition({ copies: 10 })
    const paid = await aDeskOrder(TWO)
    await pay(paid.code, 1_300, 'A-1')
    const silent = await aDeskOrder(TWO)
    await db.order.update({ where: { id: silent.orderId }, data: { email: null } })
    const at = { now: new Date('2027-01-04T01:00:00Z') }
    expect(await remindBills(at)).toEqual({ reminded: 0, tasks: 1 })
    expect(await remindBills(at)).toEqual({ reminded: 0, tasks: 0 })
  })

  it('to an address that mails come back from, a person writes at once and nothing counts as reminded', async () => {
    await anEdition({ copies: 10 })
    const order = await aDeskOrder(TWO)
    await db.order.update({ where: { id: order.orderId }, data: { email: 'Library@Example.jp' } })
    await db.mailAddress.create({
      data: { email: 'library@example.jp', reason: 'bounced', markedAt: NOON },
    })
    const at = { now: new Date('2027-01-04T01:00:00Z') }
    expect(await remindBills(at)).toEqual({ reminded: 0, tasks: 1 })
    expect(await remindBills(at)).toEqual({ reminded: 0, tasks: 0 })
    expect(await tasks()).toEqual(['bill-overdue'])
    expect(await db.outboxMail.count({ where: { template: 'bill-reminder' } })).toBe(0)
    expect(await db.orderEvent.count({ where: { kind: 'bill-reminded' } })).toBe(0)
  })
})

describe('an order entered at the desk', () => {
  it('keeps how it came, whose it is, and what a quote promised', async () => {
    await anEdition({ copies: 300 })
    await db.editionPrice.create({
      data: {
        editionId: (await db.edition.findFirstOrThrow()).id,
        validFrom: dayToDb(tokyoDay('2026-11-20')),
        priceYen: 900,
      },
    })
    const lines = [{ sku: 'MNET-100', copies: 120 }]
    const quoted = { ...BILLED, pricesOn: tokyoDay('2026-11-19') }
    const order = await aDeskOrder(lines, quoted)
    expect(
      await db.order.findUnique({ where: { id: order.orderId }, include: { charge: true } }),
    ).toMatchObject({
      channel: 'mail',
      buyerReference: 'LIB-7',
      charge: { terms: 'billed', expiresAt: null, amountYen: 60_600, checkoutKey: null },
    })
    expect(await placeOrder(deskOrder(lines, BILLED), { now: NOON })).toEqual({
      ok: false,
      reason: 'price-changed',
      totalYen: 108_600,
    })
  })

  it('in cash or by transfer it is paid first, and expires', async () => {
    await anEdition({ copies: 10 })
    const prepaid = { ...BILLED, terms: { kind: 'prepaid' as const } }
    const order = await aDeskOrder(TWO, prepaid)
    expect(await mails()).toEqual(['order-received'])
    expect(await post(order.orderId)).toEqual({ ok: false, reason: 'not-paid' })
    const input = deskOrder(TWO, prepaid, {
      details: { ...details(), method: 'cash' },
      expectedTotalYen: 1_300,
    })
    const cash = await placeOrder(input, { now: NOON })
    expect(cash).toMatchObject({ ok: true, method: 'cash' })
    expect(await mails()).toEqual(['order-received'])
    expect(await expireCharges({ now: new Date('2027-01-30T00:00:00Z') })).toBe(2)
  })

  it('a bill that makes no sense is refused', async () => {
    await anEdition({ copies: 10 })
    const past = { ...BILLED, terms: { kind: 'billed' as const, dueOn: tokyoDay('2026-11-23') } }
    expect(await placeOrder(deskOrder(TWO, past), { now: NOON })).toEqual({
      ok: false,
      reason: 'due-in-past',
    })
    for (const method of ['cash', 'card'] as const) {
      const input = deskOrder(TWO, BILLED, { details: { ...details(), method } })
      expect(await placeOrder(input, { now: NOON })).toEqual({ ok: false, reason: 'terms' })
    }
    const { desk: _, ...web } = deskOrder(TWO, BILLED, { details: { ...details(), method: 'cash' } })
    expect(await placeOrder(web, { now: NOON })).toEqual({ ok: false, reason: 'terms' })
    expect(await db.order.count()).toBe(0)
  })
})
