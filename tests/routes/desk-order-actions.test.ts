import { beforeEach, describe, expect, it } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { reportParcel } from '#app/features/checkout/report-parcel.server.ts'
import { nextSteps } from '#app/features/desk/next-steps.ts'
import { cancelOrder } from '#app/features/settlement/cancel-order.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { refundOrder } from '#app/features/settlement/refund-order.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { setFault } from '#app/sandbox/faults.server.ts'
import { dashboardRefund, openDispute, payCard } from '#app/sandbox/stripe/actions.server.ts'
import { loader } from '#app/routes/desk/order.tsx'
import { loader as listLoader } from '#app/routes/desk/orders.tsx'
import { action as cancelAction } from '#app/routes/desk/order-cancel.tsx'
import { action as correctAction, loader as correctLoader } from '#app/routes/desk/order-correct.tsx'
import { action as parcelAction, loader as parcelLoader } from '#app/routes/desk/order-parcel.tsx'
import { action as paymentAction, loader as paymentLoader } from '#app/routes/desk/order-payment.tsx'
import { action as refundAction, loader as refundLoader } from '#app/routes/desk/order-refund.tsx'
import { action as linesAction, loader as linesLoader } from '#app/routes/desk/order-refund-lines.tsx'
import { aDeskOrder, anEdition, anOrder, anOrganisation, BILLED } from '#tests/support/factories.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'
import { deliver, openPage } from '#tests/support/stripe-kit.ts'
import { typed } from '#tests/support/typed.ts'

useSandbox()
beforeEach(async () => {
  await anOrganisation()
  await anEdition({ sku: 'MNET-100', priceYen: 500 })
})

type Order = Awaited<ReturnType<typeof anOrder>>
type Fields = Record<string, string>

const path = (order: { code: string }, rest = ''): string => `/desk/orders/${order.code}${rest}`
const params = (order: { code: string }): { code: string } => ({ code: order.code })

async function seenOf(order: { code: string }): Promise<string> {
  const staff = await aDeskVisitor('treasurer')
  return (await staff.get(loader, path(order), params(order))).data.order.seen
}

async function orderNow(order: { code: string }) {
  const staff = await aDeskVisitor('treasurer')
  return (await staff.get(loader, path(order), params(order))).data.order
}

async function pay(order: Order, amountYen: number, ref = 'A-1'): Promise<void> {
  const on = tokyoDay('2026-11-24')
  const paid = await recordPayment({ charge: order.code, amountYen, method: 'bank', on, ref }, { now: now() })
  if (!paid.ok) throw new Error(paid.reason)
}

function anUnpaidOrder(copies = 1): Promise<Order> {
  return anOrder([{ sku: 'MNET-100', copies }], { now: now() })
}

async function aPaidOrder(copies = 2): Promise<Order> {
  const order = await anUnpaidOrder(copies)
  await pay(order, copies * 500 + 300)
  return order
}

async function aCardOrder(copies = 2): Promise<Order> {
  const order = await anOrder([{ sku: 'MNET-100', copies }], { details: { method: 'card' }, now: now() })
  await payCard(await openPage(order.chargeId))
  await deliver()
  return order
}

