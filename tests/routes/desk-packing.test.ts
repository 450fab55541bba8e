import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { tokyoDayOf } from '#app/domain/day.ts'
import { correctOrder } from '#app/features/checkout/correct-order.server.ts'
import type { BatchAnswer } from '#app/features/desk/packing/batch-page.tsx'
import { reportParcel } from '#app/features/checkout/report-parcel.server.ts'
import { workHandlers } from '#app/features/desk/work-handlers.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { receiveAndAnnounce } from '#app/features/settlement/receive-run.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { refundOrder } from '#app/features/settlement/refund-order.server.ts'
import { replaceParcel } from '#app/features/settlement/replace-parcel.server.ts'
import { runWorks } from '#app/features/work/run-works.server.ts'
import { setClock, setClockOffset } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import * as orderPage from '#app/routes/desk/order.tsx'
import * as packing from '#app/routes/desk/packing.tsx'
import * as packingBatch from '#app/routes/desk/packing-batch.tsx'
import { loader as fileLoader } from '#app/routes/desk/work-file.ts'
import { anEdition, anOrder, anOrganisation, NOON } from '#tests/support/factories.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'
import { typed } from '#tests/support/typed.ts'

type Placed = Awaited<ReturnType<typeof anOrder>>
type Staff = Awaited<ReturnType<typeof aDeskVisitor>>

beforeEach(async () => {
  setClock(NOON)
  await anOrganisation()
  await anEdition({ sku: 'MNET-100', copies: 50 })
})
afterAll(() => setClockOffset(0))

/** What the reader of these orders has typed before. */
const HERS = {
  email: 'reader@example.org',
  furigana: 'ヤマダ ハナコ',
  'delivery.name': '山田 花子',
  'delivery.postalCode': '151-0053',
  'delivery.city': '渋谷区',
  'delivery.street': '代々木1-2-3',
}

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

async function loadedBatch(staff: Staff, id: string) {
  return (await staff.get(packingBatch.loader, `/desk/packing/${id}`, { id })).data.batch
}

/** What the page of a batch sends along with each order. */
async function seenIn(staff: Staff, id: string): Promise<[string, string][]> {
  const { orders } = await loadedBatch(staff, id)
  return orders.map((order): [string, string] => [`seen-${order.id}`, order.seenEventId])
}

async function post(staff: Staff, id: string, fields: [string, string][], seen?: [string, string][]) {
  const all = [...fields, ...(seen ?? (await seenIn(staff, id)))]
  const answer = await staff.post(packingBatch.action, `/desk/packing/${id}`, all, { id })
  return { status: answer.status, ...(answer.data as BatchAnswer) }
}

/** Corrects an order at the desk, as its form does. */
async function correct(order: Placed, changes: Record<string, string>): Promise<void> {
  const form = new URLSearchParams(typed({ version: '1', ...HERS, ...changes }))
  expect(await correctOrder({ code: order.code }, form, { now: NOON })).toEqual({ ok: true })
}

/** Gives one copy of an order back by bank. */
async function refundOne(order: Placed): Promise<void> {
  const { chargeLineId } = await db.orderLine.findFirstOrThrow({ where: { orderId: order.orderId } })
  const refunded = await refundOrder(
    {
      orderId: order.orderId,
      what: { kind: 'parts', lines: [{ chargeLineId, unposted: 1 }] },
      way: { kind: 'byHand', method: 'bank', on: tokyoDayOf(NOON), ref: `back ${order.code}` },
      reason: null,
    },
    { now: NOON },
  )
  expect(refunded).toMatchObject({ ok: true })
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
    const seen = await seenIn(staff, id)
    await postOrder({ order: { orderId: quick }, actor: 'test' }, { now: NOON })
    const answer = await post(
      staff,
      id,
      [
        ...[used, quick, good].map((orderId): [string, string] => ['order', orderId]),
        [`tracking-${used}`, '123456789012'],
      ],
      seen,
    )
    expect(answer.status).toBe(409)
    expect(answer.problems).toMatchObject([
      { orderId: used, problem: 'tracking-used', events: [] },
      { orderId: quick, problem: 'changed', events: [{ kind: 'posted', actor: 'test' }] },
    ])
    expect(answer.posted).toEqual([orders[2]?.code])
    expect(await db.shipment.count({ where: { orderId: good } })).toBe(1)
    expect(await db.shipment.count({ where: { orderId: quick } })).toBe(1)
  })

  test('pressed twice at once posts each parcel once', async () => {
    const order = await aPaidOrder()
    const staff = await aDeskVisitor('secretariat')
    const id = await aBatch(staff, [order])
    const seen = await seenIn(staff, id)
    const answers = await Promise.all([1, 2, 3].map(() => post(staff, id, [['order', order.orderId]], seen)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409])
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
  expect((await loadedBatch(staff, id)).orders).toMatchObject([{ state: 'changed', refusal: 'nothing-held' }])
  const answer = await post(staff, id, [['order', order.orderId]])
  expect(answer).toMatchObject({ status: 409, problems: [{ orderId: order.orderId, problem: 'changed' }] })
  expect((await staff.get(packing.loader, '/desk/packing')).data).toMatchObject({ total: 0, batches: [] })
})

