import { beforeEach, describe, expect, it } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { PostalAddress } from '#app/features/checkout/address.ts'
import { reportParcel } from '#app/features/checkout/report-parcel.server.ts'
import { latestEventId } from '#app/features/checkout/stale-order.server.ts'
import { writePrintBill } from '#app/features/circulation/write-print-bill.server.ts'
import { checkBooks } from '#app/features/settlement/check-books.server.ts'
import { noteCameBack } from '#app/features/settlement/note-came-back.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { receiveAndAnnounce } from '#app/features/settlement/receive-run.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { refundOrder } from '#app/features/settlement/refund-order.server.ts'
import { replaceParcel } from '#app/features/settlement/replace-parcel.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { anEdition, anOrder, anOrganisation, NOON } from '#tests/support/factories.ts'
import { balances } from '#tests/support/ledger-table.ts'
import { mails } from '#tests/support/stripe-kit.ts'

beforeEach(anOrganisation)

const at = { now: NOON }
const today = tokyoDay('2026-11-24')

/** A paid order of which the parcel left with some of its copies. */
async function aParcel(copies: number, posted = copies, details: object = {}) {
  const order = await anOrder([{ sku: 'MNET-100', copies }], { details })
  const { charge } = await db.order.findUniqueOrThrow({
    where: { id: order.orderId },
    include: { charge: true },
  })
  await recordPayment(
    { charge: order.code, amountYen: charge.amountYen, method: 'bank', on: today, ref: order.code },
    at,
  )
  return { ...order, shipmentId: await post(order, posted) }
}

async function post(order: { orderId: string }, copies: number): Promise<string> {
  const lines = [{ sku: 'MNET-100', copies }]
  const result = await postOrder({ order: { orderId: order.orderId }, lines, actor: 'test' }, at)
  if (!result.ok) throw new Error(result.reason)
  return result.shipmentId
}

type Parcel = { orderId: string; shipmentId: string }
type Changes = Partial<Parameters<typeof noteCameBack>[0]>

function note(parcel: Parcel, good: number, spoilt = 0, changes: Changes = {}) {
  const { orderId, shipmentId } = parcel
  const lines = [{ sku: 'MNET-100', good, spoilt }]
  return noteCameBack({ orderId, shipmentId, returnedOn: today, lines, asksReader: false, ...changes }, at)
}

async function noted(parcel: Parcel, good: number, spoilt = 0, changes: Changes = {}): Promise<string> {
  const result = await note(parcel, good, spoilt, changes)
  if (!result.ok) throw new Error(result.reason)
  return result.reportId
}

async function movements(): Promise<string[]> {
  const rows = await db.stockMovement.findMany({ orderBy: { id: 'asc' }, include: { printRun: true } })
  return rows.slice(1).map((row) => `${row.kind} ${row.copies} of run ${row.printRun.number}`)
}

async function runs() {
  return await db.printRun.findMany({
    orderBy: { number: 'asc' },
    select: { number: true, onHand: true, sold: true, damagedOrLost: true, returned: true },
  })
}

async function expectBooksRight(): Promise<void> {
  expect((await checkBooks()).checks.filter((check) => !check.ok)).toEqual([])
}

function refundWhole(order: { orderId: string }, reportId: string, restock: boolean) {
  return refundOrder(
    {
      orderId: order.orderId,
      what: { kind: 'whole', restock },
      way: { kind: 'byHand', method: 'bank', on: today, ref: 'OUT-1' },
      reason: null,
      reportId,
    },
    at,
  )
}