describe('recording a payment', () => {
  const FIELDS = { amount: '800', method: 'bank', on: '2026-11-24', ref: 'B-7' }

  async function record(order: Order, changes: Fields = {}) {
    const staff = await aDeskVisitor('treasurer')
    const fields = { seen: await seenOf(order), ...FIELDS, ...changes }
    return await staff.post(paymentAction, path(order, '/payment'), fields, params(order))
  }

  it('covers the order, in the name of who recorded it', async () => {
    const order = await anUnpaidOrder()
    const staff = await aDeskVisitor('treasurer')
    const form = await staff.get(paymentLoader, path(order, '/payment'), params(order))
    expect(form.data).toMatchObject({ order: { openYen: 800 }, today: '2026-11-24' })
    const answer = await record(order, { amount: '８００円' })
    expect([answer.status, answer.location]).toEqual([303, path(order, '?done=recorded')])
    const after = await orderNow(order)
    expect(after).toMatchObject({ state: 'paid', payments: [{ amount: 800, note: 'B-7' }] })
    expect(after.audit.map((entry) => [entry.table, entry.change, entry.staffName])).toContainEqual([
      'payments',
      'insert',
      '見本 treasurer',
    ])
  })

  it('of the same line of a statement twice is one', async () => {
    const order = await anUnpaidOrder()
    await record(order)
    const again = await record(order, { sure: 'on' })
    expect(again.location).toBe(path(order, '?done=recorded-before'))
    expect(await db.payment.count()).toBe(1)
  })

  it('on a day before the order or long ago is asked about once', async () => {
    const order = await anUnpaidOrder()
    const asked = await record(order, { on: '2026-11-23' })
    expect([asked.status, asked.data]).toMatchObject([
      422,
      { typed: { on: '2026-11-23' }, problems: { sureDay: { key: 'deskOrders:payment.dayUnlikely' } } },
    ])
    expect((await record(order, { on: '2026-11-23', sureDay: 'on' })).status).toBe(303)
    expect(await orderNow(order)).toMatchObject({ payments: [{ receivedOn: '2026-11-23' }] })
  })

  it('of another amount than is missing is asked about once', async () => {
    const order = await anUnpaidOrder()
    const asked = await record(order, { amount: '80' })
    expect(asked.status).toBe(422)
    expect(asked.data).toMatchObject({
      typed: { amount: '80', ref: 'B-7' },
      problems: { sure: { key: 'deskOrders:payment.amountDiffers' } },
    })
    expect((await record(order, { amount: '80', sure: 'on' })).status).toBe(303)
    expect(await orderNow(order)).toMatchObject({ state: 'part-paid', openYen: 720 })
  })

  it.each([
    ['cancelled', 'late', 'paid-after-hold-gone'],
    ['covered', 'overpaid', 'overpaid'],
  ] as const)(
    'of an order that is %s is reached, kept as surplus, and asks for a decision',
    async (state, kind, task) => {
      const order = await anUnpaidOrder()
      if (state === 'covered') await pay(order, 800)
      else await cancelOrder({ orderId: order.orderId, by: 'shop' }, { now: now() })
      const before = await orderNow(order)
      expect([before.chargeState, nextSteps(before).map(({ href }) => href)]).toEqual([
        state,
        expect.arrayContaining([path(order, '/payment')]),
      ])
      expect((await record(order)).data).toMatchObject({
        problems: { sure: { key: 'deskOrders:payment.amountDiffers' } },
      })
      expect((await record(order, { sure: 'on' })).location).toBe(path(order, '?done=recorded'))
      const after = await orderNow(order)
      expect(after).toMatchObject({ chargeState: state, surplusYen: 800, tasks: [{ kind: task }] })
      expect(after.events.at(-1)).toMatchObject({ kind, staffName: '見本 treasurer' })
    },
  )

  it('of a bill asks for what is still due after a copy of it was given up', async () => {
    const order = await aDeskOrder([{ sku: 'MNET-100', copies: 2 }], BILLED, now())
    const { chargeLineId } = await db.orderLine.findFirstOrThrow()
    await pay(order, 600)
    const given = await refundOrder(
      {
        orderId: order.orderId,
        what: { kind: 'parts', lines: [{ chargeLineId, unposted: 1 }] },
        way: { kind: 'byHand', method: 'bank', on: tokyoDay('2026-11-24'), ref: 'back' },
        reason: null,
      },
      { now: now() },
    )
    expect(given).toMatchObject({ ok: true })
    expect(await orderNow(order)).toMatchObject({
      chargeState: 'open',
      paidYen: 100,
      refundedYen: 500,
      openYen: 700,
    })
    const staff = await aDeskVisitor('treasurer')
    expect((await staff.get(listLoader, '/desk/orders')).data.list).toMatchObject({
      openYen: 700,
      orders: [{ openYen: 700 }],
    })
  })

  it.each([
    [{ amount: '' }, 'amount', 'deskOrders:payment.amountWrong'],
    [{ amount: '0' }, 'amount', 'deskOrders:payment.amountWrong'],
    [{ amount: '-800' }, 'amount', 'deskOrders:payment.amountWrong'],
    [{ amount: '999999999', sure: 'on' }, 'amount', 'deskOrders:payment.amountWrong'],
    [{ method: 'card' }, 'method', 'errors:choice'],
    [{ on: 'today' }, 'on', 'deskOrders:payment.dayWrong'],
    [{ on: '2026-11-25' }, 'on', 'deskOrders:payment.dayInFuture'],
    [{ on: '0001-01-01', sureDay: 'on' }, 'on', 'deskOrders:payment.dayTooEarly'],
    [{ ref: ' ' }, 'ref', 'errors:required'],
  ])('%j is refused at its field', async (changes, field, key) => {
    const order = await anUnpaidOrder()
    const answer = await record(order, changes as Fields)
    expect([answer.status, answer.data]).toMatchObject([
      422,
      { typed: { ...FIELDS, ...changes }, problems: { [field]: { key } } },
    ])
    expect(await db.payment.count()).toBe(0)
  })

  it('refuses a reference that another payment has', async () => {
    await record(await anUnpaidOrder())
    const answer = await record(await anUnpaidOrder())
    expect(answer.data).toMatchObject({ problems: { ref: { key: 'deskOrders:payment.refUsed' } } })
  })

  it('shows the second of two treasurers what the first has recorded', async () => {
    const order = await anUnpaidOrder()
    const seen = await seenOf(order)
    await record(order, { ref: 'B-1' })
    const answer = await record(order, { seen, ref: 'B-2', sure: 'on' })
    expect([answer.status, answer.data]).toMatchObject([
      409,
      { typed: { ref: 'B-2' }, changed: [{ kind: 'paid' }] },
    ])
    expect(await db.payment.count()).toBe(1)
  })

  it('is not for the secretariat', async () => {
    const order = await anUnpaidOrder()
    const staff = await aDeskVisitor('secretariat')
    expect((await staff.post(paymentAction, path(order, '/payment'), FIELDS, params(order))).status).toBe(403)
  })
})

