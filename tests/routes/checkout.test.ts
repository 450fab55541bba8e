import { beforeEach, describe, expect, it } from 'vitest'
import { dayToDb, tokyoDay } from '#app/domain/day.ts'
import { now, setClock } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { setFault } from '#app/sandbox/faults.server.ts'
import { action as cartAction } from '#app/routes/shop/cart.tsx'
import { action as checkoutAction, loader as checkoutLoader } from '#app/routes/shop/checkout.tsx'
import { action as confirmAction, loader as confirmLoader } from '#app/routes/shop/confirm.tsx'
import { anEdition, anOrder, anOrganisation } from '#tests/support/factories.ts'
import { aReader, buy, toConfirmation, tokenOf } from '#tests/support/reader.ts'
import { aVisitor, type Visitor } from '#tests/support/route-kit.ts'
import { HOUR, useSandbox } from '#tests/support/sandbox-kit.ts'
import { typed } from '#tests/support/typed.ts'

const FORM = '/ja/checkout'
const CONFIRM = '/ja/checkout/confirm'

useSandbox()
beforeEach(anOrganisation)

function send(reader: Visitor, changes: Record<string, string> = {}) {
  return reader.post(checkoutAction, FORM, typed(changes))
}

type Reply = { reply: { error?: Record<string, { key: string }[]>; initialValue: Record<string, unknown> } }

/** Field to the key of its first problem. */
function problems(data: unknown): Record<string, string | undefined> {
  const { reply } = data as Reply
  return Object.fromEntries(Object.entries(reply.error ?? {}).map(([field, list]) => [field, list[0]?.key]))
}

function initial(data: unknown): Record<string, unknown> {
  return (data as Reply).reply.initialValue
}

describe('the checkout form', () => {
  it('asks for an address when something is posted', async () => {
    await anEdition({ priceYen: 500 })
    const reader = await aReader(['MNET-100', 2])
    const { data } = await reader.get(checkoutLoader, FORM)
    expect(data.view).toMatchObject({
      needs: { post: true, downloads: false },
      totals: { goodsYen: 1_000, shippingYen: null },
      typed: { mailLocale: 'ja', delivery: { country: 'JP' } },
    })
  })

  it('asks for nothing but an e-mail for a download', async () => {
    await anEdition({ sku: 'PDF-1', format: 'pdf' })
    const reader = await aReader(['PDF-1', 1])
    const { email, contactName, mailLocale, method } = typed()
    const sent = await reader.post(checkoutAction, FORM, { email, contactName, mailLocale, method } as Record<
      string,
      string
    >)
    expect([sent.status, sent.location]).toEqual([303, CONFIRM])
    const confirmation = await reader.get(confirmLoader, CONFIRM)
    expect(confirmation.data.view.offer).toMatchObject({
      needsPost: false,
      hasDownloads: true,
      totals: { shippingYen: null, totalYen: 500 },
    })
    const without = await reader.post(checkoutAction, FORM, { ...typed(), email: '', noEmail: 'on' })
    expect([without.status, problems(without.data)]).toEqual([422, { email: 'errors:emailForDownloads' }])
  })

  it('keeps what was typed for a day, for this browser only', async () => {
    await anEdition()
    const reader = await aReader(['MNET-100', 1])
    await send(reader, { note: '二階です' })
    expect((await reader.get(checkoutLoader, FORM)).data.view.typed).toMatchObject({
      email: 'hana@example.jp',
      furigana: 'ヤマダ ハナコ',
      note: '二階です',
      delivery: { postalCode: '1100005', street: '上野1-2-3' },
    })
    const other = await aReader(['MNET-100', 1])
    expect((await other.get(checkoutLoader, FORM)).data.view.typed.email).toBeUndefined()
    setClock(new Date(now().getTime() + 25 * HOUR))
    expect((await reader.get(checkoutLoader, FORM)).data.view.typed.email).toBeUndefined()
  })

  it('an empty cart, and one that cannot be had, lead to the cart', async () => {
    expect((await aVisitor().get(checkoutLoader, FORM)).location).toBe('/ja/cart')
    expect((await send(aVisitor())).location).toBe('/ja/cart')
    await anEdition({ copies: 1 })
    const reader = await aReader(['MNET-100', 1])
    await anOrder([{ sku: 'MNET-100', copies: 1 }], { now: now() })
    expect((await reader.get(checkoutLoader, FORM)).location).toBe('/ja/cart')
    expect((await send(reader)).location).toBe('/ja/cart')
  })
})

