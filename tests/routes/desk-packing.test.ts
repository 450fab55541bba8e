import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { tokyoDayOf } from '#app/domain/day.ts'
import { correctOrder } from '#app/features/checkout/correct-order.server.ts'
import type { BatchAnswer } from '#app/features/desk/packing/batch-page.tsx'
import { workHandlers } from '#app/features/desk/work-handlers.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { receiveAndAnnounce } from '#app/features/settlement/receive-run.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { refundOrder } from '#app/features/settlement/refund-order.server.ts'
import { runWorks } from '#app/features/work/run-works.server.ts'
import { setClock, setClockOffset } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import * as packing from '#app/routes/desk/packing.tsx'
import * as packingBatch from '#app/routes/desk/packing-batch.tsx'
import { loader as fileLoader } from '#app/routes/desk/work-file.ts'
import { anEdition, anOrder, anOrganisation, NOON } from '#tests/support/factories.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

type Placed = Awaited<ReturnType<typeof anOrder>>
type Staff = Awaited<ReturnType<typeof aDeskVisitor>>

beforeEach(async () => {
  setClock(NOON)
  await anOrganisation()
  await anEdition({ sku: 'MNET-100', copies: 50 })
})
afterAll(() => setClockOffset(0))

let payments = 0

/** An order whose money has come. */
async function aPaidOrder(options: Parameters<typeof anOrder>[1] = {}): Promise<Placed> {
  const order = await anOrder([{ sku: 'MNET-100', copies: 2 }], options)
  const { reference, amountYen } = await db.charge.findUniqueOrThrow({ where: { id: order.chargeId } })
  const paid = await recordPayment(
    { charge: reference, amountYen, method: 'bank', on: tokyoDayOf(NOON), ref: `row ${(payments += 1)}` },
    { now: NOON },
  )
  if (!paid.ok) throw new Error(paid.reason)
  return order
}

async function pack(
  staff: Staff,
  orders: readonly { orderId: string }[],
  fields: Record<string, string> = {},
) {
  const form = { intent: 'pack', sheet: '12', firstLabel: '1', ...fields }
  return await staff.post(packing.action, '/desk/packing', [
    ...Object.entries(form),
    ...orders.map(({ orderId }): [string, string] => ['order', orderId]),
  ])
}

/** Packs orders and gives the id of their batch. */
async function aBatch(staff: Staff, orders: readonly Placed[]): Promise<string> {
  const { location } = await pack(staff, orders)
  return location?.split('/').at(-1) ?? ''
}

async function post(staff: Staff, id: string, fields: [string, string][]) {
  const answer = await staff.post(packingBatch.action, `/desk/packing/${id}`, fields, { id })
  return { status: answer.status, ...(answer.data as BatchAnswer) }
}

