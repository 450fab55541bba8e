import { beforeEach, describe, expect, it } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { loader as orderLoader } from '#app/routes/desk/order.tsx'
import { action as backAction, loader as backLoader } from '#app/routes/desk/order-came-back.tsx'
import { action as parcelAction, loader as parcelLoader } from '#app/routes/desk/order-parcel.tsx'
import { action as refundAction, loader as refundLoader } from '#app/routes/desk/order-refund.tsx'
import { loader as readersLoader } from '#app/routes/shop/order.tsx'
import { anEdition, anOrder, anOrganisation } from '#tests/support/factories.ts'
import { aVisitor } from '#tests/support/route-kit.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'

useSandbox()
beforeEach(async () => {
  await anOrganisation()
  await anEdition({ sku: 'MNET-100', priceYen: 500, copies: 9 })
})

type Fields = Record<string, string>
type Order = Awaited<ReturnType<typeof anOrder>>

async function aPostedOrder(details: object = {}): Promise<{ order: Order; shipmentId: string }> {
  const order = await anOrder([{ sku: 'MNET-100', copies: 2 }], { details, now: now() })
  await recordPayment(
    { charge: order.code, amountYen: 1_300, method: 'bank', on: tokyoDay('2026-11-24'), ref: order.code },
    { now: now() },
  )
  const posted = await postOrder({ order: { code: order.code }, actor: 'test' }, { now: now() })
  if (!posted.ok) throw new Error(posted.reason)
  return { order, shipmentId: posted.shipmentId }
}

type Posted = Awaited<ReturnType<typeof aPostedOrder>>

function at({ order, shipmentId }: Posted): [path: string, params: { code: string; shipmentId: string }] {
  return [`/desk/orders/${order.code}/came-back/${shipmentId}`, { code: order.code, shipmentId }]
}

async function orderNow({ order: { code } }: Posted) {
  const staff = await aDeskVisitor('treasurer')
  return (await staff.get(orderLoader, `/desk/orders/${code}`, { code })).data.order
}

const FIELDS = { on: '2026-11-24', 'good.MNET-100': '1', 'spoilt.MNET-100': '1', next: 'wait' }

async function noteIt(
  posted: Posted,
  changes: Fields = {},
  role: 'secretariat' | 'treasurer' = 'secretariat',
) {
  const { seen } = await orderNow(posted)
  const staff = await aDeskVisitor(role)
  const [path, params] = at(posted)
  return await staff.post(backAction, path, { seen, ...FIELDS, ...changes }, params)
}

