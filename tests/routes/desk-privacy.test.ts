import { beforeEach, describe, expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { forgetOld } from '#app/features/desk/forget-old.server.ts'
import { cancelOrder } from '#app/features/settlement/cancel-order.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { runAs } from '#app/platform/actor.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { loader as exportLoader } from '#app/routes/desk/privacy-export.ts'
import { action, loader } from '#app/routes/desk/privacy.tsx'
import { loader as orderLoader } from '#app/routes/shop/order.tsx'
import { anEdition, anOrder, anOrganisation, NOON } from '#tests/support/factories.ts'
import { aVisitor, type Visitor } from '#tests/support/route-kit.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

useSandbox()
let admin: Visitor & { staffId: string }
beforeEach(async () => {
  await anOrganisation()
  await anEdition({ sku: 'MNET-100', priceYen: 500 })
  admin = await aDeskVisitor('administrator')
})

const WHO = 'reader@example.org'
/** Each of these stands in the rows of an order of tests/support/factories.ts. */
const PERSONAL = [WHO, 'Reader@example.org', '山田', 'ヤマダ', '代々木', 'secret of hers']

/** An order that is paid and posted, with a note and a change that the audit log has seen. */
async function doneOrder() {
  const order = await anOrder([{ sku: 'MNET-100', copies: 1 }])
  const on = tokyoDay('2026-11-24')
  const paid = await recordPayment(
    { charge: order.code, amountYen: 800, method: 'bank', on, ref: order.code },
    { now: NOON },
  )
  if (!paid.ok) throw new Error(paid.reason)
  const posted = await postOrder(
    { order: { code: order.code }, actor: 'test', trackingNumber: '123456789012' },
    { now: NOON },
  )
  if (!posted.ok) throw new Error(posted.reason)
  const { id } = await db.order.findUniqueOrThrow({ where: { code: order.code } })
  const asked = { name: '山田 花子', email: 'Reader@example.org', message: 'secret of hers' }
  await db.inquiry.create({
    data: { ...asked, id: newId(), topic: 'order', locale: 'ja', channel: 'web', receivedAt: NOON },
  })
  await runAs({ kind: 'staff', staffId: admin.staffId }, () =>
    inTransaction(async (tx) => {
      await tx.order.update({ where: { id }, data: { note: 'secret of hers' } })
      await tx.orderNote.create({
        data: { id: newId(), orderId: id, staffId: admin.staffId, text: 'secret of hers', at: NOON },
      })
    }),
  )
  return { ...order, id }
}

/** All rows of all tables that hold readers' data, as text. */
async function everything(): Promise<string> {
  const tables = [
    'orders',
    'order_notes',
    'outbox_mails',
    'parcel_reports',
    'audit_entries',
    'order_events',
    'tasks',
    'checkout_attempts',
    'inquiries',
    'availability_requests',
  ]
  const found = await Promise.all(
    tables.map((table) => db.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM ${table} t`)),
  )
  return found
    .flat()
    .map(({ row }) => row)
    .join('\n')
}

const erase = (fields: Record<string, string>) => admin.post(action, '/desk/privacy', { who: WHO, ...fields })

describe('what is held about somebody', () => {
  test('is found by her address in any case, and by the code of an order', async () => {
    const order = await doneOrder()
    for (const who of ['READER@example.org', order.code.toLowerCase()]) {
      const { data } = await admin.get(loader, `/desk/privacy?who=${who}`)
      expect(data.person).toMatchObject({ email: WHO, orders: [{ code: order.code, obstacles: [] }] })
    }
    expect((await admin.get(loader, '/desk/privacy?who=nobody@example.org')).data.person).toBeNull()
  })

  test('is handed out whole, as a file without links that open anything', async () => {
    const order = await doneOrder()
    const { response } = await admin.get(exportLoader, `/desk/privacy.json?who=${WHO}`)
    expect(response?.headers.get('Content-Disposition')).toContain('attachment')
    const text = (await response?.text()) ?? ''
    for (const piece of [...PERSONAL, '123456789012', 'order-paid']) expect(text).toContain(piece)
    expect(text).not.toContain(order.token)
    expect((await admin.get(exportLoader, '/desk/privacy.json?who=x@example.org')).status).toBe(404)
  })
})

describe('erasing', () => {
  test('leaves nothing of her anywhere but the amounts, the copies and the tracking number', async () => {
    const order = await doneOrder()
    const before = await everything()
    for (const piece of PERSONAL) expect(before, piece).toContain(piece)
    const money = () => db.$queryRaw`SELECT account, sum(amount_yen)::int FROM postings GROUP BY 1 ORDER BY 1`
    const sums = await money()

    expect((await erase({ sure: 'on' })).location).toBe('/desk/privacy?erased')

    const after = await everything()
    for (const piece of PERSONAL) expect(after, piece).not.toContain(piece)
    expect(await money()).toEqual(sums)
    expect(await db.shipment.findFirstOrThrow()).toMatchObject({ trackingNumber: '123456789012' })
    const row = await db.order.findUniqueOrThrow({ where: { id: order.id } })
    expect([row.contactName, row.erasedAt]).toEqual(['', expect.any(Date)])
    const audit = await db.auditEntry.findMany({ where: { rowId: order.id, staffId: admin.staffId } })
    expect(audit.length).toBeGreaterThan(1)
  })

  test('closes the page of the order: the link that she has works no more', async () => {
    const order = await doneOrder()
    const open = () =>
      aVisitor().get(orderLoader, `/ja/orders/${order.token}`, { locale: 'ja', token: order.token })
    expect((await open()).status).toBe(200)
    await erase({ sure: 'on' })
    expect((await open()).status).toBe(404)
  })

  test('asks whether one is sure', async () => {
    await doneOrder()
    expect((await erase({})).data).toEqual({ reason: 'sure' })
    expect(await db.order.count({ where: { erasedAt: null } })).toBe(1)
  })

  test('waits for all that is open, and then takes all of her orders or none', async () => {
    await doneOrder()
    const open = await anOrder([{ sku: 'MNET-100', copies: 1 }])
    const { data } = await admin.get(loader, `/desk/privacy?who=${WHO}`)
    expect(data.person?.orders.map((order) => order.obstacles)).toContainEqual(['unpaid', 'unposted'])
    expect((await erase({ sure: 'on' })).data).toEqual({ reason: 'needed' })
    expect(await db.order.count({ where: { erasedAt: { not: null } } })).toBe(0)
    await cancelOrder({ code: open.code, by: 'shop' }, { now: NOON })
    expect((await erase({ sure: 'on' })).status).toBe(303)
    expect(await db.order.count({ where: { erasedAt: null } })).toBe(0)
  })

  test('of somebody who is not known is said to be so', async () => {
    expect((await erase({ who: 'x@example.org', sure: 'on' })).data).toEqual({ reason: 'unknown' })
  })
})

test('what has served its purpose is forgotten each night; what is younger stays', async () => {
  await doneOrder()
  const count = async () => ({
    mails: (
      await db.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM outbox_mails WHERE payload <> '{}'`
    )[0]?.n,
    sessions: await db.session.count(),
    audit: await db.auditEntry.count(),
  })
  await db.outboxMail.updateMany({ data: { state: 'sent' } })
  const before = await count()
  expect(before.mails).toBeGreaterThan(0)
  expect(await forgetOld({ now: now() })).toBe(0)
  const after = (days: number): Date => new Date(now().getTime() + days * 86_400_000)
  await forgetOld({ now: after(100) })
  expect(await count()).toEqual({ ...before, sessions: 0 })
  await forgetOld({ now: after(370) })
  expect(await count()).toMatchObject({ mails: 0, audit: before.audit })
  expect(await db.inquiry.count({ where: { message: 'secret of hers' } })).toBe(1)
  await forgetOld({ now: after(2 * 365 + 30) })
  expect(await db.inquiry.findFirstOrThrow()).toMatchObject({ name: '', email: null, message: '' })
  await forgetOld({ now: after(3 * 365 + 2) })
  expect(await count()).toEqual({ mails: 0, sessions: 0, audit: 0 })
  expect(await db.order.count({ where: { erasedAt: null } })).toBe(1)
  await forgetOld({ now: after(7 * 366) })
  expect(await db.order.findFirstOrThrow()).toMatchObject({ contactName: '', email: null })
})