describe('packing', () => {
  test('shows what can be packed, oldest first, with weight and destination', async () => {
    const late = await aPaidOrder({ now: new Date(NOON.getTime() + 1000) })
    const early = await aPaidOrder()
    await anOrder([{ sku: 'MNET-100', copies: 1 }])
    const staff = await aDeskVisitor('secretariat')
    const { data } = await staff.get(packing.loader, '/desk/packing')
    expect(data.orders.map(({ code }) => code)).toEqual([early.code, late.code])
    expect(data.orders[0]).toMatchObject({ grams: 430, address: { city: '渋谷区' }, lines: [{ copies: 2 }] })
    expect(data).toMatchObject({ total: 2, sheet: '12', batches: [] })
  })

  test('takes what was ticked in the list of orders, and asks for the labels first', async () => {
    const order = await aPaidOrder()
    const staff = await aDeskVisitor('secretariat')
    const answer = await staff.post(packing.action, '/desk/packing', { order: order.orderId })
    expect([answer.status, answer.data]).toMatchObject([200, { chosen: [order.orderId], problem: null }])
    expect(await db.work.count()).toBe(0)
  })

  test('makes one PDF of lists and labels; corrections end', async () => {
    const orders = [await aPaidOrder(), await aPaidOrder(), await aPaidOrder()]
    const staff = await aDeskVisitor('secretariat')
    const id = await aBatch(staff, orders)
    expect(await db.order.count({ where: { packedAt: { not: null } } })).toBe(3)
    const corrected = await correctOrder({ token: orders[0]?.token }, new URLSearchParams({ version: '1' }), {
      now: NOON,
    })
    expect(corrected).toMatchObject({ ok: false })
    const event = await db.orderEvent.findFirst({
      where: { kind: 'packed', orderId: orders[0]?.orderId ?? '' },
    })
    expect(event).toMatchObject({ staffId: staff.staffId, details: { batchId: id, copies: 2 } })

    await runWorks(workHandlers)
    expect(await db.work.findUnique({ where: { id } })).toMatchObject({
      state: 'done',
      done: 3,
      outcome: { firstLabelPage: 4, missing: [], leftOut: [] },
    })
    const file = await staff.get(fileLoader, `/desk/work/${id}/file`, { id })
    expect((await file.response?.text())?.slice(0, 5)).toBe('%PDF-')
    const { data } = await staff.get(packing.loader, '/desk/packing')
    expect(data).toMatchObject({ total: 0, batches: [{ id, orders: 3, toPost: 3 }] })
  })

  test('of what cannot be packed is refused by name, and nothing of the rest is packed', async () => {
    const ready = await aPaidOrder()
    const unpaid = await anOrder([{ sku: 'MNET-100', copies: 1 }])
    const staff = await aDeskVisitor('secretariat')
    const answer = await pack(staff, [ready, unpaid])
    expect([answer.status, answer.data]).toMatchObject([
      422,
      {
        problem: { reason: 'not-packable', refused: [{ code: unpaid.code, reason: 'not-paid' }] },
        chosen: [ready.orderId, unpaid.orderId],
      },
    ])
    expect(await db.order.count({ where: { packedAt: { not: null } } })).toBe(0)
    expect(await db.work.count()).toBe(0)
  })

  test('by two people at once is done by one; the other hears who was quicker', async () => {
    const orders = [await aPaidOrder(), await aPaidOrder()]
    const [one, other] = [await aDeskVisitor('secretariat'), await aDeskVisitor('treasurer')]
    const answers = await Promise.all([pack(one, orders), pack(other, orders.toReversed())])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422])
    const winner = answers[0]?.status === 303 ? '見本 secretariat' : '見本 treasurer'
    const refusal = answers.find(({ status }) => status === 422)?.data as {
      problem: { refused: { reason: string; by: string }[] }
    }
    expect(refusal.problem.refused.map(({ reason, by }) => [reason, by])).toEqual([
      ['packed', winner],
      ['packed', winner],
    ])
    expect(await db.orderEvent.count({ where: { kind: 'packed' } })).toBe(2)
    expect(await db.work.count()).toBe(1)
  })

  test.each([
    ['nothing ticked', [], {}, 422, 'nothing-chosen'],
    ['an unknown sheet', ['paid'], { sheet: '13' }, 422, 'sheet'],
    ['a label off the sheet', ['paid'], { firstLabel: '13' }, 422, 'first-label'],
    ['a label that is no number', ['paid'], { firstLabel: 'x' }, 422, 'first-label'],
    ['an order that is none', ['none'], {}, 400, 'not-found'],
    ['too many orders', Array.from({ length: 201 }, (_, n) => `none${n}`), {}, 400, 'too-many'],
  ])('%s is refused', async (_what, wanted, fields, status, reason) => {
    const order = await aPaidOrder()
    const staff = await aDeskVisitor('secretariat')
    const ids = wanted.map((orderId) => ({ orderId: orderId === 'paid' ? order.orderId : orderId }))
    const answer = await pack(staff, ids, fields)
    expect([answer.status, answer.data]).toMatchObject([status, { problem: { reason } }])
    expect(await db.work.count()).toBe(0)
  })

  test('of nothing that is left makes no paper: a work that fails, with its reason', async () => {
    const order = await aPaidOrder()
    const staff = await aDeskVisitor('secretariat')
    const id = await aBatch(staff, [order])
    await postOrder({ order: { orderId: order.orderId }, actor: 'test' }, { now: NOON })
    await runWorks(workHandlers)
    expect(await db.work.findUnique({ where: { id } })).toMatchObject({
      state: 'failed',
      problem: 'nothing-left',
    })
  })
})

