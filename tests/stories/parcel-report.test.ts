import { beforeEach, describe, expect, it } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { loadOrderPage } from '#app/features/checkout/load-order-page.server.ts'
import { reportParcel } from '#app/features/checkout/report-parcel.server.ts'
import { latestEventId } from '#app/features/checkout/stale-order.server.ts'
import { completeTask } from '#app/features/messages/complete-task.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { receiveAndAnnounce } from '#app/features/settlement/receive-run.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { refundOrder } from '#app/features/settlement/refund-order.server.ts'
import { replaceParcel } from '#app/features/settlement/replace-parcel.server.ts'
import { resolveParcelReport } from '#app/features/settlement/resolve-parcel-report.server.ts'
import { listStock } from '#app/features/stock/list-stock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { anEdition, anOrder, anOrganisation, NOON } from '#tests/support/factories.ts'
import { balances } from '#tests/support/ledger-table.ts'
import { mails } from '#tests/support/stripe-kit.ts'

beforeEach(anOrganisation)

const at = { now: NOON }
const day = tokyoDay('2026-11-24')

async function aPostedOrder(copies: number) {
  const order = await anOrder([{ sku: 'MNET-100', copies }])
  const { charge } = await db.order.findUniqueOrThrow({
    where: { id: order.orderId },
    include: { charge: true },
  })
  await recordPayment(
    { charge: order.code, amountYen: charge.amountYen, method: 'bank', on: day, ref: order.code },
    at,
  )
  const posted = await postOrder({ order: { orderId: order.orderId }, actor: 'test' }, at)
  if (!posted.ok) throw new Error(posted.reason)
  return { ...order, shipmentId: posted.shipmentId }
}

async function report(
  order: { token: string; shipmentId: string },
  problem: 'lost' | 'damaged' | 'incomplete' = 'lost',
) {
  const { token, shipmentId } = order
  return await reportParcel({ token, shipmentId, problem, message: '届きません' }, at)
}

async function reported(order: { token: string; shipmentId: string }, problem?: 'damaged') {
  const result = await report(order, problem)
  if (!result.ok) throw new Error(result.reason)
  return result.reportId
}

async function movements(): Promise<string[]> {
  const rows = await db.stockMovement.findMany({ orderBy: { id: 'asc' }, include: { printRun: true } })
  return rows.map((row) => `${row.kind} ${row.copies} of run ${row.printRun.number}`)
}

describe('a reader reports a parcel', () => {
  it('once while it is open; the task holds no words of hers', async () => {
    await anEdition({ copies: 5 })
    const order = await aPostedOrder(1)
    const reportId = await reported(order)
    expect(await report(order)).toEqual({ ok: false, reason: 'already-reported' })
    const task = await db.task.findFirstOrThrow()
    expect(task).toMatchObject({ kind: 'parcel-reported', details: { reportId, problem: 'lost' } })
    expect(JSON.stringify(task)).not.toContain('届きません')
    expect(await resolveParcelReport({ reportId }, at)).toMatchObject({ ok: true })
    expect(await resolveParcelReport({ reportId }, at)).toEqual({
      ok: false,
      reason: 'already-resolved',
    })
    expect(await completeTask({ taskId: task.id, note: 'x' }, at)).toEqual({
      ok: false,
      reason: 'already-done',
    })
    expect(await report(order)).toMatchObject({ ok: true })
  })

  it("of another's order, or one that is none, is not found", async () => {
    await anEdition({ copies: 5 })
    const [mine, theirs] = [await aPostedOrder(1), await aPostedOrder(1)]
    const missing = { ok: false, reason: 'not-found' }
    expect(await report({ token: mine.token, shipmentId: theirs.shipmentId })).toEqual(missing)
    expect(await report({ token: mine.token, shipmentId: 'nonsense' })).toEqual(missing)
    expect(await report({ token: 'x'.repeat(43), shipmentId: mine.shipmentId })).toEqual(missing)
    expect(await replaceParcel({ reportId: newId() }, at)).toEqual(missing)
  })
})

