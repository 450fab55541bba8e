import { beforeEach, describe, expect, it } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { payCard } from '#app/sandbox/stripe/actions.server.ts'
import { action, headers, loader } from '#app/routes/desk/order.tsx'
import { action as postAction, loader as postLoader } from '#app/routes/desk/order-post.tsx'
import { action as taskAction, loader as tasksLoader } from '#app/routes/desk/tasks.tsx'
import { anEdition, anOrder, anOrganisation } from '#tests/support/factories.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'
import { deliver, openPage } from '#tests/support/stripe-kit.ts'

useSandbox()
beforeEach(async () => {
  await anOrganisation()
  await anEdition({ sku: 'MNET-100', priceYen: 500 })
})

type Order = Awaited<ReturnType<typeof anOrder>>

const path = (order: { code: string }, rest = ''): string => `/desk/orders/${order.code}${rest}`
const params = (order: { code: string }): { code: string } => ({ code: order.code })

async function pay(order: Order, amountYen: number, ref = 'A-1'): Promise<void> {
  const on = tokyoDay('2026-11-24')
  const paid = await recordPayment({ charge: order.code, amountYen, method: 'bank', on, ref }, { now: now() })
  if (!paid.ok) throw new Error(paid.reason)
}

async function aPaidOrder(copies = 2): Promise<Order> {
  const order = await anOrder([{ sku: 'MNET-100', copies }], { now: now() })
  await pay(order, copies * 500 + 300)
  return order
}

async function open(order: { code: string }, query = '') {
  const staff = await aDeskVisitor('secretariat')
  return await staff.get(loader, path(order, query), params(order))
}

async function seenOf(order: { code: string }): Promise<string> {
  return (await open(order)).data.order.seen
}

async function post(order: { code: string }, fields: Record<string, string>) {
  const staff = await aDeskVisitor('secretariat')
  return await staff.post(postAction, path(order, '/post'), fields, params(order))
}