describe('cancelling', () => {
  async function cancel(order: Order, seen: string) {
    const staff = await aDeskVisitor('secretariat')
    return await staff.post(cancelAction, path(order, '/cancel'), { seen }, params(order))
  }

  it('gives the copies back and tells who did it', async () => {
    const order = await anUnpaidOrder(3)
    const answer = await cancel(order, await seenOf(order))
    expect(answer.location).toBe(path(order, '?done=cancelled'))
    expect(await db.stockLevel.findFirst()).toMatchObject({ onHand: 10, held: 0 })
    const after = await orderNow(order)
    expect(after.events.at(-1)).toMatchObject({
      kind: 'cancelled',
      actor: 'staff',
      staffName: '見本 secretariat',
    })
    expect(after.audit).toContainEqual(
      expect.objectContaining({
        table: 'order_lines',
        staffName: '見本 secretariat',
        columns: [
          { name: 'held', before: '3', after: '0' },
          { name: 'released', before: '0', after: '3' },
        ],
      }),
    )
  })

  it('by the reader herself is none of the audit log', async () => {
    const order = await anUnpaidOrder()
    expect(await cancelOrder({ token: order.token, by: 'reader' }, { now: now() })).toEqual({ ok: true })
    expect(await orderNow(order)).toMatchObject({ goods: [{ released: 1 }], audit: [] })
  })

  it('is refused once paid, and after something else happened', async () => {
    const order = await anUnpaidOrder()
    const seen = await seenOf(order)
    await pay(order, 800)
    expect(await cancel(order, await seenOf(order))).toMatchObject({
      status: 409,
      data: { notice: { key: 'deskOrders:cancel.paid' } },
    })
    const other = await anUnpaidOrder()
    const before = await seenOf(other)
    await pay(other, 100, 'A-2')
    expect((await cancel(other, before)).status).toBe(409)
    expect([seen === before, await db.charge.count({ where: { state: 'cancelled' } })]).toEqual([false, 0])
  })

  it('cancels nothing while Stripe is away', async () => {
    const order = await anOrder([{ sku: 'MNET-100', copies: 1 }], { details: { method: 'card' }, now: now() })
    await openPage(order.chargeId)
    await setFault({ match: 'GET /v1/checkout/sessions/:id', fault: '500', times: 20 })
    expect(await cancel(order, await seenOf(order))).toMatchObject({
      status: 503,
      data: { notice: { key: 'deskOrders:cancel.unreachable' } },
    })
  })
})