describe('an order that was packed and then changed', () => {
  async function packingList(staff: Staff) {
    return (await staff.get(packing.loader, '/desk/packing')).data
  }

  test('goes to another address: its label is old, and it is packed anew', async () => {
    const [moved, kept] = [await aPaidOrder(), await aPaidOrder()]
    const staff = await aDeskVisitor('secretariat')
    const id = await aBatch(staff, [moved, kept])
    const seen = await seenIn(staff, id)
    await correct(moved, { 'delivery.city': '荒川区' })
    // The batch says so, and no longer counts it.
    expect((await loadedBatch(staff, id)).orders).toMatchObject([
      { state: 'moved', refusal: null, address: { city: '荒川区' } },
      { state: 'to-post' },
    ])
    const list = await packingList(staff)
    expect(list.batches).toMatchObject([{ id, orders: 2, toPost: 1 }])
    expect(list.orders).toMatchObject([
      { code: moved.code, outdated: { by: '見本 secretariat', batchId: id, isMoved: true } },
    ])
    // So does the order itself, before somebody posts it from there.
    const orderNow = async () =>
      (await staff.get(orderPage.loader, `/desk/orders/${moved.code}`, { code: moved.code })).data.order
    expect((await orderNow()).packing).toMatchObject({
      packed: null,
      outdated: { batchId: id, isMoved: true },
    })
    // Whoever had the page open before does not post it under the old label, and hears why.
    const answer = await post(staff, id, [['order', moved.orderId]], seen)
    expect(answer).toMatchObject({
      status: 409,
      problems: [{ problem: 'changed', events: [{ kind: 'corrected' }] }],
    })
    const again = await aBatch(staff, [moved])
    expect((await orderNow()).packing).toMatchObject({ packed: { batchId: again }, outdated: null })
    expect((await loadedBatch(staff, id)).orders[0]).toMatchObject({ state: 'packed-again' })
    expect(await packingList(staff)).toMatchObject({ total: 0, batches: [{ toPost: 1 }, { toPost: 1 }] })
    expect((await post(staff, again, [['order', moved.orderId]])).posted).toEqual([moved.code])
    expect((await loadedBatch(staff, id)).orders[0]).toMatchObject({ state: 'posted' })
    expect((await orderNow()).packing).toBeNull()
  })

  test('is refunded in part: what is left is packed anew, and counted once', async () => {
    const order = await aPaidOrder()
    const staff = await aDeskVisitor('secretariat')
    const id = await aBatch(staff, [order])
    await refundOne(order)
    expect((await loadedBatch(staff, id)).orders).toMatchObject([{ state: 'changed', refusal: null }])
    expect(await packingList(staff)).toMatchObject({
      total: 1,
      orders: [{ code: order.code, lines: [{ copies: 1 }], outdated: { isMoved: false } }],
      batches: [],
    })
    const again = await aBatch(staff, [order])
    expect((await loadedBatch(staff, again)).orders).toMatchObject([
      { state: 'to-post', lines: [{ copies: 1 }] },
    ])
    expect(await post(staff, again, [['order', order.orderId]])).toMatchObject({ status: 200 })
    expect(await db.orderLine.findFirst()).toMatchObject({ held: 0, posted: 1, released: 1 })
  })

  test('both: the new address is what matters', async () => {
    const order = await aPaidOrder()
    const staff = await aDeskVisitor('secretariat')
    const id = await aBatch(staff, [order])
    await correct(order, { 'delivery.city': '荒川区' })
    await refundOne(order)
    expect((await loadedBatch(staff, id)).orders).toMatchObject([{ state: 'moved' }])
  })

  test.each([
    ['a note for the parcel', { note: '午前中に' }, 'changed'],
    ['a telephone number', { phone: '03-1234-5678' }, 'changed'],
    ['an e-mail address, which stands on no paper', { email: 'other@example.org' }, 'to-post'],
  ])('has %s corrected', async (_what, changes, state) => {
    const order = await aPaidOrder()
    const staff = await aDeskVisitor('secretariat')
    const id = await aBatch(staff, [order])
    await correct(order, changes)
    expect((await loadedBatch(staff, id)).orders).toMatchObject([{ state }])
    expect((await packingList(staff)).total).toBe(state === 'changed' ? 1 : 0)
  })

  test('has a parcel replaced that left before: that was not what lies packed', async () => {
    await anEdition({ sku: 'NEXT', copies: 5 })
    const order = await anOrder([
      { sku: 'MNET-100', copies: 1 },
      { sku: 'NEXT', copies: 1 },
    ])
    const { reference, amountYen } = await db.charge.findUniqueOrThrow({ where: { id: order.chargeId } })
    await recordPayment(
      { charge: reference, amountYen, method: 'bank', on: tokyoDayOf(NOON), ref: 'replaced' },
      { now: NOON },
    )
    const posted = await postOrder(
      { order: { orderId: order.orderId }, lines: [{ sku: 'MNET-100', copies: 1 }], actor: 'test' },
      { now: NOON },
    )
    if (!posted.ok) throw new Error(posted.reason)
    const staff = await aDeskVisitor('secretariat')
    const id = await aBatch(staff, [order])
    const report = { token: order.token, shipmentId: posted.shipmentId, message: null }
    const reported = await reportParcel({ ...report, problem: 'lost' }, { now: NOON })
    if (!reported.ok) throw new Error(reported.reason)
    expect((await loadedBatch(staff, id)).orders).toMatchObject([{ state: 'to-post' }])
    expect(await replaceParcel({ reportId: reported.reportId }, { now: NOON })).toMatchObject({ ok: true })
    // Somebody looks at it; the replacement is no parcel of the batch.
    expect((await loadedBatch(staff, id)).orders).toMatchObject([{ state: 'changed', refusal: null }])
    expect((await packingList(staff)).orders).toMatchObject([{ code: order.code }])
  })
})

