import { beforeEach, describe, expect, it } from 'vitest'
import { refreshSearchIndex } from '#app/features/catalogue/search-index.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { loader as orderLoader } from '#app/routes/desk/order.tsx'
import { action, loader } from '#app/routes/desk/order-new.tsx'
import { loader as listLoader } from '#app/routes/desk/orders.tsx'
import { loader as homeLoader } from '#app/routes/desk/home.tsx'
import { anEdition, anOrganisation } from '#tests/support/factories.ts'
import { DAY, useSandbox } from '#tests/support/sandbox-kit.ts'
import { setClock } from '#app/platform/clock.server.ts'
import { aDeskVisitor } from '#tests/support/staff.ts'
import { typed } from '#tests/support/typed.ts'

useSandbox()
beforeEach(async () => {
  await anOrganisation()
  const titles = [
    await anEdition({ sku: 'MNET-100', priceYen: 500, copies: 200 }),
    await anEdition({ sku: 'MNET-101', priceYen: 600 }),
    await anEdition({ sku: 'FILE-1', priceYen: 300, format: 'pdf' }),
  ]
  await refreshSearchIndex(titles.map((title) => title.titleId))
})

type Fields = Record<string, string>

const PHONE: Fields = { channel: 'phone', method: 'bank', terms: 'prepaid', rows: '3' }

async function form(): Promise<string> {
  const staff = await aDeskVisitor('secretariat')
  return (await staff.get(loader, '/desk/orders/new')).data.view.key
}

async function send(fields: Fields) {
  const staff = await aDeskVisitor('secretariat')
  return await staff.post(action, '/desk/orders/new', { ...typed(), ...PHONE, ...fields })
}

