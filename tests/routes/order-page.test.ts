import { beforeEach, describe, expect, it } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { downloadPath } from '#app/features/checkout/download-link.server.ts'
import { cancelOrder } from '#app/features/settlement/cancel-order.server.ts'
import { expireCharges } from '#app/features/settlement/expire-charges.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { now, setClock } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { setFault } from '#app/sandbox/faults.server.ts'
import { chooseKonbini, dashboardRefund, payCard } from '#app/sandbox/stripe/actions.server.ts'
import { loader as fileLoader } from '#app/routes/order-file.ts'
import { action as cancelAction, loader as cancelLoader } from '#app/routes/shop/order-cancel.tsx'
import { action as detailsAction, loader as detailsLoader } from '#app/routes/shop/order-details.tsx'
import { action as linkAction, loader as linkLoader } from '#app/routes/shop/order-link.tsx'
import { action, headers, loader } from '#app/routes/shop/order.tsx'
import { anEdition, anOrder, anOrganisation } from '#tests/support/factories.ts'
import { aReader, buy } from '#tests/support/reader.ts'
import { aVisitor } from '#tests/support/route-kit.ts'
import { DAY, useSandbox } from '#tests/support/sandbox-kit.ts'
import { deliver, openPage } from '#tests/support/stripe-kit.ts'
import { typed } from '#tests/support/typed.ts'

useSandbox()
beforeEach(anOrganisation)

type Order = Awaited<ReturnType<typeof anOrder>>

const path = (order: { token: string }, rest = ''): string => `/ja/orders/${order.token}${rest}`
const params = (order: { token: string }): { token: string } => ({ token: order.token })

async function open(order: { token: string }, query = '') {
  const { data } = await aVisitor().get(loader, path(order, query), params(order))
  return data
}

async function pay(order: Order, amountYen: number, ref = 'A-1'): Promise<void> {
  const on = tokyoDay('2026-11-24')
  const result = await recordPayment(
    { charge: order.code, amountYen, method: 'bank', on, ref },
    { now: now() },
  )
  if (!result.ok) throw new Error(result.reason)
}

function anOrderBy(method: 'card' | 'konbini' | 'bank' | 'postal', copies = 1): Promise<Order> {
  return anOrder([{ sku: 'MNET-100', copies }], { details: { method }, now: now() })
}