describe('a parcel that came back', () => {
  it('brings its copies back to the runs they were of, spoilt ones are written off with their cost, and no income moves', async () => {
    await anEdition({ copies: 2, priceYen: 800 })
    const run = await db.printRun.findFirstOrThrow()
    await inTransaction((tx) =>
      writePrintBill(
        tx,
        {
          printRunId: run.id,
          sourceKey: '印刷所\nb-1',
          number: 'B-1',
          billedOn: today,
          netYen: 400,
          taxYen: 40,
        },
        at,
      ),
    )
    const parcel = await aParcel(2)
    await receiveAndAnnounce({ sku: 'MNET-100', copies: 5, run: 2, receivedOn: today }, at)
    const before = await balances()
    const reportId = await noted(parcel, 1, 1)
    expect(await movements()).toEqual([
      'sold -2 of run 1',
      'received 5 of run 2',
      'undeliverable 2 of run 1',
      'damaged -1 of run 1',
    ])
    expect(await runs()).toMatchObject([
      { number: 1, onHand: 1, sold: 0, damagedOrLost: 1, returned: 2 },
      { number: 2, onHand: 5, sold: 0 },
    ])
    const after = await balances()
    expect(after).toEqual({
      ...before,
      printing_costs: (before.printing_costs ?? 0) - 200,
      stock_losses: (before.stock_losses ?? 0) + 200,
    })
    expect(await db.parcelReport.findFirst()).toMatchObject({ id: reportId, problem: 'undeliverable' })
    expect(await db.task.findMany()).toMatchObject([
      { kind: 'parcel-came-back', doneAt: null, details: { reportId, problem: 'undeliverable' } },
    ])
    expect(await mails()).not.toContain('parcel-came-back')
    await expectBooksRight()
  })

  it('is asked about by mail when that is wanted, in the language of its reader', async () => {
    await anEdition({ copies: 2 })
    const parcel = await aParcel(1, 1, { mailLocale: 'ko' })
    await noted(parcel, 1, 0, { asksReader: true })
    expect(await db.outboxMail.findFirst({ where: { template: 'parcel-came-back' } })).toMatchObject({
      locale: 'ko',
      orderId: parcel.orderId,
      payload: { orderCode: parcel.code, postedOn: '2026-11-24', returnedOn: '2026-11-24' },
    })
  })

  it('goes to the run of its own copies, though another parcel of the order had those of a newer one', async () => {
    await anEdition({ copies: 4 })
    const first = await aParcel(4, 1)
    await receiveAndAnnounce({ sku: 'MNET-100', copies: 5, run: 2, receivedOn: tokyoDay('2005-01-05') }, at)
    const shipmentId = await post(first, 3)
    expect(await movements()).toEqual(['sold -1 of run 1', 'received 5 of run 2', 'sold -3 of run 2'])
    await noted({ ...first, shipmentId }, 3)
    expect((await movements()).at(-1)).toBe('undeliverable 3 of run 2')
    await expectBooksRight()
  })

  it.each([
    ['more than was in it', 2, 1, {}, { reason: 'line-too-many', sku: 'MNET-100', left: 2 }],
    ['half a copy', 0.5, 0, {}, { reason: 'line-too-many', sku: 'MNET-100', left: 2 }],
    ['nothing', 0, 0, {}, { reason: 'nothing' }],
    ['a day to come', 1, 0, { returnedOn: tokyoDay('2026-11-25') }, { reason: 'day-in-future' }],
    [
      'a day before it was posted',
      1,
      0,
      { returnedOn: tokyoDay('2026-11-23') },
      { reason: 'day-before-posting', postedOn: '2026-11-24' },
    ],
    [
      'an edition that was not in it',
      0,
      0,
      { lines: [{ sku: 'MNET-099', good: 1, spoilt: 0 }] },
      { reason: 'line-unknown', sku: 'MNET-099', left: 0 },
    ],
    ['a parcel that was never posted', 1, 0, { shipmentId: newId() }, { reason: 'not-found' }],
    ['a parcel that is none', 1, 0, { shipmentId: 'x' }, { reason: 'not-found' }],
  ])('is not noted of %s, and nothing is booked', async (_name, good, spoilt, changes, refusal) => {
    await anEdition({ copies: 5 })
    const parcel = await aParcel(3, 2)
    expect(await note(parcel, good, spoilt, changes)).toEqual({ ok: false, ...refusal })
    expect(await movements()).toEqual(['sold -2 of run 1'])
    expect([await db.parcelReport.count(), await db.task.count()]).toEqual([0, 0])
  })

  it('is not asked about where there is no address, nor is one of another order noted', async () => {
    await anEdition({ copies: 5 })
    const [mine, theirs] = [await aParcel(1, 1, { email: null }), await aParcel(1)]
    expect(await note(mine, 1, 0, { asksReader: true })).toEqual({ ok: false, reason: 'email-missing' })
    const elsewhere = { orderId: mine.orderId, shipmentId: theirs.shipmentId }
    expect(await note(elsewhere, 1)).toEqual({ ok: false, reason: 'not-found' })
    expect(await db.stockMovement.count({ where: { kind: 'undeliverable' } })).toBe(0)
  })

  it('is noted once, by two people at once too', async () => {
    await anEdition({ copies: 5 })
    const parcel = await aParcel(2)
    const seenEventId = (await latestEventId(db, parcel.orderId)) ?? ''
    const both = await Promise.all([note(parcel, 2, 0, { seenEventId }), note(parcel, 1, 1, { seenEventId })])
    expect(both.filter(({ ok }) => ok)).toHaveLength(1)
    expect(both).toContainEqual({ ok: false, reason: 'already-noted' })
    expect(await note(parcel, 1)).toEqual({ ok: false, reason: 'already-noted' })
    expect(
      (await db.stockMovement.findMany({ where: { kind: 'undeliverable' } })).map((m) => m.copies),
    ).toEqual([2])
    await expectBooksRight()
  })

  it('is news to who has a form from before something else', async () => {
    await anEdition({ copies: 5 })
    const parcel = await aParcel(3, 1)
    const seenEventId = (await latestEventId(db, parcel.orderId)) ?? ''
    await post(parcel, 1)
    expect(await note(parcel, 1, 0, { seenEventId })).toMatchObject({
      reason: 'changed',
      events: [{ kind: 'posted' }],
    })
  })

  it('settles what the reader has reported as lost: her report becomes this one', async () => {
    await anEdition({ copies: 5 })
    const parcel = await aParcel(1)
    const { token, shipmentId } = parcel
    const reported = await reportParcel({ token, shipmentId, problem: 'lost', message: '届きません' }, at)
    if (!reported.ok) throw new Error(reported.reason)
    expect(await noted(parcel, 1)).toBe(reported.reportId)
    expect(await db.parcelReport.findMany()).toMatchObject([
      { problem: 'undeliverable', message: '届きません', resolution: null },
    ])
    expect(await db.task.findMany()).toMatchObject([{ kind: 'parcel-came-back', doneAt: null }])
  })

  it('brings nothing back that was written off as lost before', async () => {
    await anEdition({ copies: 5 })
    const parcel = await aParcel(1)
    const { token, shipmentId } = parcel
    const reported = await reportParcel({ token, shipmentId, problem: 'lost', message: null }, at)
    if (!reported.ok) throw new Error(reported.reason)
    await replaceParcel({ reportId: reported.reportId }, at)
    expect(await note(parcel, 1)).toEqual({ ok: false, reason: 'line-too-many', sku: 'MNET-100', left: 0 })
    await expectBooksRight()
  })
})