describe('filling in an address', () => {
  async function lookup(changes: Record<string, string>) {
    await anEdition()
    const reader = await aReader(['MNET-100', 1])
    return await send(reader, {
      intent: 'lookup:delivery',
      'delivery.prefecture': '',
      'delivery.city': '',
      'delivery.street': '',
      ...changes,
    })
  }

  it('one place is filled in', async () => {
    const { status, data } = await lookup({ 'delivery.postalCode': '〒１１０－０００５', note: 'はい' })
    expect(status).toBe(200)
    expect(initial(data)).toMatchObject({
      note: 'はい',
      delivery: { postalCode: '〒１１０－０００５', prefecture: '東京都', city: '台東区', street: '上野' },
    })
    expect(problems(data)).toEqual({})
  })

  it('of several the reader chooses', async () => {
    const { data } = await lookup({ 'delivery.postalCode': '498-0000' })
    expect((data as { choices: object }).choices).toEqual({
      delivery: ['愛知県弥富市', '三重県桑名郡木曽岬町'],
    })
    const reader = await aReader(['MNET-100', 1])
    const used = await send(reader, {
      intent: 'use:delivery',
      'place.delivery': '三重県桑名郡木曽岬町',
      'delivery.postalCode': '498-0000',
      'delivery.street': '源緑輪中1',
    })
    expect(initial(used.data)).toMatchObject({
      delivery: { prefecture: '三重県', city: '桑名郡木曽岬町', street: '源緑輪中1' },
    })
  })

  it('what was typed is never taken away', async () => {
    const { data } = await lookup({
      'delivery.postalCode': '110-0005',
      'delivery.city': '荒川区',
      'delivery.street': '1-2-3',
    })
    expect(initial(data)).toMatchObject({ delivery: { city: '荒川区', street: '1-2-3' } })
    expect((data as { choices: object }).choices).toEqual({ delivery: ['東京都台東区上野'] })
    const reader = await aReader(['MNET-100', 1])
    const street = await send(reader, { intent: 'lookup:delivery', 'delivery.street': '1-2-3' })
    expect(initial(street.data)).toMatchObject({ delivery: { street: '上野1-2-3' } })
  })

  it('an unknown code and none at all are said at the field', async () => {
    const unknown = await lookup({ 'delivery.postalCode': '999-9999' })
    expect([unknown.status, problems(unknown.data)]).toEqual([
      200,
      { 'delivery.postalCode': 'errors:postalCodeUnknown' },
    ])
    const reader = await aReader(['MNET-100', 1])
    const none = await send(reader, { intent: 'lookup:billing', 'billing.postalCode': '12' })
    expect(problems(none.data)).toEqual({ 'billing.postalCode': 'errors:postalCode' })
  })
})

describe('bad input in the form', () => {
  it.each([
    ['an e-mail', { email: 'hana@' }, { email: 'errors:email' }],
    [
      'a line break in an e-mail',
      { email: 'hana@example.jp\nBcc: all@example.jp' },
      { email: 'errors:email' },
    ],
    ['a postal code', { 'delivery.postalCode': '1100' }, { 'delivery.postalCode': 'errors:postalCode' }],
    [
      'an address',
      { 'delivery.city': '', 'delivery.street': ' ' },
      { 'delivery.city': 'errors:required', 'delivery.street': 'errors:required' },
    ],
    ['a country', { 'delivery.country': 'XX' }, { 'delivery.country': 'errors:country' }],
    ['a name of control characters', { contactName: '\u0001' }, { contactName: 'errors:characters' }],
    ['a way of paying', { method: 'cash' }, { method: 'errors:choice' }],
    ['a language', { mailLocale: 'de' }, { mailLocale: 'errors:choice' }],
    ['a note without end', { note: 'あ'.repeat(1_001) }, { note: 'errors:tooLong' }],
    ['a card without e-mail', { email: '', noEmail: 'on', method: 'card' }, { method: 'errors:emailNeeded' }],
  ])('%s: 422, said at the field, all kept', async (_name, changes, expected) => {
    await anEdition()
    const reader = await aReader(['MNET-100', 1])
    const { status, data } = await send(reader, changes as Record<string, string>)
    expect(status).toBe(422)
    expect(problems(data)).toEqual(expected)
    expect(initial(data)).toMatchObject({ furigana: 'やまだ はなこ' })
    expect(await db.checkoutDraft.count()).toBe(0)
  })

  it('konbini above its limit, and a country without a rate', async () => {
    await anEdition({ sku: 'DEAR-1', priceYen: 400_000, weightGrams: 100 })
    await anEdition({ sku: 'HEAVY-1', priceYen: 500, weightGrams: 5_000 })
    const dear = await send(await aReader(['DEAR-1', 1]), { method: 'konbini' })
    expect([dear.status, problems(dear.data)]).toEqual([422, { method: 'errors:methodKonbini' }])
    expect((await send(await aReader(['DEAR-1', 1]), { method: 'card' })).status).toBe(303)
    const heavy = await send(await aReader(['HEAVY-1', 1]), { 'delivery.country': 'BR' })
    expect([heavy.status, problems(heavy.data)]).toEqual([422, { 'delivery.country': 'errors:tooHeavy' }])
    await db.shippingRate.deleteMany({ where: { zone: 'world' } })
    const none = await send(await aReader(['HEAVY-1', 1]), { 'delivery.country': 'BR' })
    expect(problems(none.data)).toEqual({ 'delivery.country': 'errors:noPostage' })
  })
})