describe('what the page of an order says', () => {
  it('a transfer: account, reference, amount and due day', async () => {
    await anEdition({ priceYen: 500 })
    const order = await anOrderBy('bank', 2)
    const { view } = await open(order)
    expect(view).toMatchObject({
      state: 'awaiting-payment',
      transfer: {
        method: 'bank',
        amountYen: 1_300,
        dueOn: '2026-12-08',
        bank: { bankName: '見本銀行', accountNumber: '1234567' },
      },
      totals: { goodsYen: 1_000, shippingYen: 300, totalYen: 1_300, taxBlocks: [{ taxYen: 118 }] },
      can: { payAtStripe: false, cancel: true, correct: true },
      history: [{ text: 'order:event.placed' }],
    })
    expect(view.transfer?.reference).toMatch(/^\d{4}-\d{4}$/)
    expect(headers()).toEqual({
      'Cache-Control': 'private, no-store',
      'Referrer-Policy': 'strict-origin',
      'X-Robots-Tag': 'noindex, nofollow',
    })
  })

  it('money that came short: what is missing, with the same reference', async () => {
    await anEdition({ priceYen: 500 })
    const order = await anOrderBy('postal', 2)
    const before = await open(order)
    await pay(order, 1_000)
    expect((await open(order)).view).toMatchObject({
      state: 'part-paid',
      allocatedYen: 1_000,
      missingYen: 300,
      transfer: { method: 'postal', amountYen: 300, reference: before.view.transfer?.reference },
      can: { cancel: false },
    })
  })

  it('paid, in part posted, posted with its tracking number', async () => {
    await anEdition({ priceYen: 500 })
    const order = await anOrderBy('bank', 2)
    await pay(order, 1_300)
    expect((await open(order)).view).toMatchObject({
      state: 'paid',
      transfer: null,
      missingYen: 0,
      can: { cancel: false, correct: true },
    })
    const lines = [{ sku: 'MNET-100', copies: 1 }]
    await postOrder(
      { order: { code: order.code }, lines, actor: 'test', trackingNumber: '123456789012' },
      { now: now() },
    )
    expect((await open(order)).view).toMatchObject({ state: 'part-posted', can: { correct: false } })
    await postOrder({ order: { code: order.code }, actor: 'test' }, { now: now() })
    const { view } = await open(order)
    expect(view).toMatchObject({
      state: 'posted',
      shipments: [
        {
          postedOn: '2026-11-24',
          tracking: { number: '123456789012' },
          lines: [{ description: '見本 MNET-100', copies: 1 }],
        },
        { tracking: null, lines: [{ copies: 1 }] },
      ],
    })
    expect(view.shipments[0]?.tracking?.url).toContain('123456789012')
    expect(view.history.map((event) => event.text)).toEqual([
      'order:event.placed',
      'order:event.paid',
      'order:event.posted',
      'order:event.posted',
    ])
  })

  it('a pre-order waits for its run', async () => {
    await anEdition({ sku: 'SOON-1', state: 'forthcoming', copies: 0, preorderLimit: 5 })
    const order = await anOrder([{ sku: 'SOON-1', copies: 1 }], { now: now() })
    await pay(order, 800)
    expect((await open(order)).view).toMatchObject({
      state: 'awaiting-run',
      lines: [{ notes: ['common:lineNote.preorder'] }],
    })
  })

  it('cancelled and expired', async () => {
    await anEdition()
    const cancelled = await anOrderBy('bank')
    await cancelOrder({ token: cancelled.token, by: 'reader' }, { now: now() })
    const expired = await anOrderBy('bank')
    setClock(new Date(now().getTime() + 40 * DAY))
    await expireCharges({ now: now() })
    expect((await open(cancelled)).view).toMatchObject({
      state: 'cancelled',
      transfer: null,
      can: { cancel: false, correct: false },
    })
    const { view } = await open(expired)
    expect(view).toMatchObject({ state: 'expired', can: { cancel: false } })
    expect(view.history.at(-1)?.text).toBe('order:event.expired')
  })

  it('a card: the button, and after a refund the money that went back', async () => {
    await anEdition({ priceYen: 500 })
    const order = await anOrderBy('card')
    expect((await open(order)).view).toMatchObject({ state: 'awaiting-payment', can: { payAtStripe: true } })
    const { intentId } = await payCard(await openPage(order.chargeId))
    await deliver()
    await dashboardRefund(intentId, 300)
    await deliver()
    expect((await open(order)).view).toMatchObject({ state: 'paid', refundedYen: 300 })
    await dashboardRefund(intentId)
    await deliver()
    expect((await open(order)).view).toMatchObject({
      state: 'refunded',
      refundedYen: 800,
      can: { correct: false },
    })
  })

  it('an order that does not exist, and what cannot be a token', async () => {
    for (const token of [
      'x'.repeat(43),
      '',
      'short',
      "' OR 1=1 --",
      '\u0000'.repeat(30),
      '../../etc/passwd',
    ]) {
      const answer = await aVisitor().get(loader, '/ja/orders/x', { token })
      expect(answer.status).toBe(404)
      expect((await aVisitor().get(detailsLoader, '/ja/orders/x/details', { token })).status).toBe(404)
      expect((await aVisitor().get(cancelLoader, '/ja/orders/x/cancel', { token })).status).toBe(404)
      expect((await aVisitor().post(action, '/ja/orders/x', { intent: 'pay' }, { token })).status).toBe(404)
      expect((await aVisitor().post(cancelAction, '/ja/orders/x/cancel', {}, { token })).status).toBe(404)
      const corrected = await aVisitor().post(
        detailsAction,
        '/ja/orders/x/details',
        { ...typed(), version: '1' },
        { token },
      )
      expect(corrected.status).toBe(404)
    }
  })
})