describe('correcting', () => {
  async function correct(order: Order, changes: Fields = {}) {
    const staff = await aDeskVisitor('secretariat')
    const fields = {
      ...typed({ 'delivery.city': '荒川区' }),
      version: '1',
      seen: await seenOf(order),
      ...changes,
    }
    return await staff.post(correctAction, path(order, '/correct'), fields, params(order))
  }

  it('is open after packing began, and stands under the name of who did it', async () => {
    const order = await aPaidOrder()
    await db.order.updateMany({ data: { packedAt: now() } })
    const staff = await aDeskVisitor('secretariat')
    const form = await staff.get(correctLoader, path(order, '/correct'), params(order))
    expect(form.data.view).toMatchObject({ isOpen: true, version: 1, typed: { contactName: '山田 花子' } })
    expect((await correct(order)).location).toBe(path(order, '?done=corrected'))
    const after = await orderNow(order)
    expect(after.contact.delivery).toMatchObject({ city: '荒川区' })
    expect(after.events.at(-1)).toMatchObject({ kind: 'corrected', staffName: '見本 secretariat' })
    expect(after.audit).toMatchObject([{ table: 'orders', change: 'update', staffName: '見本 secretariat' }])
  })

  it('is refused at the field, and when all has left', async () => {
    const order = await aPaidOrder()
    const wrong = await correct(order, { 'delivery.city': ' ' })
    expect([wrong.status, wrong.data.reply.error]).toEqual([
      422,
      { 'delivery.city': [{ key: 'errors:required' }] },
    ])
    await postOrder({ order: { code: order.code }, actor: 'test' }, { now: now() })
    expect(await correct(order)).toMatchObject({
      status: 409,
      data: { notice: 'deskOrders:correct.tooLate' },
    })
    expect((await correct(order, { version: 'x' })).status).toBe(400)
  })

  it('shows the second of two people what the first changed', async () => {
    const order = await aPaidOrder()
    const seen = await seenOf(order)
    await correct(order)
    const second = await correct(order, { seen, 'delivery.city': '台東区' })
    expect(second.status).toBe(409)
    expect(second.data).toMatchObject({
      changed: [{ kind: 'corrected', staffName: '見本 secretariat' }],
      reply: { initialValue: { delivery: { city: '台東区' } } },
    })
    expect((await orderNow(order)).contact.delivery).toMatchObject({ city: '荒川区' })
  })
})