describe('the confirmation page', () => {
  it('states what the law asks for', async () => {
    await anEdition({ sku: 'MNET-100', priceYen: 500, copies: 10 })
    await anEdition({ sku: 'SOON-1', priceYen: 1_000, state: 'forthcoming', copies: 0, preorderLimit: 5 })
    const reader = await aReader(['MNET-100', 2], ['SOON-1', 1])
    await send(reader, { 'delivery.country': 'KR', 'delivery.postalCode': '04524' })
    const { data } = await reader.get(confirmLoader, CONFIRM)
    expect(data.view).toMatchObject({
      details: { contactName: '山田 花子', method: 'bank' },
      offer: {
        lines: [
          { description: '見本 MNET-100', quantity: 2, unitYen: 500, amountYen: 1_000 },
          { description: '見本 SOON-1', quantity: 1, notes: ['common:lineNote.preorder'] },
        ],
        totals: {
          goodsYen: 2_000,
          shippingYen: 1_500,
          totalYen: 3_500,
          taxBlocks: [{ taxRate: 10, taxYen: 318 }],
        },
        hasPreorders: true,
        dueOn: '2026-12-08',
      },
    })
  })

  it('needs the form first, and the form again when the cart has changed', async () => {
    await anEdition()
    const reader = await aReader(['MNET-100', 1])
    expect((await reader.get(confirmLoader, CONFIRM)).location).toBe(FORM)
    await send(reader)
    await reader.post(cartAction, '/ja/cart', { intent: 'update', 'copies.MNET-100': '2' })
    expect((await reader.get(confirmLoader, CONFIRM)).location).toBe(FORM)
    expect((await aVisitor().get(confirmLoader, CONFIRM)).location).toBe('/ja/cart')
  })

  it('a transfer leads to the order’s page, and cart and checkout are over', async () => {
    await anEdition({ copies: 10 })
    const reader = await aReader(['MNET-100', 2])
    const placed = await buy(reader)
    expect(placed.status).toBe(303)
    expect(placed.location).toMatch(/^\/ja\/orders\/[\w-]{40,}$/)
    expect([...reader.cookies.keys()]).toEqual([])
    const order = await db.order.findUniqueOrThrow({
      where: { token: tokenOf(placed.location) },
      include: { charge: true },
    })
    expect(order).toMatchObject({
      email: 'hana@example.jp',
      furigana: 'ヤマダ ハナコ',
      deliveryAddress: { postalCode: '1100005', name: '山田 花子' },
      charge: { method: 'bank', amountYen: 1_300, state: 'open' },
    })
    expect(await db.stockLevel.findFirst()).toMatchObject({ onHand: 10, held: 2 })
  })

  it('a card leads to Stripe; the order can still be replaced by another of this browser', async () => {
    await anEdition({ copies: 2 })
    const reader = await aReader(['MNET-100', 2])
    const first = await buy(reader, { method: 'card' })
    expect(first.status).toBe(303)
    expect(first.location).toContain('/sandbox/checkout/')
    expect([...reader.cookies.keys()]).toEqual(['checkout'])
    await reader.post(cartAction, '/ja/cart', { intent: 'add', sku: 'MNET-100', copies: '2' })
    const second = await buy(reader, { method: 'card' })
    expect(second.location).toContain('/sandbox/checkout/')
    const charges = await db.charge.findMany({ orderBy: { createdAt: 'asc' }, select: { state: true } })
    expect(charges.map(({ state }) => state).sort()).toEqual(['cancelled', 'open'])
    expect(await db.stockLevel.findFirst()).toMatchObject({ onHand: 2, held: 2 })
  })

  it('with Stripe away the order stands, and its page says so', async () => {
    await anEdition()
    await setFault({ match: 'POST /v1/checkout/sessions', fault: '500', times: 10 })
    const reader = await aReader(['MNET-100', 1])
    const placed = await buy(reader, { method: 'card' })
    expect(placed.location).toMatch(/^\/ja\/orders\/[\w-]+\?payment=stripe-unreachable$/)
    expect(await db.charge.count({ where: { state: 'open' } })).toBe(1)
  })

  it('pressed twice, one after the other or at once, places one order', async () => {
    await anEdition()
    const reader = await aReader(['MNET-100', 1])
    const button = await toConfirmation(reader)
    const twin = aVisitor()
    for (const [name, value] of reader.cookies) twin.cookies.set(name, value)
    const [one, other] = await Promise.all([
      reader.post(confirmAction, CONFIRM, button),
      twin.post(confirmAction, CONFIRM, button),
    ])
    expect(one.location).toBe(other.location)
    expect(await db.order.count()).toBe(1)
  })

  it('shown again after it was sent, leads to the order', async () => {
    await anEdition()
    const reader = await aReader(['MNET-100', 1])
    await buy(reader, { method: 'card' })
    const again = await reader.get(confirmLoader, CONFIRM)
    const order = await db.order.findFirstOrThrow()
    expect(again.location).toBe(`/ja/orders/${order.token}`)
  })
})

