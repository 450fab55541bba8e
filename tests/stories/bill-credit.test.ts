import { beforeEach, describe, expect, it } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import type { LineWish, RefundWish } from '#app/domain/refund.ts'
import { loadOrderPage } from '#app/features/checkout/load-order-page.server.ts'
import { reportParcel } from '#app/features/checkout/report-parcel.server.ts'
import { latestEventId } from '#app/features/checkout/stale-order.server.ts'
import { loadDeskOrder } from '#app/features/desk/load-desk-order.server.ts'
import { checkBooks } from '#app/features/settlement/check-books.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { previewRefund } from '#app/features/settlement/preview-refund.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { refundOrder, type RefundWay } from '#app/features/settlement/refund-order.server.ts'
import { remindBills } from '#app/features/settlement/remind-bills.server.ts'
import { runAs } from '#app/platform/actor.server.ts'
import { db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { aDeskOrder, anEdition, anOrder, anOrganisation, NOON } from '#tests/support/factories.ts'
import { balances, ledgerTable } from '#tests/support/ledger-table.ts'
import { mails, standing } from '#tests/support/stripe-kit.ts'

beforeEach(anOrganisation)

const TWO = [{ sku: 'MNET-100', copies: 2 }]
const today = tokyoDay('2026-11-24')
const at = { now: NOON }
const CREDIT: RefundWay = { kind: 'credit' }
const WHOLE: RefundWish = { kind: 'whole', restock: false }

/** Two copies of 500 yen each and 300 yen of postage, on a bill due at the end of the year. */
async function aBill(lines = TWO) {
  const order = await aDeskOrder(lines)
  const { charge } = await db.order.findUniqueOrThrow({
    where: { id: order.orderId },
    select: { charge: { select: { lines: { orderBy: { position: 'asc' } } } } },
  })
  const lineOf = (index: number): string => charge.lines[index]?.id ?? ''
  return { ...order, goods: lineOf(0), second: lineOf(1) }
}

async function post(orderId: string) {
  expect(await postOrder({ order: { orderId }, actor: 'test' }, at)).toMatchObject({ ok: true })
}

async function pay(charge: string, amountYen: number, ref = 'IN-1') {
  const payment = { charge, amountYen, method: 'bank' as const, on: today, ref }
  expect(await recordPayment(payment, at)).toMatchObject({ ok: true })
}

async function give(orderId: string, what: RefundWish, way: RefundWay = CREDIT) {
  return await refundOrder({ orderId, what, way, reason: null }, at)
}

function parts(...lines: LineWish[]): RefundWish {
  return { kind: 'parts', lines }
}

function byBank(ref: string): RefundWay {
  return { kind: 'byHand', method: 'bank', on: today, ref }
}

describe('a bill that is not paid', () => {
  beforeEach(async () => {
    await anEdition({ copies: 10 })
  })

  it('is credited for a posted copy that comes back: sales and tax are taken back, less is owed', async () => {
    const order = await aBill()
    await post(order.orderId)
    const what = parts({ chargeLineId: order.goods, posted: 1, restock: true })
    expect(await previewRefund({ orderId: order.orderId, what, way: CREDIT })).toMatchObject({
      preview: { totalYen: 0, creditYen: 500, parts: [], lines: [{ copies: 1, restocked: 1 }] },
    })
    expect(await give(order.orderId, what)).toMatchObject({
      ok: true,
      isNew: true,
      refunds: [{ amountYen: 500, state: 'succeeded', isCredit: true }],
    })
    expect(await standing(order.orderId)).toEqual({
      state: 'open',
      allocatedYen: 0,
      refundedYen: 500,
      onHand: 9,
      held: 0,
    })
    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact     | account         | debit | credit
      2026-11-24 | shipment | receivables     |  1300 |       
                 |          | sales           |       |    909
                 |          | shipping_income |       |    273
                 |          | output_tax      |       |    118
      2026-11-24 | credit   | receivables     |       |    500
                 |          | sales_returns   |   454 |       
                 |          | output_tax      |    46 |       "
    `)
    expect(await loadOrderPage(order.token, { locale: 'ja' })).toMatchObject({
      state: 'posted',
      missingYen: 800,
      creditedYen: 500,
      refundedYen: 0,
      transfer: { amountYen: 800 },
    })
    expect(await loadDeskOrder(order.code, { locale: 'ja', ...at })).toMatchObject({
      openYen: 800,
      creditedYen: 500,
      refundedYen: 0,
      refunds: [{ method: null, amountYen: 500, lines: [{ copies: 1, restocked: 1 }] }],
      events: [{ kind: 'placed' }, { kind: 'posted' }, { kind: 'credited', details: { amountYen: 500 } }],
    })
    const mail = await db.outboxMail.findFirstOrThrow({ where: { template: 'order-credited' } })
    expect(mail.payload).toMatchObject({
      creditYen: 500,
      openYen: 800,
      totalYen: 800,
      lines: [{ quantity: 1, amountYen: 500 }],
    })
    await pay(order.code, 800)
    expect(await standing(order.orderId)).toMatchObject({ state: 'covered', allocatedYen: 800 })
    expect(await db.outboxMail.findFirst({ where: { template: 'order-paid' } })).toMatchObject({
      payload: { totalYen: 800 },
    })
    const { bank, receivables, output_tax: tax } = await balances()
    expect([bank, receivables, tax]).toEqual([800, undefined, -72])
  })

  it('is credited for a copy that was not posted without an entry, and the copy is free', async () => {
    const order = await aBill()
    await give(order.orderId, parts({ chargeLineId: order.goods, unposted: 1 }))
    expect(await standing(order.orderId)).toMatchObject({ state: 'open', refundedYen: 500, held: 1 })
    expect(await db.journalEntry.count()).toBe(0)
    await post(order.orderId)
    expect(await balances()).toMatchObject({ receivables: 800 })
  })

  it('that is credited altogether after its parcel was lost is closed, and nobody is asked for it', async () => {
    const order = await aBill()
    await post(order.orderId)
    const { id: shipmentId } = await db.shipment.findFirstOrThrow()
    const report = { token: order.token, shipmentId, problem: 'lost' as const, message: null }
    const reported = await reportParcel(report, at)
    if (!reported.ok) throw new Error(reported.reason)
    await remindBills({ now: new Date('2027-03-01T01:00:00Z') })
    const { reportId } = reported
    const input = { orderId: order.orderId, what: WHOLE, way: CREDIT, reason: '不着', reportId }
    expect(await refundOrder(input, at)).toMatchObject({ ok: true, refunds: [{ amountYen: 1_300 }] })
    expect(await standing(order.orderId)).toMatchObject({
      state: 'cancelled',
      refundedYen: 1_300,
      held: 0,
      onHand: 8,
    })
    expect(await balances()).toEqual({ sales: -909, sales_returns: 1_182, shipping_income: -273 })
    expect(await db.task.count({ where: { doneAt: null } })).toBe(0)
    expect(await db.parcelReport.findFirst()).toMatchObject({ resolution: 'refund' })
    expect(await mails()).toEqual(['order-billed', 'order-posted', 'order-credited'])
    expect(await remindBills({ now: new Date('2027-06-01T01:00:00Z') })).toEqual({ reminded: 0, tasks: 0 })
    expect(await loadOrderPage(order.token, { locale: 'ja' })).toMatchObject({
      state: 'cancelled',
      missingYen: 0,
      creditedYen: 1_300,
      shipments: [{ report: { isOpen: false } }],
    })
    expect(await give(order.orderId, WHOLE)).toMatchObject({ ok: false })
  })

  it('gives nothing back that nobody has paid, and credits no more than is due', async () => {
    const order = await aBill()
    expect(await give(order.orderId, WHOLE, byBank('OUT-1'))).toEqual({ ok: false, reason: 'credit-only' })
    expect(await give(order.orderId, parts({ chargeLineId: order.goods, amountYen: 1_001 }))).toMatchObject({
      ok: false,
      reason: 'amount',
      left: 1_000,
    })
    expect(await give(order.orderId, parts())).toEqual({ ok: false, reason: 'nothing' })
    expect(await db.refund.count()).toBe(0)
  })

  it('pressed twice, or by two people at once, is credited once', async () => {
    const order = await aBill()
    const seenEventId = (await latestEventId(db, order.orderId)) ?? ''
    const what = parts({ chargeLineId: order.goods, unposted: 1 })
    const input = { orderId: order.orderId, what, way: CREDIT, reason: null, seenEventId }
    const results = await Promise.all([refundOrder(input, at), refundOrder(input, at)])
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    expect(results.find((result) => !result.ok)).toMatchObject({ reason: 'changed' })
    expect(await standing(order.orderId)).toMatchObject({ refundedYen: 500, held: 1 })
  })

  it('two credits at once never exceed it', async () => {
    const order = await aBill()
    const what = parts({ chargeLineId: order.goods, amountYen: 600 })
    const results = await Promise.all([give(order.orderId, what), give(order.orderId, what)])
    expect(results.filter((result) => result.ok)).toHaveLength(1)
    expect(await standing(order.orderId)).toMatchObject({ refundedYen: 600 })
  })

  it('an order that is paid first is not credited', async () => {
    const order = await anOrder(TWO)
    expect(await give(order.orderId, WHOLE)).toEqual({ ok: false, reason: 'nothing' })
    await pay(order.code, 300)
    expect(await give(order.orderId, WHOLE)).toEqual({ ok: false, reason: 'credit-exceeded', left: 0 })
    await pay(order.code, 1_000, 'IN-2')
    expect(await give(order.orderId, WHOLE)).toEqual({ ok: false, reason: 'credit-exceeded', left: 0 })
  })

  it('says in the audit log who has done it', async () => {
    const order = await aBill()
    await runAs({ kind: 'operator' }, () => give(order.orderId, WHOLE))
    const { audit, refunds } = (await loadDeskOrder(order.code, { locale: 'ja', ...at })) ?? {}
    expect(refunds).toHaveLength(1)
    expect(audit?.map(({ table, change }) => `${table} ${change}`)).toEqual(
      expect.arrayContaining(['refunds insert', 'refund_lines insert']),
    )
  })
})

describe('a bill that is paid in part', () => {
  beforeEach(async () => {
    await anEdition({ copies: 10 })
  })

  it('gives back what was paid through its payment, and credits the rest', async () => {
    const order = await aBill()
    await post(order.orderId)
    await pay(order.code, 600)
    const what: RefundWish = { kind: 'whole', restock: true }
    expect(await give(order.orderId, what)).toEqual({ ok: false, reason: 'credit-exceeded', left: 700 })
    const way = byBank('OUT-1')
    expect(await previewRefund({ orderId: order.orderId, what, way })).toMatchObject({
      preview: { totalYen: 600, creditYen: 700, parts: [{ method: 'bank', amountYen: 600 }] },
    })
    expect(await give(order.orderId, what, way)).toMatchObject({
      refunds: [
        { amountYen: 600, isCredit: false },
        { amountYen: 700, isCredit: true },
      ],
    })
    expect(await give(order.orderId, what, way)).toMatchObject({ ok: true, isNew: false })
    expect(await standing(order.orderId)).toEqual({
      state: 'covered',
      allocatedYen: 0,
      refundedYen: 1_300,
      onHand: 10,
      held: 0,
    })
    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact     | account         | debit | credit
      2026-11-24 | shipment | receivables     |  1300 |       
                 |          | sales           |       |    909
                 |          | shipping_income |       |    273
                 |          | output_tax      |       |    118
      2026-11-24 | payment  | bank            |   600 |       
                 |          | receivables     |       |    600
      2026-11-24 | refund   | sales_returns   |   545 |       
                 |          | output_tax      |    55 |       
                 |          | bank            |       |    600
      2026-11-24 | credit   | receivables     |       |    700
                 |          | sales_returns   |   364 |       
                 |          | sales_returns   |   273 |       
                 |          | output_tax      |    63 |       "
    `)
    expect((await mails()).slice(-2).sort()).toEqual(['order-credited', 'order-refunded'])
    expect(await loadOrderPage(order.token, { locale: 'ja' })).toMatchObject({
      state: 'refunded',
      refundedYen: 600,
      creditedYen: 700,
    })
  })

  it('is covered when the rest is credited, and its file opens', async () => {
    await anEdition({ sku: 'PDF-1', format: 'pdf', priceYen: 700 })
    const order = await aBill([...TWO, { sku: 'PDF-1', copies: 1 }])
    await post(order.orderId)
    await pay(order.code, 1_000)
    // What came beyond the copies that went back is an advance, for the file and the postage.
    await give(order.orderId, parts({ chargeLineId: order.goods, posted: 2, restock: true }))
    expect(await standing(order.orderId)).toMatchObject({ state: 'covered', allocatedYen: 1_000 })
    expect(await db.orderLine.count({ where: { availableAt: { not: null } } })).toBe(1)
    const sums = await balances()
    expect([sums.bank, sums.advances, sums.receivables]).toEqual([1_000, undefined, undefined])
    expect(await db.outboxMail.findFirst({ where: { template: 'order-credited' } })).toMatchObject({
      payload: { openYen: 0, opensDownloads: true },
    })
  })

  it('can be lowered before money goes back, by choice', async () => {
    const order = await aBill()
    await pay(order.code, 600)
    await give(order.orderId, parts({ chargeLineId: order.goods, unposted: 1 }))
    expect(await standing(order.orderId)).toMatchObject({ allocatedYen: 600, refundedYen: 500, held: 1 })
    await pay(order.code, 200, 'IN-2')
    expect(await standing(order.orderId)).toMatchObject({ state: 'covered', allocatedYen: 800 })
    await post(order.orderId)
    expect(await balances()).toMatchObject({ bank: 800, sales: -455 })
    expect(await db.outboxMail.findFirst({ where: { template: 'order-part-paid' } })).toMatchObject({
      payload: { receivedYen: 600, missingYen: 700, totalYen: 1_300 },
    })
  })
})