describe('refunding', () => {
  async function refund(order: Order, fields: Fields) {
    const staff = await aDeskVisitor('treasurer')
    const all = { seen: await seenOf(order), intent: 'preview', ...fields }
    return await staff.post(refundAction, path(order, '/refund'), all, params(order))
  }

  async function lineIds(order: Order): Promise<{ book: string; postage: string }> {
    const lines = await db.chargeLine.findMany({
      where: { chargeId: order.chargeId },
      orderBy: { position: 'asc' },
    })
    return { book: lines[0]?.id ?? '', postage: lines[1]?.id ?? '' }
  }

  it('one copy through Stripe: first it is shown, then it is done', async () => {
    const order = await aCardOrder()
    const { book } = await lineIds(order)
    const staff = await aDeskVisitor('treasurer')
    const form = await staff.get(refundLoader, path(order, '/refund'), params(order))
    expect(form.data.refundable).toMatchObject({
      paidYen: 1_300,
      stripeYen: 1_300,
      byLine: true,
      lines: [{ unposted: 2, posted: 0, leftYen: 1_000 }, { leftYen: 300 }],
    })
    const fields = { what: 'parts', [`unposted.${book}`]: '1', way: 'stripe', reason: 'one too many' }
    const shown = await refund(order, fields)
    expect(shown.status).toBe(200)
    expect(shown.data).toMatchObject({
      answer: { typed: fields },
      summary: {
        totalYen: 500,
        lines: [{ amountYen: 500, copies: 1, released: 1, restocked: 0 }],
        parts: [{ method: 'card', amountYen: 500 }],
      },
    })
    expect(await db.refund.count()).toBe(0)
    const done = await refund(order, { ...fields, intent: 'confirm' })
    expect(done.location).toBe(path(order, '?done=refunded'))
    const after = await orderNow(order)
    expect(after.audit).toContainEqual(
      expect.objectContaining({
        table: 'order_lines',
        staffName: '見本 treasurer',
        columns: [
          { name: 'held', before: '2', after: '1' },
          { name: 'released', before: '0', after: '1' },
        ],
      }),
    )
    expect(after).toMatchObject({
      refundedYen: 500,
      goods: [{ held: 1, released: 1 }],
      refunds: [
        {
          amountYen: 500,
          state: 'succeeded',
          method: 'card',
          reason: 'one too many',
          staffName: '見本 treasurer',
          lines: [{ copies: 1, amountYen: 500 }],
        },
      ],
    })
  })

  it('a posted copy that came back, with its postage, by bank', async () => {
    const order = await aPaidOrder()
    await postOrder({ order: { code: order.code }, actor: 'test' }, { now: now() })
    const { book, postage } = await lineIds(order)
    const fields = {
      intent: 'confirm',
      what: 'parts',
      [`posted.${book}`]: '1',
      [`restock.${book}`]: 'on',
      [`amount.${postage}`]: '300',
      way: 'bank',
      on: '2026-11-24',
      ref: 'R-1',
    }
    expect((await refund(order, fields)).location).toBe(path(order, '?done=refunded'))
    expect(await db.stockLevel.findFirst()).toMatchObject({ onHand: 9 })
    const again = await refund(order, fields)
    expect(again.location).toBe(path(order, '?done=refund-before'))
    expect((await orderNow(order)).refundedYen).toBe(800)
  })

  it('the whole of a paid order, after which nothing is left', async () => {
    const order = await aPaidOrder()
    const by = { what: 'whole', way: 'cash', on: '2026-11-24', ref: 'C-1' }
    expect((await refund(order, { ...by, intent: 'confirm' })).status).toBe(303)
    expect(await orderNow(order)).toMatchObject({ state: 'refunded', paidYen: 0 })
    expect(await refund(order, { ...by, ref: 'C-2' })).toMatchObject({
      status: 422,
      data: { answer: { problems: { what: { key: 'deskOrders:refund.nothing' } } } },
    })
  })

  it('keeps what was typed when one goes back to change it', async () => {
    const order = await aPaidOrder()
    const fields = { what: 'whole', way: 'bank', on: '2026-11-24', ref: 'R-9', reason: 'x' }
    const back = await refund(order, { ...fields, intent: 'edit' })
    expect(back.data).toMatchObject({ summary: null, answer: { typed: fields, problems: {} } })
  })

  it.each([
    [{ what: 'whole', way: 'stripe' }, 'way', 'deskOrders:refund.notStripe'],
    [{ what: 'whole', way: 'bank', on: '2026-11-24', ref: '' }, 'ref', 'errors:required'],
    [{ what: 'whole', way: '' }, 'way', 'errors:choice'],
    [{ way: 'bank', on: '2026-11-24', ref: 'R' }, 'what', 'errors:choice'],
    [{ what: 'parts', way: 'bank', on: '2026-11-24', ref: 'R' }, 'what', 'deskOrders:refund.nothing'],
    [
      { intent: 'confirm', what: 'whole', way: 'bank', on: '2026-11-25', ref: 'R' },
      'on',
      'deskOrders:payment.dayInFuture',
    ],
  ])('%j is refused at its field', async (fields, field, key) => {
    const order = await aPaidOrder()
    const answer = await refund(order, fields as Fields)
    expect([answer.status, answer.data]).toMatchObject([422, { answer: { problems: { [field]: { key } } } }])
    expect(await db.refund.count()).toBe(0)
  })

  it('never gives back more than was paid for a line', async () => {
    const order = await aPaidOrder()
    const { book } = await lineIds(order)
    const by = { way: 'bank', on: '2026-11-24', ref: 'R' }
    const answer = await refund(order, { what: 'parts', [`amount.${book}`]: '1001', ...by })
    expect(answer.data).toMatchObject({
      answer: { problems: { [`amount.${book}`]: { key: 'errors:quantity' } } },
    })
  })

  it('shows the second of two treasurers the first one’s refund, with the form still filled', async () => {
    const order = await aPaidOrder()
    const { book } = await lineIds(order)
    const fields = {
      intent: 'confirm',
      what: 'parts',
      [`unposted.${book}`]: '1',
      way: 'bank',
      on: '2026-11-24',
      seen: await seenOf(order),
    }
    const both = await Promise.all(['R-1', 'R-2'].map((ref) => refund(order, { ...fields, ref })))
    expect(both.map((answer) => answer.status).toSorted()).toEqual([303, 409])
    const late = both.find((answer) => answer.status === 409)
    expect(late?.data).toMatchObject({
      summary: null,
      answer: {
        typed: { [`unposted.${book}`]: '1' },
        changed: [{ kind: 'refunded', staffName: '見本 treasurer' }],
      },
    })
    expect(await db.refund.count()).toBe(1)
  })

  it('says what Stripe says when it refuses, and that it waits while Stripe is away', async () => {
    const refused = await aCardOrder()
    const payment = await db.payment.findFirstOrThrow()
    await openDispute(payment.stripeIntentId ?? '')
    const answer = await refund(refused, { intent: 'confirm', what: 'whole', way: 'stripe' })
    expect([answer.status, answer.data.answer.notice?.key]).toEqual([409, 'deskOrders:refund.stripeRefused'])
    expect(answer.data.answer.notice?.values?.message).toContain('charged back')

    const waiting = await aCardOrder()
    await setFault({ match: 'POST /v1/refunds', fault: '500', times: 20 })
    const asked = await refund(waiting, { intent: 'confirm', what: 'whole', way: 'stripe' })
    expect(asked.location).toBe(path(waiting, '?done=refund-pending'))
  })

  it('of a bill that is not paid is a credit: less is due, and no money goes back', async () => {
    const order = await aDeskOrder([{ sku: 'MNET-100', copies: 2 }], BILLED, now())
    const { book } = await lineIds(order)
    const staff = await aDeskVisitor('treasurer')
    const form = await staff.get(refundLoader, path(order, '/refund'), params(order))
    expect(form.data.refundable).toMatchObject({ paidYen: 0, openYen: 1_300, byLine: true })
    expect(nextSteps(form.data.order).map((step) => step.label)).toContain('deskOrders:step.credit')
    const fields = { what: 'parts', [`unposted.${book}`]: '1' }
    const byBank = { ...fields, way: 'bank', on: '2026-11-24', ref: 'R' }
    expect((await refund(order, byBank)).data.answer.problems).toMatchObject({
      way: { key: 'deskOrders:refund.creditOnly' },
    })
    expect(await refund(order, { ...fields, way: 'credit' })).toMatchObject({
      status: 200,
      data: { summary: { totalYen: 0, creditYen: 500, parts: [], lines: [{ released: 1 }] } },
    })
    const done = await refund(order, { ...fields, way: 'credit', intent: 'confirm' })
    expect(done.location).toBe(path(order, '?done=credited'))
    expect(await orderNow(order)).toMatchObject({
      openYen: 800,
      creditedYen: 500,
      refunds: [{ method: null, staffName: '見本 treasurer' }],
    })
    await pay(order, 300)
    const tooMuch = await refund(order, { what: 'whole', way: 'credit' })
    expect(tooMuch.data.answer.problems).toMatchObject({
      way: { key: 'deskOrders:refund.creditExceeded', values: { left: 500 } },
    })
  })

  it('by hand on a day before the money came is refused at the field', async () => {
    const order = await aPaidOrder()
    const fields = { what: 'whole', way: 'bank', on: '2026-11-23', ref: 'R' }
    expect(await refund(order, fields)).toMatchObject({
      status: 422,
      data: {
        answer: {
          problems: { on: { key: 'deskOrders:refund.dayBeforePayment', values: { day: '2026-11-24' } } },
        },
      },
    })
  })

  it('is not for the secretariat', async () => {
    const order = await aPaidOrder()
    const staff = await aDeskVisitor('secretariat')
    expect((await staff.get(refundLoader, path(order, '/refund'), params(order))).status).toBe(403)
    expect((await staff.post(refundAction, path(order, '/refund'), {}, params(order))).status).toBe(403)
  })
})