const ELSEWHERE = PostalAddress.parse({
  name: '山田 花子',
  country: 'JP',
  postalCode: '060-0001',
  prefecture: '北海道',
  city: '札幌市中央区',
  street: '北一条西2-1',
})

describe('sending it again', () => {
  it('goes to the corrected address; what had come back is not brought back twice', async () => {
    await anEdition({ copies: 5 })
    const parcel = await aParcel(3)
    const reportId = await noted(parcel, 1, 1)
    const sent = await replaceParcel({ reportId, delivery: ELSEWHERE, trackingNumber: '123456789012' }, at)
    expect(sent).toMatchObject({ ok: true })
    expect(await movements()).toEqual([
      'sold -3 of run 1',
      'undeliverable 2 of run 1',
      'damaged -1 of run 1',
      // The third did not come back.
      'reader_return 1 of run 1',
      'lost -1 of run 1',
      'sold -3 of run 1',
    ])
    expect(await runs()).toMatchObject([{ onHand: 0, sold: 3, damagedOrLost: 2 }])
    expect(await db.order.findFirst()).toMatchObject({
      deliveryAddress: { city: '札幌市中央区' },
      version: 2,
    })
    expect((await db.orderEvent.findMany({ orderBy: { seq: 'desc' }, take: 2 })).map((e) => e.kind)).toEqual([
      'parcel-replaced',
      'corrected',
    ])
    const posted = await db.outboxMail.findMany({
      where: { template: 'order-posted' },
      orderBy: { id: 'desc' },
    })
    expect(JSON.stringify(posted[0]?.payload)).toContain('札幌市中央区')
    expect(await db.parcelReport.findFirst()).toMatchObject({ resolution: 'replacement' })
    expect(await db.task.count({ where: { doneAt: null } })).toBe(0)
    await expectBooksRight()
  })

  it('in part leaves the rest in the house, and the parcel sent again may come back too', async () => {
    await anEdition({ copies: 5 })
    const parcel = await aParcel(3)
    const reportId = await noted(parcel, 3)
    const again = await replaceParcel({ reportId, lines: [{ sku: 'MNET-100', copies: 2 }] }, at)
    if (!again.ok) throw new Error(again.reason)
    expect(await runs()).toMatchObject([{ onHand: 3, sold: 2 }])
    const second = await noted({ ...parcel, shipmentId: again.shipmentId }, 2)
    expect(await runs()).toMatchObject([{ onHand: 5, sold: 0 }])
    expect(await replaceParcel({ reportId: second }, at)).toMatchObject({ ok: true })
    expect(await runs()).toMatchObject([{ onHand: 3, sold: 2 }])
    await expectBooksRight()
  })

  it('takes no address with another postage', async () => {
    await anEdition({ copies: 5 })
    const parcel = await aParcel(1)
    const reportId = await noted(parcel, 1)
    const abroad = PostalAddress.parse({ name: 'Kim', country: 'KR', city: 'Seoul', street: 'Jong-ro 1' })
    expect(await replaceParcel({ reportId, delivery: abroad }, at)).toEqual({ ok: false, reason: 'zone' })
    expect(await db.order.findFirst()).toMatchObject({ version: 1 })
  })
})

describe('a refund for it', () => {
  it.each([true, false])('takes no copy back twice, with stock ticked: %s', async (restock) => {
    await anEdition({ copies: 5 })
    const parcel = await aParcel(3, 2)
    await post(parcel, 1)
    const reportId = await noted(parcel, 2)
    expect(await refundWhole(parcel, reportId, restock)).toMatchObject({ ok: true })
    expect(await runs()).toMatchObject([restock ? { onHand: 5, sold: 0 } : { onHand: 4, sold: 1 }])
    expect(await db.parcelReport.findFirst()).toMatchObject({ resolution: 'refund' })
    await expectBooksRight()
  })
})