describe('paying', () => {
  it('by card leads to Stripe, and to the same page the second time', async () => {
    await anEdition()
    const order = await anOrderBy('card')
    const first = await aVisitor().post(action, path(order), { intent: 'pay' }, params(order))
    expect([first.status, first.location?.includes('/sandbox/checkout/')]).toEqual([303, true])
    const second = await aVisitor().post(action, path(order), { intent: 'pay' }, params(order))
    expect(second.location).toBe(first.location)
  })

  it('coming back from Stripe, the page is right though no webhook has come', async () => {
    await anEdition()
    const order = await anOrderBy('card')
    await payCard(await openPage(order.chargeId))
    const page = await open(order, '?checkout=done')
    expect(page).toMatchObject({ notice: null, view: { state: 'paid' } })
    await deliver()
    expect(await db.payment.count()).toBe(1)
  })

  it('coming back without having paid, the reader may go on', async () => {
    await anEdition()
    const order = await anOrderBy('card')
    await openPage(order.chargeId)
    expect(await open(order, '?checkout=back')).toMatchObject({
      notice: { text: 'order:notice.back' },
      view: { state: 'awaiting-payment', can: { payAtStripe: true } },
    })
  })

  it('with Stripe away the page still opens, and paying says so', async () => {
    await anEdition()
    const order = await anOrderBy('card')
    await payCard(await openPage(order.chargeId))
    await setFault({ match: 'GET /v1/checkout/sessions/:id', fault: '500', times: 20 })
    expect(await open(order, '?checkout=done')).toMatchObject({
      notice: { text: 'order:notice.processing' },
      view: { state: 'awaiting-payment' },
    })
    const answer = await aVisitor().post(action, path(order), { intent: 'pay' }, params(order))
    expect(answer.location).toBe(path(order, '?payment=stripe-unreachable'))
    expect(await open(order, '?payment=stripe-unreachable')).toMatchObject({
      notice: { text: 'order:notice.unreachable' },
    })
  })

  it('a konbini voucher is linked with its due day, and cannot be called back', async () => {
    await anEdition()
    const order = await anOrderBy('konbini')
    await chooseKonbini(await openPage(order.chargeId), 'later')
    const { view } = await open(order)
    expect(view).toMatchObject({ state: 'voucher-out', can: { payAtStripe: false, cancel: false } })
    expect(view.voucher?.url).toContain('/sandbox/voucher/')
    expect(view.voucher?.dueOn).toBe('2026-11-28')
    const answer = await aVisitor().post(action, path(order), { intent: 'pay' }, params(order))
    expect(answer.location).toBe(path(order))
    const refused = await aVisitor().post(cancelAction, path(order, '/cancel'), {}, params(order))
    expect([refused.status, refused.data]).toEqual([409, { text: 'order:cancel.voucherOut' }])
  })

  it('a transfer has no button, and an unknown button is refused', async () => {
    await anEdition()
    const order = await anOrderBy('bank')
    expect((await aVisitor().post(action, path(order), { intent: 'pay' }, params(order))).location).toBe(
      path(order),
    )
    expect((await aVisitor().post(action, path(order), { intent: 'free' }, params(order))).status).toBe(400)
  })

  it('what was typed at checkout is dropped once it is paid', async () => {
    await anEdition()
    const reader = await aReader(['MNET-100', 1])
    await buy(reader, { method: 'card' })
    const { token } = await db.order.findFirstOrThrow()
    expect(reader.cookies.has('checkout')).toBe(true)
    const attempt = await db.checkoutAttempt.findFirstOrThrow()
    await payCard(attempt.stripeSessionId ?? '')
    await reader.get(loader, path({ token }, '?checkout=done'), { token })
    expect(reader.cookies.has('checkout')).toBe(false)
    expect(await db.checkoutDraft.count()).toBe(0)
  })
})