describe('a parcel that came back, at the desk', () => {
  it('is noted with what came back, in the name of who did it, and waits as a task', async () => {
    const posted = await aPostedOrder()
    const staff = await aDeskVisitor('secretariat')
    const form = await staff.get(backLoader, ...at(posted))
    expect(form.data).toMatchObject({
      returnable: [{ sku: 'MNET-100', sent: 2, returnable: 2 }],
      open: null,
      isNoted: false,
      mayRefund: false,
      today: '2026-11-24',
    })
    const answer = await noteIt(posted, { ask: 'on' })
    expect([answer.status, answer.location]).toEqual([
      303,
      `/desk/orders/${posted.order.code}?done=came-back`,
    ])
    const after = await orderNow(posted)
    expect(after).toMatchObject({
      state: 'posted',
      reports: [{ problem: 'undeliverable', returnedOn: '2026-11-24', resolution: null }],
      tasks: [{ kind: 'parcel-came-back', doneAt: null }],
    })
    expect(after.mails.map(({ template }) => template)).toContain('parcel-came-back')
    expect(after.events.at(-1)).toMatchObject({ kind: 'parcel-came-back', staffName: '見本 secretariat' })
    expect(after.movements.map(({ kind, copies, staffName }) => [kind, copies, staffName])).toContainEqual([
      'damaged',
      -1,
      '見本 secretariat',
    ])
    expect(after.audit.map(({ table, change }) => [table, change])).toContainEqual([
      'parcel_reports',
      'insert',
    ])
    expect((await staff.get(backLoader, ...at(posted))).data.isNoted).toBe(true)
  })

  it('is told to its reader on her page', async () => {
    const posted = await aPostedOrder()
    await noteIt(posted)
    const { token } = posted.order
    const page = await aVisitor().get(readersLoader, `/ja/orders/${token}`, { locale: 'ja', token })
    expect(page.data.view.shipments).toMatchObject([
      { report: { on: '2026-11-24', isOpen: true, cameBack: true } },
    ])
    expect(page.data.view.history.map(({ text }: { text: string }) => text)).toContain('order:event.cameBack')
  })

  it('leads on to sending it again, to the address that is corrected there', async () => {
    const posted = await aPostedOrder()
    const { order } = posted
    const answer = await noteIt(posted, { next: 'again' })
    const [report] = (await orderNow(posted)).reports
    const reportId = report?.id ?? ''
    const path = `/desk/orders/${order.code}/parcels/${reportId}`
    expect(answer.location).toBe(path)
    const staff = await aDeskVisitor('secretariat')
    const params = { code: order.code, reportId }
    const shown = (await staff.get(parcelLoader, path, params)).data
    expect(shown).toMatchObject({
      report: { problem: 'undeliverable' },
      order: { contact: { delivery: {} } },
    })
    const fields = {
      seen: shown.order.seen,
      resolution: 'replacement',
      'copies.MNET-100': '2',
      'delivery.country': 'JP',
      'delivery.postalCode': '060-0001',
      'delivery.prefecture': '北海道',
      'delivery.city': '札幌市中央区',
      'delivery.street': '北一条西2-1',
    }
    const wrong = await staff.post(parcelAction, path, { ...fields, 'delivery.postalCode': '1' }, params)
    expect([wrong.status, wrong.data]).toMatchObject([
      422,
      {
        problems: { 'delivery.postalCode': { key: 'errors:postalCode' } },
        typed: { 'delivery.city': '札幌市中央区' },
      },
    ])
    const abroad = { ...fields, 'delivery.country': 'KR', 'delivery.postalCode': '' }
    expect((await staff.post(parcelAction, path, abroad, params)).data).toMatchObject({
      problems: { 'delivery.country': { key: 'errors:zone' } },
    })
    const sent = await staff.post(parcelAction, path, fields, params)
    expect(sent.location).toBe(`/desk/orders/${order.code}?done=replaced`)
    const after = await orderNow(posted)
    expect(after).toMatchObject({
      contact: { delivery: { city: '札幌市中央区', postalCode: '0600001' } },
      shipments: [{ isReplacement: false }, { isReplacement: true }],
      reports: [{ resolution: 'replacement' }],
    })
    expect(after.tasks.every(({ doneAt }) => doneAt !== null)).toBe(true)
  })

  it('leads the treasurer on to the refund, which says that the copies are in the house already', async () => {
    const posted = await aPostedOrder()
    const { order } = posted
    expect((await noteIt(posted, { next: 'refund' })).status).toBe(403)
    expect(await db.parcelReport.count()).toBe(0)
    const answer = await noteIt(posted, { next: 'refund' }, 'treasurer')
    const reportId = (await orderNow(posted)).reports[0]?.id ?? ''
    const path = `/desk/orders/${order.code}/refund?report=${reportId}`
    expect(answer.location).toBe(path)
    const treasurer = await aDeskVisitor('treasurer')
    const shown = (await treasurer.get(refundLoader, path, { code: order.code })).data
    expect(shown.report).toMatchObject({ id: reportId, isBack: true })
    const fields = {
      seen: shown.order.seen,
      what: 'whole',
      way: 'bank',
      on: '2026-11-24',
      ref: 'R-1',
      report: reportId,
      restockAll: 'on',
    }
    const preview = await treasurer.post(
      refundAction,
      path,
      { ...fields, intent: 'preview' },
      { code: order.code },
    )
    expect(preview.data.summary?.lines).toMatchObject([{ copies: 2, restocked: 0, cameBack: 2 }, {}])
    const done = await treasurer.post(
      refundAction,
      path,
      { ...fields, intent: 'confirm' },
      { code: order.code },
    )
    expect(done.location).toBe(`/desk/orders/${order.code}?done=refunded`)
    expect(await orderNow(posted)).toMatchObject({ reports: [{ resolution: 'refund' }] })
  })

  it.each([
    [{ on: '24.11.2026' }, 'on', 'deskOrders:payment.dayWrong'],
    [{ on: '2026-11-25' }, 'on', 'deskOrders:payment.dayInFuture'],
    [{ on: '2026-11-23' }, 'on', 'deskOrders:cameBack.beforePosting'],
    [{ next: 'x' }, 'next', 'errors:choice'],
    [{ 'good.MNET-100': '2' }, 'good.MNET-100', 'deskOrders:cameBack.tooMany'],
    [{ 'good.MNET-100': 'two' }, 'good.MNET-100', 'errors:quantity'],
    [{ 'good.MNET-100': '', 'spoilt.MNET-100': '0' }, 'good.MNET-100', 'deskOrders:cameBack.nothing'],
  ])('%j is refused at its field, with everything typed', async (changes, field, key) => {
    const answer = await noteIt(await aPostedOrder(), changes as Fields)
    expect([answer.status, answer.data]).toMatchObject([
      422,
      { problems: { [field]: { key } }, typed: { ...FIELDS, ...changes } },
    ])
    expect(await db.parcelReport.count()).toBe(0)
  })

  it('is not asked about without an e-mail address, is noted once, and is of its own order', async () => {
    const posted = await aPostedOrder({ email: null })
    expect((await noteIt(posted, { ask: 'on' })).data).toMatchObject({
      problems: { ask: { key: 'deskOrders:cameBack.noEmail' } },
    })
    expect((await noteIt(posted)).status).toBe(303)
    expect(await noteIt(posted)).toMatchObject({
      status: 409,
      data: { notice: { key: 'deskOrders:cameBack.alreadyNoted' } },
    })
    const other = await anOrder([{ sku: 'MNET-100', copies: 1 }], { now: now() })
    expect((await noteIt({ order: other, shipmentId: posted.shipmentId })).status).toBe(404)
    expect((await noteIt({ order: other, shipmentId: newId() })).status).toBe(404)
  })

  it('is news to who had the form open before a colleague posted more', async () => {
    const posted = await aPostedOrder()
    const staff = await aDeskVisitor('secretariat')
    const answer = await staff.post(backAction, at(posted)[0], { ...FIELDS, seen: newId() }, at(posted)[1])
    expect(answer.status).toBe(409)
    expect(answer.data.changed?.length).toBeGreaterThan(0)
  })
})