describe('entering an order', () => {
  it('that came by telephone: looked at first, then placed under the name of who entered it', async () => {
    const key = await form()
    const fields = { key, 'edition.0': 'mnet-100', 'copies.0': '２', 'edition.1': 'FILE-1' }
    const shown = await send(fields)
    expect(shown.status).toBe(200)
    expect(shown.data.preview).toMatchObject({
      lines: [
        { quantity: 2, amountYen: 1_000 },
        { quantity: 1, amountYen: 300 },
      ],
      totals: { goodsYen: 1_300, shippingYen: 300, totalYen: 1_600 },
      details: { contactName: '山田 花子', email: 'hana@example.jp' },
      terms: { channel: 'phone', method: 'bank', terms: { kind: 'prepaid' } },
    })
    expect(await db.order.count()).toBe(0)
    const confirmed = { ...shown.data.preview?.fields, intent: 'confirm' }
    const placed = await send(confirmed)
    const order = await db.order.findFirstOrThrow()
    expect([placed.status, placed.location]).toEqual([303, `/desk/orders/${order.code}?done=entered`])
    expect(await send(confirmed)).toMatchObject({ location: placed.location })
    expect(await db.order.count()).toBe(1)
    const staff = await aDeskVisitor('secretariat')
    const page = await staff.get(orderLoader, `/desk/orders/${order.code}`, { code: order.code })
    expect(page.data.order).toMatchObject({
      channel: 'phone',
      enteredBy: '見本 secretariat',
      state: 'awaiting-payment',
      events: [{ kind: 'placed', actor: 'staff', staffName: '見本 secretariat' }],
      mails: [{ template: 'order-received' }],
    })
    expect((await staff.get(listLoader, '/desk/orders?channel=phone')).data.list.total).toBe(1)
  })

  it('on a bill, for a reader without e-mail: it may be posted unpaid, and is overdue after its day', async () => {
    const bill = {
      key: await form(),
      'edition.0': 'MNET-100',
      'copies.0': '120',
      channel: 'post',
      terms: 'billed',
      dueOn: '2026-12-31',
      buyerReference: '図書-77',
      email: '',
      noEmail: 'on',
      method: 'postal',
    }
    const shown = await send(bill)
    await send({ ...shown.data.preview?.fields, intent: 'confirm' })
    const { code } = await db.order.findFirstOrThrow()
    const staff = await aDeskVisitor('secretariat')
    const page = await staff.get(orderLoader, `/desk/orders/${code}`, { code })
    expect(page.data.order).toMatchObject({
      state: 'billed',
      terms: 'billed',
      dueOn: '2026-12-31',
      buyerReference: '図書-77',
      isServed: true,
      isOverdue: false,
      openYen: 60_600,
      mails: [],
    })
    expect(await postOrder({ order: { code }, actor: 'test' }, { now: now() })).toMatchObject({ ok: true })
    setClock(new Date(now().getTime() + 40 * DAY))
    const later = await aDeskVisitor('treasurer')
    expect((await later.get(listLoader, '/desk/orders?state=overdue')).data.list.orders).toMatchObject([
      { code, overdueSince: '2026-12-31' },
    ])
    expect((await later.get(homeLoader, '/desk')).data).toMatchObject({ overdue: 1, unpaid: 0, reported: 0 })
  })

  it('rows are added, editions found by words, and chosen where several fit', async () => {
    const key = await form()
    const more = await send({ key, intent: 'rows', 'edition.0': 'MNET-100', 'copies.0': '4' })
    expect(more.data.view?.rows).toHaveLength(6)
    expect(more.data.view?.rows[0]).toMatchObject({ edition: 'MNET-100', copies: '4' })
    const found = await send({ key, intent: 'find', 'edition.0': '見本　ｍｎｅｔ' })
    expect(found.data.view?.rows[0]).toMatchObject({ label: null, edition: '見本　ｍｎｅｔ' })
    expect(found.data.view?.rows[0]?.choices.map(({ sku }) => sku).toSorted()).toEqual([
      'MNET-100',
      'MNET-101',
    ])
    const unsure = await send({ key, 'edition.0': '見本 mnet' })
    expect([unsure.status, unsure.data.view?.problems]).toEqual([
      422,
      { 'edition.0': { key: 'deskOrders:enter.choose' } },
    ])
    const chosen = await send({ key, 'edition.0': '見本 mnet', 'choice.0': 'MNET-101' })
    expect(chosen.data.preview?.lines).toMatchObject([{ unitYen: 600 }])
  })

  it('the address comes from its postal code, and everything typed stays', async () => {
    const filled = await send({
      key: await form(),
      intent: 'lookup:delivery',
      'edition.0': 'MNET-100',
      'delivery.postalCode': '151-0053',
      'delivery.prefecture': '',
      'delivery.city': '',
      'delivery.street': '1-2-3',
      dueOn: '2026-12-31',
    })
    expect(filled.data.view).toMatchObject({
      reply: { initialValue: { delivery: { city: '渋谷区' }, contactName: '山田 花子' } },
      typed: { channel: 'phone', dueOn: '2026-12-31' },
      rows: [{ edition: 'MNET-100' }, {}, {}],
    })
  })

  it('going back to change it keeps all of it', async () => {
    const shown = await send({ key: await form(), 'edition.0': 'MNET-100' })
    const back = await send({ ...shown.data.preview?.fields, intent: 'edit' })
    expect(back.data.view).toMatchObject({
      rows: [{ edition: 'MNET-100' }, {}, {}],
      reply: { initialValue: { contactName: '山田 花子', delivery: { city: '台東区' } } },
      problems: {},
    })
  })

  it.each([
    [{}, 'edition.0', 'deskOrders:enter.nothing'],
    [{ 'edition.0': 'nothing like it' }, 'edition.0', 'deskOrders:enter.unknown'],
    [{ 'edition.0': 'MNET-100', 'copies.0': '0' }, 'copies.0', 'errors:quantity'],
    [{ 'edition.0': 'MNET-100', 'copies.0': '10000' }, 'copies.0', 'errors:quantity'],
    [{ 'edition.0': 'MNET-101', 'copies.0': '11' }, 'edition.0', 'checkout:problem.onlyLeft'],
    [{ 'edition.0': 'MNET-100', channel: 'web' }, 'channel', 'errors:choice'],
    [{ 'edition.0': 'MNET-100', method: 'card' }, 'method', 'errors:choice'],
    [{ 'edition.0': 'MNET-100', terms: 'billed' }, 'dueOn', 'deskOrders:payment.dayWrong'],
    [
      { 'edition.0': 'MNET-100', terms: 'billed', dueOn: '2026-11-23' },
      'dueOn',
      'deskOrders:enter.dueInPast',
    ],
    [
      { 'edition.0': 'MNET-100', terms: 'billed', dueOn: '2026-12-23', method: 'cash' },
      'method',
      'deskOrders:enter.billedCash',
    ],
  ])('%j is refused at its field', async (fields, field, key) => {
    const answer = await send({ key: await form(), ...(fields as Fields) })
    expect([answer.status, answer.data.view?.problems]).toMatchObject([422, { [field]: { key } }])
  })

  it('what is wrong with contact and address stands at the field too', async () => {
    const answer = await send({ key: await form(), 'edition.0': 'MNET-100', contactName: ' ', email: 'x' })
    expect(answer.data.view?.reply?.error).toMatchObject({
      contactName: [{ key: 'errors:required' }],
      email: [{ key: 'errors:email' }],
    })
    const file = await send({ key: await form(), 'edition.0': 'FILE-1', email: '', noEmail: 'on' })
    expect(file.data.view?.reply?.error).toMatchObject({ email: [{ key: 'errors:emailForDownloads' }] })
  })

  it('a price that has changed since is shown again before anything is placed', async () => {
    const shown = await send({ key: await form(), 'edition.0': 'MNET-100' })
    const again = await send({ ...shown.data.preview?.fields, total: '1', intent: 'confirm' })
    expect(again.data.preview).toMatchObject({
      notice: { key: 'deskOrders:enter.priceChanged' },
      fields: { total: '800' },
    })
    expect(await db.order.count()).toBe(0)
  })
})