describe('cancelling', () => {
  it('shows what is given up, then gives it back', async () => {
    await anEdition({ copies: 3 })
    const order = await anOrderBy('bank', 2)
    const page = await aVisitor().get(cancelLoader, path(order, '/cancel'), params(order))
    expect(page.data.view.can.cancel).toBe(true)
    const done = await aVisitor().post(cancelAction, path(order, '/cancel'), {}, params(order))
    expect([done.status, done.location]).toEqual([303, path(order)])
    expect(await db.stockLevel.findFirst()).toMatchObject({ onHand: 3, held: 0 })
    expect((await open(order)).view.history.at(-1)?.text).toBe('order:event.cancelledByReader')
    const again = await aVisitor().post(cancelAction, path(order, '/cancel'), {}, params(order))
    expect([again.status, again.data]).toEqual([409, { text: 'order:cancel.alreadyClosed' }])
  })

  it('is refused once money has come', async () => {
    await anEdition({ priceYen: 500 })
    const part = await anOrderBy('bank')
    await pay(part, 100, 'A-1')
    const paid = await anOrderBy('bank')
    await pay(paid, 800, 'A-2')
    const answers = []
    for (const order of [part, paid]) {
      const { status, data } = await aVisitor().post(cancelAction, path(order, '/cancel'), {}, params(order))
      answers.push([status, data])
    }
    expect(answers).toEqual([
      [409, { text: 'order:cancel.moneyArrived' }],
      [409, { text: 'order:cancel.paid' }],
    ])
  })

  it('while Stripe is away nothing is cancelled', async () => {
    await anEdition()
    const order = await anOrderBy('card')
    await openPage(order.chargeId)
    await setFault({ match: 'GET /v1/checkout/sessions/:id', fault: '500', times: 20 })
    const { status, data } = await aVisitor().post(cancelAction, path(order, '/cancel'), {}, params(order))
    expect([status, data]).toEqual([503, { text: 'order:cancel.unreachable' }])
    expect(await db.charge.count({ where: { state: 'open' } })).toBe(1)
  })
})

describe('correcting', () => {
  function correct(order: Order, changes: Record<string, string> = {}) {
    const fields = { ...typed({ 'delivery.city': '荒川区', ...changes }), version: changes.version ?? '1' }
    return aVisitor().post(detailsAction, path(order, '/details'), fields, params(order))
  }

  it('changes who it goes to, and the history tells without names', async () => {
    await anEdition()
    const order = await anOrderBy('bank')
    const form = await aVisitor().get(detailsLoader, path(order, '/details'), params(order))
    expect(form.data.view).toMatchObject({
      version: 1,
      isOpen: true,
      typed: { contactName: '山田 花子', delivery: { city: '渋谷区' } },
    })
    const answer = await correct(order, {
      hasBilling: 'on',
      'billing.country': 'PH',
      'billing.city': 'Manila',
      'billing.street': '1 Rizal',
      receiptName: '移住連',
    })
    expect([answer.status, answer.location]).toEqual([303, path(order, '?corrected')])
    expect((await open(order, '?corrected')).view.contact).toMatchObject({
      email: 'hana@example.jp',
      receiptName: '移住連',
      delivery: { city: '荒川区', postalCode: '1100005' },
      billing: { country: 'PH', name: '山田 花子' },
    })
    const event = await db.orderEvent.findFirstOrThrow({ where: { kind: 'corrected' } })
    expect(event).toMatchObject({
      actor: 'reader',
      details: { fields: ['email', 'receiptName', 'delivery', 'billing'] },
    })
    expect(await db.order.findFirst()).toMatchObject({ version: 2 })
  })

  it('saved twice without a change, is no event', async () => {
    await anEdition()
    const order = await anOrderBy('bank')
    await correct(order)
    expect((await correct(order, { version: '2' })).status).toBe(303)
    expect(await db.orderEvent.count({ where: { kind: 'corrected' } })).toBe(1)
  })

  it('two windows do not overwrite each other', async () => {
    await anEdition()
    const order = await anOrderBy('bank')
    await correct(order)
    const late = await correct(order, { 'delivery.city': '北区' })
    expect([late.status, late.data?.notice]).toEqual([409, 'order:correct.changedMeanwhile'])
    expect(late.data?.reply.initialValue).toMatchObject({ delivery: { city: '北区' } })
    expect((await open(order)).view.contact.delivery?.city).toBe('荒川区')
  })

  it('a country with another postage, and taking away an e-mail that is needed', async () => {
    await anEdition()
    const order = await anOrderBy('card')
    const abroad = await correct(order, { 'delivery.country': 'KR' })
    expect([abroad.status, abroad.data?.reply.error]).toEqual([
      422,
      { 'delivery.country': [{ key: 'errors:zone' }] },
    ])
    const silent = await correct(order, { email: '', noEmail: 'on' })
    expect([silent.status, silent.data?.reply.error]).toEqual([422, { email: [{ key: 'errors:emailKeep' }] }])
    const wrong = await correct(order, { 'delivery.postalCode': 'x' })
    expect(wrong.status).toBe(422)
    expect(await db.order.findFirst()).toMatchObject({ version: 1, email: 'reader@example.org' })
  })

  it('is over once it is packed, cancelled, or the form was tampered with', async () => {
    await anEdition()
    const order = await anOrderBy('bank')
    for (const version of ['', '-1', 'x', '9999999'])
      expect((await correct(order, { version })).status).toBe(400)
    await db.order.updateMany({ data: { packedAt: now() } })
    const packed = await correct(order)
    expect([packed.status, packed.data?.notice]).toEqual([409, 'order:correct.tooLate'])
    const other = await anOrderBy('bank')
    await cancelOrder({ token: other.token, by: 'reader' }, { now: now() })
    expect((await correct(other)).status).toBe(409)
  })

  it('an address is filled in from its postal code here too', async () => {
    await anEdition()
    const order = await anOrderBy('bank')
    const { status, data } = await correct(order, {
      intent: 'lookup:billing',
      'billing.postalCode': '1100005',
    })
    expect([status, data?.reply.initialValue]).toMatchObject([
      200,
      { billing: { city: '台東区' }, delivery: { city: '荒川区' } },
    ])
  })
})