describe('a refund made in the dashboard of Stripe', () => {
  it('is given its lines by the treasurer: they must add up to it, once', async () => {
    const order = await aCardOrder()
    const { stripeIntentId } = await db.payment.findFirstOrThrow()
    await dashboardRefund(stripeIntentId ?? '', 500)
    await deliver()
    const refund = await db.refund.findFirstOrThrow()
    expect(refund.provisional).toBe(true)
    const lines = await db.chargeLine.findMany({
      where: { chargeId: order.chargeId },
      orderBy: { position: 'asc' },
    })
    const book = lines[0]?.id ?? ''
    const at = { ...params(order), refundId: refund.id }
    const url = path(order, `/refunds/${refund.id}`)
    const staff = await aDeskVisitor('treasurer')
    const page = await staff.get(linesLoader, url, at)
    expect(page.data).toMatchObject({ refund: { amountYen: 500, provisional: true } })
    const send = async (fields: Fields) =>
      await staff.post(linesAction, url, { seen: await seenOf(order), ...fields }, at)
    expect(await send({ [`amount.${book}`]: '499' })).toMatchObject({
      status: 422,
      data: { notice: { key: 'deskOrders:lines.sum', values: { left: 500 } } },
    })
    expect((await send({ [`amount.${book}`]: '1001' })).data.problems).toMatchObject({
      [`amount.${book}`]: { key: 'errors:quantity' },
    })
    const done = await send({ [`unposted.${book}`]: '1' })
    expect(done.location).toBe(path(order, '?done=lines'))
    expect(await orderNow(order)).toMatchObject({
      goods: [{ held: 1, released: 1, refundedYen: 500 }],
      refunds: [{ provisional: false }],
    })
    expect(await send({ [`unposted.${book}`]: '1' })).toMatchObject({
      status: 409,
      data: { notice: { key: 'deskOrders:lines.already' } },
    })
    const other = await anUnpaidOrder()
    expect((await staff.get(linesLoader, url, { ...at, ...params(other) })).status).toBe(404)
  })
})