describe('the page of an order at the desk', () => {
  it('tells who ordered what, what it waits for, and is private', async () => {
    const order = await anOrder([{ sku: 'MNET-100', copies: 2 }], { now: now() })
    const { data, status } = await open(order)
    expect(status).toBe(200)
    expect(data.order).toMatchObject({
      code: order.code,
      state: 'awaiting-payment',
      channel: 'web',
      method: 'bank',
      terms: 'prepaid',
      openYen: 1_300,
      paidYen: 0,
      dueOn: '2026-12-08',
      isServed: false,
      contact: { name: '山田 花子', furigana: 'ヤマダ ハナコ', email: 'reader@example.org', isMarked: false },
      goods: [{ sku: 'MNET-100', quantity: 2, held: 2, posted: 0, amountYen: 1_000 }],
      totals: { goodsYen: 1_000, shippingYen: 300, totalYen: 1_300 },
      payments: [],
      entries: [],
      mails: [{ template: 'order-received', toEmail: 'reader@example.org' }],
      events: [{ kind: 'placed', actor: 'reader', staffName: null }],
      audit: [],
    })
    expect(headers()).toMatchObject({ 'Cache-Control': 'private, no-store' })
  })

  it('has its whole history: money, entries, parcels, movements, mails, audit', async () => {
    const order = await aPaidOrder()
    await post(order, { seen: await seenOf(order), 'copies.MNET-100': '2', tracking: '1234-5678-9012' })
    const { data } = await open(order)
    expect(data.order).toMatchObject({
      state: 'posted',
      paidYen: 1_300,
      openYen: 0,
      payments: [{ method: 'bank', amount: 1_300, allocatedYen: 1_300, note: 'A-1', confirmed: false }],
      shipments: [
        {
          postedOn: '2026-11-24',
          tracking: { number: '123456789012' },
          staffName: '見本 secretariat',
          lines: [{ copies: 2 }],
        },
      ],
      movements: [{ kind: 'sold', sku: 'MNET-100', run: 1, copies: -2, staffName: '見本 secretariat' }],
      events: [
        { kind: 'placed' },
        { kind: 'paid', actor: 'system' },
        { kind: 'posted', actor: 'staff', staffName: '見本 secretariat' },
      ],
    })
    expect(data.order.mails.map((mail) => mail.template)).toEqual([
      'order-received',
      'order-paid',
      'order-posted',
    ])
    for (const entry of data.order.entries) {
      const debit = entry.postings.reduce((sum, posting) => sum + posting.debitYen, 0)
      const credit = entry.postings.reduce((sum, posting) => sum + posting.creditYen, 0)
      expect([entry.kind, debit]).toEqual([entry.kind, credit])
    }
    expect(data.order.entries.map((entry) => entry.kind)).toEqual(['payment', 'shipment'])
    expect(data.order.audit.map((entry) => [entry.table, entry.staffName])).toContainEqual([
      'shipments',
      '見本 secretariat',
    ])
    expect(data.order.audit.find((entry) => entry.table === 'order_lines')).toMatchObject({
      change: 'update',
      staffName: '見本 secretariat',
      columns: [
        { name: 'held', before: '2', after: '0' },
        { name: 'posted', before: '0', after: '2' },
      ],
    })
  })

  it('names the payment at Stripe', async () => {
    const order = await anOrder([{ sku: 'MNET-100', copies: 1 }], { details: { method: 'card' }, now: now() })
    const { intentId } = await payCard(await openPage(order.chargeId))
    await deliver()
    const { data } = await open(order)
    expect(data.order.payments).toMatchObject([{ method: 'card', stripeId: intentId, confirmed: true }])
  })

  it('is found under its code however it is written, and nowhere else', async () => {
    const order = await anOrder([{ sku: 'MNET-100', copies: 1 }])
    expect((await open({ code: order.code.toLowerCase().replace('-', '') })).data.order.code).toBe(order.code)
    for (const code of ['0000-0000', 'none', '', "' OR 1=1", '../orders']) {
      expect([code, (await open({ code })).status]).toEqual([code, 404])
    }
  })
})

describe('notes', () => {
  it('are kept under the name of who wrote them, and audited', async () => {
    const order = await anOrder([{ sku: 'MNET-100', copies: 1 }])
    const staff = await aDeskVisitor('secretariat')
    const written = await staff.post(
      action,
      path(order),
      { intent: 'note', note: ' 電話で\r\n確認済み ' },
      params(order),
    )
    expect([written.status, written.location]).toEqual([303, path(order, '?done=note#notes')])
    const { data } = await open(order, '?done=note')
    expect(data).toMatchObject({
      done: 'deskOrders:done.note',
      order: {
        notes: [{ text: '電話で\n確認済み', staffName: '見本 secretariat' }],
        audit: [{ table: 'order_notes', change: 'insert', staffName: '見本 secretariat' }],
      },
    })
  })

  it('of nothing, and of too much, are refused with what was typed', async () => {
    const order = await anOrder([{ sku: 'MNET-100', copies: 1 }])
    const staff = await aDeskVisitor('secretariat')
    for (const [note, problem] of [
      [' \n ', 'deskOrders:note.empty'],
      ['x'.repeat(2_001), 'deskOrders:note.tooLong'],
    ]) {
      const answer = await staff.post(
        action,
        path(order),
        { intent: 'note', note: note ?? '' },
        params(order),
      )
      expect([answer.status, answer.data]).toEqual([422, { text: note, problem }])
    }
    expect(await db.orderNote.count()).toBe(0)
  })

  it('unknown buttons are refused', async () => {
    const order = await anOrder([{ sku: 'MNET-100', copies: 1 }])
    const staff = await aDeskVisitor('secretariat')
    expect((await staff.post(action, path(order), { intent: 'burn' }, params(order))).status).toBe(400)
  })
})