describe('a replacement', () => {
  it('goes out free: the first copies are written off on their own run, the edition stays sold once', async () => {
    await anEdition({ copies: 2 })
    const order = await aPostedOrder(2)
    await receiveAndAnnounce({ sku: 'MNET-100', copies: 5, run: 2, receivedOn: day }, at)
    const before = await balances()
    const reportId = await reported(order)
    const sent = await replaceParcel({ reportId, trackingNumber: '1234-5678-9012' }, at)
    expect(sent).toMatchObject({ ok: true })
    expect(await movements()).toEqual([
      'received 2 of run 1',
      'sold -2 of run 1',
      'received 5 of run 2',
      'reader_return 2 of run 1',
      'lost -2 of run 1',
      'sold -2 of run 2',
    ])
    expect(await listStock()).toMatchObject([{ printed: 7, onHand: 3, held: 0, sold: 2 }])
    expect(await balances()).toEqual(before)
    expect(await db.shipment.findFirst({ where: { replacesId: order.shipmentId } })).toMatchObject({
      trackingNumber: '123456789012',
    })
    expect((await mails()).filter((mail) => mail === 'order-posted')).toHaveLength(2)
    expect(await db.task.count({ where: { doneAt: null } })).toBe(0)
  })

  it('of a damaged copy, and of the replacement that was lost too', async () => {
    await anEdition({ copies: 9 })
    const order = await aPostedOrder(2)
    const one = [{ sku: 'MNET-100', copies: 1 }]
    const first = await replaceParcel({ reportId: await reported(order, 'damaged'), lines: one }, at)
    if (!first.ok) throw new Error(first.reason)
    const again = await reported({ ...order, shipmentId: first.shipmentId })
    expect(await replaceParcel({ reportId: again }, at)).toMatchObject({ ok: true })
    expect(await listStock()).toMatchObject([{ onHand: 5, sold: 2 }])
    // The other copy of the first parcel is left to replace, and no more.
    const reportId = await reported(order)
    expect(await replaceParcel({ reportId, lines: [{ sku: 'MNET-100', copies: 2 }] }, at)).toEqual({
      ok: false,
      reason: 'line-too-many',
      sku: 'MNET-100',
      left: 1,
    })
    expect(await replaceParcel({ reportId }, at)).toMatchObject({ ok: true })
    expect(await replaceParcel({ reportId: await reported(order) }, at)).toEqual({
      ok: false,
      reason: 'nothing-to-post',
    })
  })

  it('takes no copy that is held for another', async () => {
    await anEdition({ copies: 3 })
    const order = await aPostedOrder(1)
    await anOrder([{ sku: 'MNET-100', copies: 2 }])
    const reportId = await reported(order)
    expect(await replaceParcel({ reportId }, at)).toEqual({ ok: false, reason: 'short' })
    expect(await movements()).toEqual(['received 3 of run 1', 'sold -1 of run 1'])
    const seenEventId = (await latestEventId(db, order.orderId)) ?? ''
    expect(await refundAll(order, 'OUT-1', reportId)).toMatchObject({
      ok: true,
      refunds: [{ amountYen: 800 }],
    })
    expect(await replaceParcel({ reportId, seenEventId }, at)).toMatchObject({
      reason: 'changed',
      events: [{ kind: 'refunded' }, { kind: 'parcel-resolved' }],
    })
    expect(await listStock()).toMatchObject([{ onHand: 2, held: 2, sold: 1 }])
  })
})

async function refundAll(order: { orderId: string }, ref: string, reportId: string) {
  return await refundOrder(
    {
      orderId: order.orderId,
      what: { kind: 'whole', restock: false },
      way: { kind: 'byHand', method: 'bank', on: day, ref },
      reason: '不着',
      reportId,
    },
    at,
  )
}

async function openReports(token: string) {
  const page = await loadOrderPage(token, { locale: 'ja' })
  return {
    reports: await db.parcelReport.count({ where: { resolution: null } }),
    tasks: await db.task.count({ where: { doneAt: null } }),
    readerSees: page?.shipments.map((shipment) => shipment.report?.isOpen),
  }
}

describe('a refund for a reported parcel', () => {
  it('settles the report when it is made: one that is refused leaves it open', async () => {
    await anEdition({ copies: 5 })
    const order = await aPostedOrder(1)
    const reportId = await reported(order)
    expect(await refundAll(order, ' ', reportId)).toEqual({ ok: false, reason: 'reference-missing' })
    expect(await openReports(order.token)).toEqual({ reports: 1, tasks: 1, readerSees: [true] })
    expect(await refundAll(order, 'OUT-1', reportId)).toMatchObject({ ok: true })
    expect(await openReports(order.token)).toEqual({ reports: 0, tasks: 0, readerSees: [false] })
    expect(await db.parcelReport.findFirst()).toMatchObject({ resolution: 'refund' })
    expect(await db.refund.findFirst()).toMatchObject({ parcelReportId: reportId })
    // Pressed twice it is one refund; another one cannot settle it again.
    expect(await refundAll(order, 'OUT-1', reportId)).toMatchObject({ ok: true, isNew: false })
    expect(await refundAll(order, 'OUT-2', reportId)).toEqual({ ok: false, reason: 'report-resolved' })
  })

  it('settles no report of another order', async () => {
    await anEdition({ copies: 5 })
    const [mine, theirs] = [await aPostedOrder(1), await aPostedOrder(1)]
    const reportId = await reported(theirs)
    const missing = { ok: false, reason: 'not-found' }
    expect(await refundAll(mine, 'OUT-1', reportId)).toEqual(missing)
    expect(await refundAll(mine, 'OUT-1', 'nonsense')).toEqual(missing)
    expect(await db.refund.count()).toBe(0)
  })
})