describe('bad input at the confirmation', () => {
  async function nothingPlaced(): Promise<void> {
    expect(await db.order.count()).toBe(0)
    const levels = await db.stockLevel.findMany({ select: { held: true } })
    expect(levels.every(({ held }) => held === 0)).toBe(true)
  }

  it('a price that changed meanwhile is not charged: 409 and the new total', async () => {
    const { editionId } = await anEdition({ priceYen: 500 })
    const reader = await aReader(['MNET-100', 1])
    const button = await toConfirmation(reader)
    await db.editionPrice.create({
      data: { editionId, validFrom: dayToDb(tokyoDay('2026-11-01')), priceYen: 700 },
    })
    const refused = await reader.post(confirmAction, CONFIRM, button)
    expect([refused.status, refused.data]).toEqual([
      409,
      { key: 'checkout:confirm.priceChanged', values: { total: '1,000円' } },
    ])
    await nothingPlaced()
    const { data } = await reader.get(confirmLoader, CONFIRM)
    expect(data.view.offer?.totals.totalYen).toBe(1_000)
    expect((await reader.post(confirmAction, CONFIRM, { ...button, total: '1000' })).status).toBe(303)
  })

  it('a copy that was sold meanwhile: 409, and the page says which', async () => {
    await anEdition({ copies: 1 })
    const reader = await aReader(['MNET-100', 1])
    const button = await toConfirmation(reader)
    await anOrder([{ sku: 'MNET-100', copies: 1 }], { now: now() })
    const refused = await reader.post(confirmAction, CONFIRM, button)
    expect([refused.status, refused.data]).toEqual([409, { key: 'checkout:confirm.soldOut' }])
    const { data } = await reader.get(confirmLoader, CONFIRM)
    expect(data.view).toMatchObject({
      offer: null,
      problems: [{ name: '見本 MNET-100', key: 'checkout:problem.soldOut' }],
    })
    expect(await db.order.count()).toBe(1)
    expect(reader.cookies.has('cart')).toBe(true)
  })

  it('a total or nonce that was tampered with', async () => {
    await anEdition()
    const reader = await aReader(['MNET-100', 1])
    const button = await toConfirmation(reader)
    for (const total of ['', '-1', '1.5', '1e3', 'NaN', '99999999999']) {
      expect((await reader.post(confirmAction, CONFIRM, { ...button, total })).status).toBe(400)
    }
    expect((await reader.post(confirmAction, CONFIRM, { ...button, nonce: '\u0000' })).status).toBe(400)
    expect((await reader.post(confirmAction, CONFIRM, { ...button, total: '1' })).status).toBe(409)
    await nothingPlaced()
  })

  it('another window that sent the form again', async () => {
    await anEdition()
    const reader = await aReader(['MNET-100', 1])
    const old = await toConfirmation(reader)
    await toConfirmation(reader, { note: 'つぎの形' })
    const refused = await reader.post(confirmAction, CONFIRM, old)
    expect([refused.status, refused.data]).toEqual([409, { key: 'checkout:confirm.changed' }])
    await nothingPlaced()
  })

  it('a checkout that is a day old, and a cookie that is not ours', async () => {
    await anEdition()
    const reader = await aReader(['MNET-100', 1])
    const button = await toConfirmation(reader)
    setClock(new Date(now().getTime() + 25 * HOUR))
    expect((await reader.post(confirmAction, CONFIRM, button)).location).toBe(FORM)
    reader.cookies.set('checkout', 'forged')
    expect((await reader.post(confirmAction, CONFIRM, button)).location).toBe(FORM)
    await nothingPlaced()
  })

  it('a cart without e-mail can be ordered by post and paid by transfer', async () => {
    await anEdition()
    const reader = await aReader(['MNET-100', 1])
    const placed = await buy(reader, { email: '', noEmail: 'on', method: 'postal' })
    const order = await db.order.findUniqueOrThrow({ where: { token: tokenOf(placed.location) } })
    expect(order.email).toBeNull()
    expect(await db.outboxMail.count()).toBe(0)
  })
})