describe('sending the link again', () => {
  it('mails it as often as it is asked for', async () => {
    const order = await anOrder([{ sku: 'MNET-100', copies: 1 }])
    const staff = await aDeskVisitor('secretariat')
    for (const times of [1, 2]) {
      const sent = await staff.post(action, path(order), { intent: 'resend' }, params(order))
      expect(sent.location).toBe(path(order, '?done=resent'))
      expect(await db.outboxMail.count({ where: { template: 'order-link', orderId: order.orderId } })).toBe(
        times,
      )
    }
  })

  it('is refused for an address that bounced', async () => {
    const order = await anOrder([{ sku: 'MNET-100', copies: 1 }])
    await db.mailAddress.create({
      data: { email: 'reader@example.org', reason: 'bounced', markedAt: now() },
    })
    const staff = await aDeskVisitor('secretariat')
    expect((await staff.post(action, path(order), { intent: 'resend' }, params(order))).status).toBe(409)
    expect((await open(order)).data.order.contact.isMarked).toBe(true)
  })
})

describe('posting', () => {
  it('some copies now and the rest later', async () => {
    const order = await aPaidOrder(3)
    const form = await (
      await aDeskVisitor('secretariat')
    ).get(postLoader, path(order, '/post'), params(order))
    expect(form.data.order.goods).toMatchObject([{ held: 3 }])
    const first = await post(order, { seen: await seenOf(order), 'copies.MNET-100': '１', tracking: '' })
    expect([first.status, first.location]).toEqual([303, path(order, '?done=posted')])
    expect((await open(order)).data.order).toMatchObject({
      state: 'part-posted',
      goods: [{ held: 2, posted: 1 }],
    })
    await post(order, { seen: await seenOf(order), 'copies.MNET-100': '2', tracking: '' })
    expect((await open(order)).data.order).toMatchObject({ state: 'posted', shipments: [{}, {}] })
  })

  it.each([
    [{ 'copies.MNET-100': '3' }, 'copies.MNET-100', 'errors:quantity'],
    [{ 'copies.MNET-100': '-1' }, 'copies.MNET-100', 'errors:quantity'],
    [{ 'copies.MNET-100': 'two' }, 'copies.MNET-100', 'errors:quantity'],
    [{ 'copies.MNET-100': '0' }, 'copies.MNET-100', 'deskOrders:post.nothing'],
    [{ 'copies.MNET-100': '1', tracking: '12' }, 'tracking', 'deskOrders:post.trackingMalformed'],
  ])('refuses %j at its field and keeps what was typed', async (fields, field, key) => {
    const order = await aPaidOrder()
    const typed = { tracking: '123456789012', ...fields, seen: await seenOf(order) }
    const answer = await post(order, typed)
    expect(answer.status).toBe(422)
    expect(answer.data).toMatchObject({ typed, problems: { [field]: { key } }, changed: null })
    expect(await db.shipment.count()).toBe(0)
  })

  it('refuses a tracking number twice', async () => {
    const [one, two] = [await aPaidOrder(), await anOrder([{ sku: 'MNET-100', copies: 1 }], { now: now() })]
    await pay(two, 800, 'A-2')
    const fields = { tracking: '1234 5678 9012', 'copies.MNET-100': '1' }
    expect((await post(one, { ...fields, seen: await seenOf(one) })).status).toBe(303)
    const answer = await post(two, { ...fields, seen: await seenOf(two) })
    expect(answer.status).toBe(422)
    expect(answer.data).toMatchObject({ problems: { tracking: { key: 'deskOrders:post.trackingUsed' } } })
    expect(await db.stockLevel.findFirst()).toMatchObject({ onHand: 9 })
  })

  it('refuses an order that is not paid', async () => {
    const order = await anOrder([{ sku: 'MNET-100', copies: 1 }], { now: now() })
    const answer = await post(order, { seen: await seenOf(order), 'copies.MNET-100': '1' })
    expect([answer.status, answer.data.notice]).toEqual([409, { key: 'deskOrders:post.notPaid' }])
  })

  it('of two people the second sees what the first did, with the form still filled', async () => {
    const order = await aPaidOrder()
    const seen = await seenOf(order)
    const [one, two] = [await aDeskVisitor('secretariat'), await aDeskVisitor('treasurer')]
    const fields = { seen, 'copies.MNET-100': '1', tracking: '' }
    const both = await Promise.all(
      [one, two].map((staff) => staff.post(postAction, path(order, '/post'), fields, params(order))),
    )
    expect(both.map((answer) => answer.status).toSorted()).toEqual([303, 409])
    const late = both.find((answer) => answer.status === 409)
    expect(late?.data).toMatchObject({
      typed: fields,
      changed: [{ kind: 'posted', actor: 'staff', details: { copies: 1 } }],
    })
    expect(await db.shipment.count()).toBe(1)
    // Having seen it, the second one may go on.
    expect((await post(order, { ...fields, seen: await seenOf(order) })).status).toBe(303)
    expect(await db.shipment.count()).toBe(2)
  })
})

