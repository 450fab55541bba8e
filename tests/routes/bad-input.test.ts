import { beforeEach, describe, expect, test } from 'vitest'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { tokyoDay } from '#app/domain/day.ts'
import { now, setClock } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { loader as noteLoader } from '#app/routes/desk/delivery-note.ts'
import { loader as fileLoader } from '#app/routes/desk/document-file.ts'
import { action as paperAction, loader as paperLoader } from '#app/routes/desk/document.tsx'
import { action as meAction, loader as meLoader } from '#app/routes/desk/me.tsx'
import * as newOrder from '#app/routes/desk/order-new.tsx'
import { action as paymentAction } from '#app/routes/desk/order-payment.tsx'
import { action as refundAction } from '#app/routes/desk/order-refund.tsx'
import { action as orderAction } from '#app/routes/desk/order.tsx'
import { action as packingAction } from '#app/routes/desk/packing.tsx'
import { action as quoteAction } from '#app/routes/desk/quote-new.tsx'
import { action as memberAction, loader as memberLoader } from '#app/routes/desk/staff-member.tsx'
import { action as staffAction } from '#app/routes/desk/staff.tsx'
import { action as tasksAction } from '#app/routes/desk/tasks.tsx'
import { action as cartAction } from '#app/routes/shop/cart.tsx'
import { action as checkoutAction } from '#app/routes/shop/checkout.tsx'
import { action as contactAction } from '#app/routes/shop/contact.tsx'
import { action as detailsAction } from '#app/routes/shop/order-details.tsx'
import { action as linkAction } from '#app/routes/shop/order-link.tsx'
import { action as reportAction } from '#app/routes/shop/order-report.tsx'
import { anEdition, anOrder, anOrganisation } from '#tests/support/factories.ts'
import { aReader } from '#tests/support/reader.ts'
import type { Visitor } from '#tests/support/route-kit.ts'
import { HOUR, useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'
import { typed } from '#tests/support/typed.ts'

// What no form of the shop sends, and PostgreSQL refuses with an error of its own: it is the sender's mistake, not ours.

useSandbox()
beforeEach(async () => {
  await anOrganisation()
  await anEdition({ sku: 'MNET-100' })
})

/** Looks like an id to whoever only counts signs. */
const HYPHENS = '-'.repeat(36)
const NO_IDS = ['', 'x', HYPHENS, '0'.repeat(36), 'a\0'.repeat(18)]

async function aPostedOrder() {
  const order = await anOrder([{ sku: 'MNET-100', copies: 1 }], { now: now() })
  const on = tokyoDay('2026-11-24')
  const money = { charge: order.code, amountYen: 800, method: 'bank' as const, on, ref: order.code }
  await recordPayment(money, { now: now() })
  const posted = await postOrder({ order: { code: order.code }, actor: 'test' }, { now: now() })
  if (!posted.ok) throw new Error(posted.reason)
  return { ...order, shipment: posted.shipmentId }
}

describe('a NUL', () => {
  type Fields = Record<string, string>
  type Action = typeof cartAction
  const NUL = 'a\0b'

  async function statusOf(sender: Visitor, action: unknown, path: string, fields: Fields, params = {}) {
    return (await sender.post(action as Action, path, fields, params)).status
  }

  test('in a form of a reader is refused with 400', async () => {
    const { token, shipment } = await aPostedOrder()
    const reader = await aReader(['MNET-100', 1])
    const page = `/ja/orders/${token}`
    const report = { shipment, problem: 'damaged', message: NUL }
    const version = { version: '1' }
    expect([
      await statusOf(reader, cartAction, '/ja/cart', { intent: 'add', sku: NUL, copies: '1' }),
      await statusOf(reader, checkoutAction, '/ja/checkout', typed({ contactName: NUL })),
      await statusOf(reader, checkoutAction, '/ja/checkout', typed({ note: NUL })),
      await statusOf(reader, contactAction, '/ja/contact', { name: NUL, message: 'x' }),
      await statusOf(reader, linkAction, '/ja/orders', { email: `${NUL}@example.jp` }),
      await statusOf(reader, reportAction, `${page}/report`, report, { token }),
      await statusOf(reader, detailsAction, `${page}/details`, typed({ ...version, note: NUL }), { token }),
    ]).toEqual(Array(7).fill(400))
    expect([await db.parcelReport.count(), await db.inquiry.count()]).toEqual([0, 0])
  })

  test('in a form of the desk is refused with 400', async () => {
    const { code } = await aPostedOrder()
    const admin = await aDeskVisitor('administrator')
    const path = `/desk/orders/${code}`
    const params = { code }
    const colleague = { email: 'hana@staff.example.org', name: NUL, role: 'secretariat', locale: 'ja' }
    const money = { amount: '100', method: 'bank', on: '2026-11-24', ref: NUL }
    expect([
      await statusOf(admin, orderAction, path, { intent: 'note', note: NUL }, params),
      await statusOf(admin, refundAction, `${path}/refund`, { reason: NUL }, params),
      await statusOf(admin, paymentAction, `${path}/payment`, money, params),
      await statusOf(admin, newOrder.action, '/desk/orders/new', typed({ contactName: NUL })),
      await statusOf(admin, quoteAction, '/desk/quotes/new', { recipient: NUL }),
      await statusOf(admin, meAction, '/desk/me', { intent: 'save', name: NUL, locale: 'ja' }),
      await statusOf(admin, staffAction, '/desk/staff', colleague),
      await statusOf(admin, tasksAction, '/desk/tasks', { task: HYPHENS, note: NUL }),
    ]).toEqual(Array(8).fill(400))
    expect([await db.orderNote.count(), await db.staff.count()]).toEqual([0, 1])
  })
})

describe('an id that is none', () => {
  test.each(NO_IDS)('%j: no task, no paper, no parcel, no quote', async (id) => {
    const admin = await aDeskVisitor('administrator')
    const params = { id }
    expect([
      (await admin.post(tasksAction, '/desk/tasks', { task: id, note: '' })).status,
      (await admin.get(paperLoader, '/desk/documents/x', params)).status,
      (await admin.post(paperAction, '/desk/documents/x', { intent: 'void', reason: 'x' }, params)).status,
      (await admin.get(fileLoader, '/desk/documents/x/file', params)).status,
      (await admin.get(noteLoader, '/desk/delivery-notes/x', params)).status,
    ]).toEqual([400, 404, 404, 404, 404])
    const query = `?quote=${encodeURIComponent(id)}`
    const fromQuote = await admin.get(newOrder.loader, `/desk/orders/new${query}`)
    expect([fromQuote.status, fromQuote.location]).toEqual([302, `/desk/documents/${encodeURIComponent(id)}`])
  })

  test.each([HYPHENS, '0'.repeat(36)])(
    '%j in the form of an order from a quote is no quote',
    async (quote) => {
      const admin = await aDeskVisitor('administrator')
      const answer = await admin.post(
        newOrder.action,
        '/desk/orders/new',
        typed({ intent: 'preview', quote }),
      )
      expect(answer.status).toBeLessThan(500)
      expect(await db.order.count()).toBe(0)
    },
  )

  test('among the orders to pack is refused', async () => {
    const admin = await aDeskVisitor('administrator')
    const fields = { intent: 'pack', sheet: '12', firstLabel: '1', order: HYPHENS }
    expect((await admin.post(packingAction, '/desk/packing', fields)).status).toBeLessThan(500)
    expect(await db.work.count()).toBe(0)
  })
})

describe('signing one browser out', () => {
  test.each(NO_IDS)('with %j for its session ends none', async (session) => {
    const admin = await aDeskVisitor('administrator')
    const colleague = await aDeskVisitor('secretariat')
    await aDeskVisitor('secretariat')
    const fields = { intent: 'end', session }
    const params = { id: colleague.staffId }
    expect((await colleague.post(meAction, '/desk/me', fields)).status).toBe(400)
    expect((await admin.post(memberAction, '/desk/staff/x', fields, params)).status).toBe(400)
    expect(await db.session.count({ where: { endedAt: null } })).toBe(3)
  })

  test('ends that one', async () => {
    const colleague = await aDeskVisitor('secretariat')
    const { sessions } = (await colleague.get(meLoader, '/desk/me')).data
    const other = await aDeskVisitor('secretariat')
    const [own] = sessions
    const ended = await other.post(meAction, '/desk/me', { intent: 'end', session: own?.id ?? '' })
    expect(ended.status).toBe(303)
    expect(await db.session.findMany({ where: { endedAt: { not: null } } })).toMatchObject([{ id: own?.id }])
  })
})

test('a browser that lay idle for twelve hours is not listed as signed in', async () => {
  const admin = await aDeskVisitor('administrator')
  const colleague = await aDeskVisitor('secretariat')
  const countOf = async () => {
    const { data } = await admin.get(memberLoader, '/desk/staff/x', { id: colleague.staffId })
    return data.sessions.length
  }
  const start = now().getTime()
  setClock(new Date(start + 11 * HOUR))
  expect(await countOf()).toBe(1)
  setClock(new Date(start + 12 * HOUR + 60_000))
  expect(await countOf()).toBe(0)
  expect((await colleague.get(meLoader, '/desk/me')).location).toContain('/desk/sign-in')
})