describe('the second of two people with one batch', () => {
  test('hears what the first did, and may go on from there', async () => {
    const order = await aPaidOrder()
    const staff = await aDeskVisitor('secretariat')
    const id = await aBatch(staff, [order])
    const seen = await seenIn(staff, id)
    // Nothing that makes the parcel wrong, but something to know.
    await correct(order, { email: 'other@example.org' })
    const refused = await post(staff, id, [['order', order.orderId]], seen)
    expect(refused).toMatchObject({
      status: 409,
      posted: [],
      problems: [{ orderId: order.orderId, problem: 'changed', events: [{ kind: 'corrected' }] }],
    })
    expect((await post(staff, id, [['order', order.orderId]])).posted).toEqual([order.code])
  })

  test.each([
    ['does not say what it was made from', () => []],
    ['says nothing in it', (orderId: string): [string, string][] => [[`seen-${orderId}`, '']]],
    ['names an event of nowhere', (orderId: string): [string, string][] => [[`seen-${orderId}`, 'x']]],
  ])('posts nothing by a form that %s', async (_what, seenOf) => {
    const order = await aPaidOrder()
    const staff = await aDeskVisitor('secretariat')
    const id = await aBatch(staff, [order])
    const answer = await post(staff, id, [['order', order.orderId]], seenOf(order.orderId))
    expect([answer.status, answer.problems.map(({ events }) => events.map(({ kind }) => kind))]).toEqual([
      409,
      [['placed', 'paid', 'packed']],
    ])
    expect(await db.shipment.count()).toBe(0)
  })
})