describe('downloads', () => {
  async function aDownload(): Promise<{ order: Order; lineId: string }> {
    await anEdition({ sku: 'PDF-1', format: 'pdf', priceYen: 400 })
    const order = await anOrder([{ sku: 'PDF-1', copies: 1 }], {
      details: { method: 'card', delivery: null },
      now: now(),
    })
    const line = await db.orderLine.findFirstOrThrow()
    return { order, lineId: line.id }
  }

  async function aPaidDownload() {
    const { order, lineId } = await aDownload()
    const { intentId } = await payCard(await openPage(order.chargeId))
    await deliver()
    const { view } = await open(order)
    return { order, lineId, intentId, view, link: view.lines[0]?.download?.path ?? '' }
  }

  async function fetchFile(link: string, method = 'GET'): Promise<Response> {
    const [, token = '', lineId = ''] = /\/orders\/([^/]+)\/files\/([^?]+)/.exec(link) ?? []
    const request = new Request(`http://shop.test${link}`, { method })
    const context = { ip: '192.0.2.77' }
    return await fileLoader({ request, params: { token, lineId }, context } as never)
  }

  it('opens once it is paid, counts, and can be fetched again', async () => {
    const { view, link } = await aPaidDownload()
    expect(view).toMatchObject({
      state: 'paid',
      hasPost: false,
      hasDownloads: true,
      totals: { shippingYen: null },
    })
    const file = await fetchFile(link)
    expect(file.status).toBe(200)
    expect(await file.text()).toBe('%PDF-1.4 PDF-1')
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="PDF-1.pdf"; filename*=UTF-8''PDF-1.pdf`,
      'cache-control': 'private, no-store',
      'x-robots-tag': 'noindex, nofollow',
    })
    expect((await fetchFile(link, 'HEAD')).status).toBe(200)
    await fetchFile(link)
    expect(await db.orderLine.findFirst()).toMatchObject({ downloads: 2 })
  })

  it('a file name in Japanese survives', async () => {
    const { link } = await aPaidDownload()
    await db.storedFile.updateMany({ data: { name: '生存マニュアル "1".pdf' } })
    expect((await fetchFile(link)).headers.get('Content-Disposition')).toBe(
      `attachment; filename="_______ _1_.pdf"; filename*=UTF-8''%E7%94%9F%E5%AD%98%E3%83%9E%E3%83%8B%E3%83%A5%E3%82%A2%E3%83%AB%20%221%22.pdf`,
    )
  })

  it('unpaid: a page that says so, 409, in the language of the order', async () => {
    const { order, lineId } = await aDownload()
    const paid = await open(order)
    expect(paid.view.lines[0]?.download).toBeNull()
    const answer = await fetchFile(downloadPath(order.token, lineId))
    expect(answer.status).toBe(409)
    const html = await answer.text()
    expect(html).toContain('<html lang="ja">')
    expect(html).toContain('まだダウンロードできません')
    expect(html).toContain(`/ja/orders/${order.token}`)
    expect(await db.orderLine.findFirst()).toMatchObject({ downloads: 0 })
  })

  it('refunded: it is over', async () => {
    const { intentId, link } = await aPaidDownload()
    await dashboardRefund(intentId)
    await deliver()
    expect((await fetchFile(link)).status).toBe(409)
  })

  it('a signature that is wrong, missing, or of another line: 403; no such line: 404', async () => {
    const { link, order } = await aPaidDownload()
    const bare = link.split('?')[0] ?? ''
    const [, signature = ''] = link.split('signature=')
    const flipped = `${signature.slice(0, -1)}${signature.endsWith('A') ? 'B' : 'A'}`
    for (const query of [
      '',
      '?signature=',
      `?signature=${flipped}`,
      `?signature=${signature}x`,
      '?signature=%00',
    ]) {
      expect((await fetchFile(`${bare}${query}`)).status).toBe(403)
    }
    const other = `/orders/${order.token}/files/${order.orderId}?signature=${signature}`
    expect((await fetchFile(other)).status).toBe(403)
    expect((await fetchFile(`/orders/${order.token}/files/not-a-line?signature=${signature}`)).status).toBe(
      404,
    )
    expect((await fetchFile(downloadPath(order.token, order.orderId))).status).toBe(404)
    expect(await db.orderLine.findFirst()).toMatchObject({ downloads: 0 })
  })
})

describe('asking for the link again', () => {
  const LINK = '/ja/orders'

  function ask(email: string, more: Record<string, string> = {}, visitor = aVisitor()) {
    return visitor.post(linkAction, LINK, { email, website: '', ...more })
  }

  async function mails(): Promise<{ toEmail: string; codes: string[] }[]> {
    const rows = await db.outboxMail.findMany({
      where: { template: 'order-link' },
      orderBy: { toEmail: 'asc' },
    })
    return rows.map(({ toEmail, payload }) => ({
      toEmail,
      codes: (payload as { orders: { code: string }[] }).orders.map((order) => order.code),
    }))
  }

  it('mails the orders of an address, however it is typed', async () => {
    await anEdition()
    const order = await anOrder([{ sku: 'MNET-100', copies: 1 }], {
      details: { email: 'Reader@example.org' },
      now: now(),
    })
    await anOrder([{ sku: 'MNET-100', copies: 1 }], { details: { email: 'other@example.org' }, now: now() })
    const answer = await ask(' ｒｅａｄｅｒ＠Example.ORG ')
    expect([answer.status, answer.location]).toEqual([303, '/ja/orders?sent'])
    expect(await mails()).toEqual([{ toEmail: 'Reader@example.org', codes: [order.code] }])
    const [row] = await db.outboxMail.findMany({ where: { template: 'order-link' } })
    expect(JSON.stringify(row?.payload)).toContain(`/ja/orders/${order.token}`)
    expect((await aVisitor().get(linkLoader, '/ja/orders?sent')).data).toEqual({ locale: 'ja', isSent: true })
  })

  it('says the same to everybody, and finds nothing by a pattern', async () => {
    await anEdition()
    await anOrderBy('bank')
    for (const email of ['nobody@example.org', '%@example.org', '______@example.org']) {
      const answer = await ask(email)
      expect([answer.status, answer.location]).toEqual([303, '/ja/orders?sent'])
    }
    expect(await mails()).toEqual([])
  })

  it('leaves out what is older than two years, and machines', async () => {
    await anEdition()
    await anOrderBy('bank')
    expect((await ask('reader@example.org', { website: 'http://spam.example' })).location).toBe(
      '/ja/orders?sent',
    )
    setClock(new Date(now().getTime() + 731 * DAY))
    await ask('reader@example.org')
    expect(await mails()).toEqual([])
  })

  it('an address that is none is said at the field', async () => {
    const answer = await ask('reader@')
    expect([answer.status, answer.data]).toEqual([422, { typed: 'reader@' }])
  })

  it('nobody can be flooded, and no machine can go on asking', async () => {
    await anEdition()
    await anOrderBy('bank')
    for (let round = 0; round < 5; round += 1) expect((await ask('reader@example.org')).status).toBe(303)
    expect(await mails()).toHaveLength(3)
    const machine = aVisitor()
    const statuses = new Set<number>()
    for (let round = 0; round < 21; round += 1) statuses.add((await ask('x', {}, machine)).status)
    expect(statuses).toEqual(new Set([422, 429]))
  })
})