describe('a parcel that a reader misses', () => {
  async function aReportedOrder(): Promise<{ order: Order; reportId: string }> {
    const order = await aPaidOrder()
    const posted = await postOrder({ order: { code: order.code }, actor: 'test' }, { now: now() })
    if (!posted.ok) throw new Error(posted.reason)
    const { token } = await db.order.findUniqueOrThrow({ where: { id: order.orderId } })
    const reported = await reportParcel(
      { token, shipmentId: posted.shipmentId, problem: 'damaged', message: '角がつぶれている' },
      { now: now() },
    )
    if (!reported.ok) throw new Error(reported.reason)
    return { order, reportId: reported.reportId }
  }

  async function resolve(
    { order, reportId }: { order: Order; reportId: string },
    fields: Fields,
    role: 'secretariat' | 'treasurer' = 'secretariat',
  ) {
    const staff = await aDeskVisitor(role)
    const all = { seen: await seenOf(order), ...fields }
    return await staff.post(parcelAction, path(order, `/parcels/${reportId}`), all, {
      ...params(order),
      reportId,
    })
  }

  it('is replaced in part, under a new tracking number', async () => {
    const reported = await aReportedOrder()
    const { order, reportId } = reported
    const staff = await aDeskVisitor('secretariat')
    const at = { ...params(order), reportId }
    const page = await staff.get(parcelLoader, path(order, `/parcels/${reportId}`), at)
    expect(page.data).toMatchObject({
      report: { problem: 'damaged', message: '角がつぶれている', resolution: null },
      parcel: { lines: [{ sku: 'MNET-100', copies: 2 }] },
      mayRefund: false,
    })
    const fields = { resolution: 'replacement', 'copies.MNET-100': '1', tracking: '999988887777' }
    expect((await resolve(reported, fields)).location).toBe(path(order, '?done=replaced'))
    const after = await orderNow(order)
    expect(after).toMatchObject({
      shipments: [{ isReplacement: false }, { isReplacement: true, tracking: { number: '999988887777' } }],
      reports: [{ resolution: 'replacement', staffName: '見本 secretariat' }],
    })
    expect(after.tasks).toMatchObject([{ kind: 'parcel-reported', staffName: '見本 secretariat' }])
    expect(after.tasks[0]?.doneAt).not.toBeNull()
    expect(await resolve(reported, { resolution: 'none' })).toMatchObject({
      status: 409,
      data: { notice: { key: 'deskOrders:parcel.alreadyResolved' } },
    })
  })

  it('is refunded by the treasurer only, who goes on to the refund; that settles the report', async () => {
    const reported = await aReportedOrder()
    const { order, reportId } = reported
    expect((await resolve(reported, { resolution: 'refund' })).status).toBe(403)
    const answer = await resolve(reported, { resolution: 'refund' }, 'treasurer')
    const url = path(order, `/refund?report=${reportId}`)
    expect(answer.location).toBe(url)
    const treasurer = await aDeskVisitor('treasurer')
    const form = await treasurer.get(refundLoader, url, params(order))
    expect(form.data).toMatchObject({ report: { id: reportId, postedOn: '2026-11-24' }, openReports: [] })
    // Who comes another way is told that there is one.
    const another = await treasurer.get(refundLoader, path(order, '/refund'), params(order))
    expect(another.data).toMatchObject({ report: null, openReports: [{ id: reportId }] })
    expect(await orderNow(order)).toMatchObject({
      reports: [{ resolution: null }],
      tasks: [{ doneAt: null }],
    })

    const fields = { what: 'whole', way: 'bank', on: '2026-11-24', ref: 'R-1', report: reportId }
    const shown = await treasurer.post(
      refundAction,
      url,
      { seen: await seenOf(order), intent: 'preview', ...fields },
      params(order),
    )
    expect(shown.data).toMatchObject({ answer: { typed: { report: reportId } } })
    const done = await treasurer.post(
      refundAction,
      url,
      { seen: await seenOf(order), intent: 'confirm', ...fields },
      params(order),
    )
    expect(done.location).toBe(path(order, '?done=refunded'))
    const after = await orderNow(order)
    expect(after).toMatchObject({ reports: [{ resolution: 'refund', staffName: '見本 treasurer' }] })
    expect(after.tasks[0]?.doneAt).not.toBeNull()
    expect((await treasurer.get(refundLoader, url, params(order))).data.report).toBeNull()
    const settled = await treasurer.get(refundLoader, path(order, '/refund'), params(order))
    expect(settled.data.openReports).toEqual([])
    expect(await resolve(reported, { resolution: 'refund' }, 'treasurer')).toMatchObject({
      status: 409,
      data: { notice: { key: 'deskOrders:parcel.alreadyResolved' } },
    })
    const other = await anUnpaidOrder()
    const theirs = await treasurer.get(refundLoader, path(other, `/refund?report=${reportId}`), params(other))
    expect(theirs.status).toBe(404)
  })

  it('is open again when Stripe refuses its refund', async () => {
    const order = await aCardOrder()
    const posted = await postOrder({ order: { code: order.code }, actor: 'test' }, { now: now() })
    if (!posted.ok) throw new Error(posted.reason)
    const report = { token: order.token, shipmentId: posted.shipmentId, problem: 'lost' as const }
    const reported = await reportParcel({ ...report, message: null }, { now: now() })
    if (!reported.ok) throw new Error(reported.reason)
    const payment = await db.payment.findFirstOrThrow()
    await openDispute(payment.stripeIntentId ?? '')
    const staff = await aDeskVisitor('treasurer')
    const fields = {
      seen: await seenOf(order),
      intent: 'confirm',
      what: 'whole',
      way: 'stripe',
      report: reported.reportId,
    }
    const answer = await staff.post(refundAction, path(order, '/refund'), fields, params(order))
    expect([answer.status, answer.data.answer.notice?.key]).toEqual([409, 'deskOrders:refund.stripeRefused'])
    const after = await orderNow(order)
    expect(after).toMatchObject({ reports: [{ resolution: null, resolvedAt: null }], refundedYen: 0 })
    expect(after.tasks.map(({ kind, doneAt }) => [kind, doneAt])).toContainEqual(['parcel-reported', null])
  })

  it.each([
    [{}, 'resolution', 'errors:choice'],
    [{ resolution: 'replacement', 'copies.MNET-100': '3' }, 'copies.MNET-100', 'errors:quantity'],
    [{ resolution: 'replacement', 'copies.MNET-100': '0' }, 'copies.MNET-100', 'deskOrders:post.nothing'],
    [
      { resolution: 'replacement', 'copies.MNET-100': '1', tracking: '1' },
      'tracking',
      'deskOrders:post.trackingMalformed',
    ],
  ])('%j is refused at its field', async (fields, field, key) => {
    const answer = await resolve(await aReportedOrder(), fields as Fields)
    expect([answer.status, answer.data]).toMatchObject([422, { problems: { [field]: { key } } }])
  })

  it('is no report of another order', async () => {
    const { reportId } = await aReportedOrder()
    const other = await anUnpaidOrder()
    expect((await resolve({ order: other, reportId }, { resolution: 'none' })).status).toBe(404)
    expect((await resolve({ order: other, reportId: 'x' }, { resolution: 'none' })).status).toBe(404)
  })
})