describe('a batch', () => {
  test('is posted at once, each parcel with its number; copies leave stock', async () => {
    const orders = [await aPaidOrder(), await aPaidOrder()]
    const staff = await aDeskVisitor('secretariat')
    const id = await aBatch(staff, orders)
    const [first, second] = orders.map(({ orderId }) => orderId) as [string, string]
    const answer = await post(staff, id, [
      ['order', first],
      [`tracking-${first}`, '1234 5678 9012'],
      ['order', second],
      [`tracking-${second}`, ''],
    ])
    expect(answer).toMatchObject({ status: 200, posted: orders.map(({ code }) => code), problems: [] })
    const shipments = await db.shipment.findMany({ orderBy: { createdAt: 'asc' } })
    expect(shipments.map(({ trackingNumber }) => trackingNumber).toSorted()).toEqual(['123456789012', null])
    expect(await db.outboxMail.count({ where: { template: 'order-posted' } })).toBe(2)
    const { data } = await staff.get(packingBatch.loader, `/desk/packing/${id}`, { id })
    expect(data.batch.orders.map(({ state }) => state)).toEqual(['posted', 'posted'])
    expect((await staff.get(packing.loader, '/desk/packing')).data.batches).toEqual([])
  })

  test('with a wrong number, or one twice, is not posted at all; what was typed is kept', async () => {
    const orders = [await aPaidOrder(), await aPaidOrder(), await aPaidOrder(), await aPaidOrder()]
    const staff = await aDeskVisitor('secretariat')
    const id = await aBatch(staff, orders)
    const [a, b, c, d] = orders.map(({ orderId }) => orderId) as [string, string, string, string]
    const answer = await post(staff, id, [
      ...[a, b, c, d].map((orderId): [string, string] => ['order', orderId]),
      [`tracking-${a}`, '123'],
      [`tracking-${b}`, '１２３４ ５６７８ ９０１２'],
      [`tracking-${c}`, '1234-5678-9012'],
      [`tracking-${d}`, '123456789013'],
    ])
    expect(answer).toMatchObject({
      status: 422,
      posted: [],
      problems: [
        { orderId: a, problem: 'tracking-malformed' },
        { orderId: b, problem: 'tracking-twice' },
        { orderId: c, problem: 'tracking-twice' },
      ],
      typed: { [a]: '123', [d]: '123456789013' },
    })
    expect(await db.shipment.count()).toBe(0)
  })

  test('loses no parcel to a bad one: the others leave, that one is named', async () => {
    const orders = [await aPaidOrder(), await aPaidOrder(), await aPaidOrder()]
    const gone = await aPaidOrder()
    await postOrder(
      { order: { orderId: gone.orderId }, actor: 'test', trackingNumber: '123456789012' },
      { now: NOON },
    )
    const staff = await aDeskVisitor('secretariat')
    const id = await aBatch(staff, orders)
    const [used, quick, good] = orders.map(({ orderId }) => orderId) as [string, string, string]
    await postOrder({ order: { orderId: quick }, actor: 'test' }, { now: NOON })
    const answer = await post(staff, id, [
      ...[used, quick, good].map((orderId): [string, string] => ['order', orderId]),
      [`tracking-${used}`, '123456789012'],
    ])
    expect(answer.status).toBe(422)
    expect(answer.problems).toEqual([
      { orderId: used, problem: 'tracking-used' },
      { orderId: quick, problem: 'changed' },
    ])
    expect(answer.posted).toEqual([orders[2]?.code])
    expect(await db.shipment.count({ where: { orderId: good } })).toBe(1)
    expect(await db.shipment.count({ where: { orderId: quick } })).toBe(1)
  })

  test('pressed twice at once posts each parcel once', async () => {
    const order = await aPaidOrder()
    const staff = await aDeskVisitor('secretariat')
    const id = await aBatch(staff, [order])
    const answers = await Promise.all([1, 2, 3].map(() => post(staff, id, [['order', order.orderId]])))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422, 422])
    expect(await db.shipment.count()).toBe(1)
  })

  test('posts what was packed, not what came in since', async () => {
    await anEdition({ sku: 'NEXT', copies: 0, preorderLimit: 5, state: 'forthcoming' })
    const order = await anOrder([
      { sku: 'MNET-100', copies: 1 },
      { sku: 'NEXT', copies: 1 },
    ])
    const { reference, amountYen } = await db.charge.findUniqueOrThrow({ where: { id: order.chargeId } })
    const money = { charge: reference, amountYen, method: 'bank' as const, on: tokyoDayOf(NOON), ref: 'one' }
    await recordPayment(money, { now: NOON })
    const staff = await aDeskVisitor('secretariat')
    const id = await aBatch(staff, [order])
    await receiveAndAnnounce({ sku: 'NEXT', copies: 5, run: 1, receivedOn: tokyoDayOf(NOON) }, { now: NOON })
    expect(await post(staff, id, [['order', order.orderId]])).toMatchObject({ status: 200 })
    const lines = await db.orderLine.findMany({
      where: { orderId: order.orderId },
      orderBy: { posted: 'desc' },
    })
    expect(lines.map(({ posted, held }) => [posted, held])).toEqual([
      [1, 0],
      [0, 1],
    ])
    // What came in since is packed anew.
    expect((await staff.get(packing.loader, '/desk/packing')).data.orders).toMatchObject([
      { code: order.code },
    ])
  })

  test('takes only its own orders, and some of them at least', async () => {
    const [mine, foreign] = [await aPaidOrder(), await aPaidOrder()]
    const staff = await aDeskVisitor('secretariat')
    const id = await aBatch(staff, [mine])
    expect(await post(staff, id, [])).toMatchObject({ status: 422, isNothingChosen: true })
    expect((await post(staff, id, [['order', foreign.orderId]])).status).toBe(400)
    expect((await staff.get(packingBatch.loader, '/desk/packing/none', { id: 'none' })).status).toBe(404)
    expect(await db.shipment.count()).toBe(0)
  })
})

test('an order that was refunded after packing is shown as changed, and is not posted', async () => {
  const order = await aPaidOrder()
  const staff = await aDeskVisitor('secretariat')
  const id = await aBatch(staff, [order])
  const refunded = await refundOrder(
    {
      orderId: order.orderId,
      what: { kind: 'whole', restock: false },
      way: { kind: 'byHand', method: 'bank', on: tokyoDayOf(NOON), ref: 'back' },
      reason: null,
    },
    { now: NOON },
  )
  expect(refunded).toMatchObject({ ok: true })
  const { data } = await staff.get(packingBatch.loader, `/desk/packing/${id}`, { id })
  expect(data.batch.orders).toMatchObject([{ state: 'changed' }])
  const answer = await post(staff, id, [['order', order.orderId]])
  expect(answer).toMatchObject({ status: 422, problems: [{ orderId: order.orderId, problem: 'changed' }] })
})