describe('tasks', () => {
  async function anOverpaidOrder(): Promise<{ order: Order; taskId: string }> {
    const order = await anOrder([{ sku: 'MNET-100', copies: 1 }], { now: now() })
    await pay(order, 1_000)
    const task = await db.task.findFirstOrThrow()
    return { order, taskId: task.id }
  }

  it('say what they are about, and end with a word under the name of who did it', async () => {
    const { order, taskId } = await anOverpaidOrder()
    const staff = await aDeskVisitor('secretariat')
    const { data } = await staff.get(tasksLoader, '/desk/tasks')
    expect(data.list).toMatchObject({
      total: 1,
      tasks: [{ id: taskId, kind: 'overpaid', orderCode: order.code, details: { surplusYen: 200 } }],
    })
    const done = await staff.post(taskAction, '/desk/tasks', {
      task: taskId,
      note: '返金する',
      back: '/desk/tasks',
    })
    expect(done.location).toBe('/desk/tasks?finished')
    expect((await staff.get(tasksLoader, '/desk/tasks')).data.list.total).toBe(0)
    expect((await staff.get(tasksLoader, '/desk/tasks?state=done')).data.list.tasks).toMatchObject([
      { doneNote: '返金する', staffName: '見本 secretariat' },
    ])
    expect((await open(order)).data.order.audit).toMatchObject([
      { table: 'tasks', change: 'update', staffName: '見本 secretariat' },
    ])
  })

  it('are narrowed to mails that did not arrive', async () => {
    await anOverpaidOrder()
    const staff = await aDeskVisitor('secretariat')
    expect((await staff.get(tasksLoader, '/desk/tasks?about=mails')).data.list.total).toBe(0)
    expect((await staff.get(tasksLoader, '/desk/tasks?page=2')).status).toBe(404)
  })

  it('end once, lead back within the desk only, and keep a note that is too long', async () => {
    const { order, taskId } = await anOverpaidOrder()
    const staff = await aDeskVisitor('secretariat')
    const send = (fields: Record<string, string>) => staff.post(taskAction, '/desk/tasks', fields)
    const long = 'x'.repeat(1_001)
    const refused = await send({ task: taskId, note: long })
    expect([refused.status, refused.data]).toEqual([
      422,
      { taskId, note: long, problem: 'deskOrders:task.noteTooLong' },
    ])
    expect((await send({ task: taskId, note: '', back: path(order) })).location).toBe(
      path(order, '?done=task'),
    )
    expect((await send({ task: taskId, note: 'again' })).status).toBe(409)
    expect((await send({ task: 'x', note: '' })).status).toBe(400)
    expect((await send({ task: order.orderId, note: '' })).status).toBe(404)
    const other = await anOrder([{ sku: 'MNET-100', copies: 1 }], { now: now() })
    await pay(other, 1_000, 'A-2')
    const { id } = await db.task.findFirstOrThrow({ where: { doneAt: null } })
    expect((await send({ task: id, note: '', back: 'https://evil.example/' })).location).toBe(
      '/desk?done=task',
    )
  })
})