describe('the database', () => {
  it('holds no credit that is half a refund, or of an order that is no open bill', async () => {
    await anEdition({ copies: 10 })
    const [bill, prepaid] = [await aBill(), await anOrder(TWO)]
    const credit = { id: newId(), chargeId: bill.chargeId, state: 'succeeded', amountYen: 1 } as const
    const created = { ...credit, createdAt: NOON }
    for (const wrong of [
      { ...created, method: 'bank' as const },
      { ...created, state: 'pending' as const },
      { ...created, sourceKey: 'refund:bank:X' },
      { ...created, surplusYen: 1 },
      { ...created, chargeId: null },
      { ...created, chargeId: prepaid.chargeId },
    ]) {
      await expect(db.refund.create({ data: { ...wrong, id: newId() } })).rejects.toThrow()
    }
    await give(bill.orderId, WHOLE)
    await expect(db.refund.create({ data: { ...created, id: newId() } })).rejects.toThrow(/open bill/)
  })

  it('never has more paid, refunded and credited than a charge asks', async () => {
    await anEdition({ copies: 10 })
    const order = await aBill()
    await expect(
      db.charge.update({ where: { id: order.chargeId }, data: { refundedYen: 1_301 } }),
    ).rejects.toThrow(/than the charge asks/)
  })

  it('proves credits with the books', async () => {
    await anEdition({ copies: 10 })
    const order = await aBill()
    await give(order.orderId, parts({ chargeLineId: order.goods, unposted: 1 }))
    await db.refundLine.updateMany({ data: { recognisedYen: 1 } })
    const wrong = (await checkBooks()).checks.filter((check) => !check.ok).map(({ name }) => name)
    expect(wrong).toContain('credits of earned income are booked once, and no others')
    await db.refundLine.updateMany({ data: { recognisedYen: 0, amountYen: 499 } })
    const short = (await checkBooks()).checks.filter((check) => !check.ok).map(({ name }) => name)
    expect(short).toContain('credits are the lines of one bill')
    await db.refundLine.updateMany({ data: { amountYen: 500 } })
  })
})
