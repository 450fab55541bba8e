import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { Resend } from 'resend'
import type Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { listFaults } from '#app/sandbox/faults.server.ts'
import { chooseKonbini, payCard } from '#app/sandbox/stripe/actions.server.ts'
import * as checkout from '#app/routes/sandbox/checkout.tsx'
import * as home from '#app/routes/sandbox/home.tsx'
import * as layout from '#app/routes/sandbox/layout.tsx'
import { loader as mailHtml } from '#app/routes/sandbox/mail-html.ts'
import { loader as mail } from '#app/routes/sandbox/mail.tsx'
import { loader as mailbox } from '#app/routes/sandbox/mailbox.tsx'
import * as voucher from '#app/routes/sandbox/voucher.tsx'
import { requireDemo } from '#app/sandbox/pages/page-locale.server.ts'
import { DAY, passTime, SECOND, sessionParams, stripeSdk, useSandbox } from '#tests/support/sandbox-kit.ts'

useSandbox()

const stripe = stripeSdk()
const BASE = 'http://localhost:3000'
type Params = Record<string, string>

function get(path: string, params: Params = {}, headers: Record<string, string> = {}): LoaderFunctionArgs {
  return { request: new Request(BASE + path, { headers }), params, context: {} }
}

function post(path: string, params: Params, fields: Record<string, string>): ActionFunctionArgs {
  const request = new Request(BASE + path, { method: 'POST', body: new URLSearchParams(fields) })
  return { request, params, context: {} }
}

/** What an action answers: where it leads, or with which status it stays. */
async function outcome(call: Promise<unknown>): Promise<string | number> {
  const answer = await call.catch((thrown: unknown) => thrown)
  if (answer instanceof Response) return answer.headers.get('Location') ?? answer.status
  return (answer as { init: { status: number } }).init.status
}

async function newSession(changes: Partial<Stripe.Checkout.SessionCreateParams> = {}): Promise<string> {
  return (await stripe.checkout.sessions.create(sessionParams(changes))).id
}

async function press(sessionId: string, choice: string): Promise<string | number> {
  return await outcome(
    checkout.action(post(`/sandbox/checkout/${sessionId}?lang=ko`, { sessionId }, { choice })),
  )
}

describe('the hosted Checkout page', () => {
  test('shows what is to be paid and how', async () => {
    const sessionId = await newSession()
    expect(await checkout.loader(get(`/sandbox/checkout/${sessionId}`, { sessionId }))).toMatchObject({
      state: 'open',
      amount: 2400,
      lines: [
        { name: 'M-Net 100', quantity: 2, amount: 2000 },
        { name: 'Postage', quantity: 1, amount: 400 },
      ],
      methods: { card: true, konbini: true },
      wasDeclined: false,
    })
  })

  test.each([
    ['pay', 'succeeded', 'success'],
    ['decline', 'requires_payment_method', 'stay'],
    ['konbini-now', 'succeeded', 'success'],
    ['konbini-later', 'requires_action', 'success'],
    ['konbini-never', 'requires_action', 'success'],
  ])('%s leaves the payment %s', async (choice, status, leadsTo) => {
    const sessionId = await newSession()
    const success = `${BASE}/ja/orders/abc?session=${sessionId}`
    expect(await press(sessionId, choice)).toBe(
      leadsTo === 'success' ? success : `/sandbox/checkout/${sessionId}?lang=ko`,
    )
    const session = await stripe.checkout.sessions.retrieve(sessionId, { expand: ['payment_intent'] })
    expect(session.payment_intent).toMatchObject({ status })
  })

  test('walking away leads to where the shop said, and leaves the page open', async () => {
    const sessionId = await newSession()
    expect(await press(sessionId, 'walk-away')).toBe(`${BASE}/ja/checkout/confirm`)
    expect((await stripe.checkout.sessions.retrieve(sessionId)).status).toBe('open')
  })

  test('cannot be used twice, after its time, or with what it does not offer', async () => {
    const sessionId = await newSession()
    expect(await press(sessionId, 'pay')).toContain('/ja/orders/abc')
    expect(await press(sessionId, 'pay')).toBe(409)
    const expired = await newSession()
    await passTime(DAY + SECOND)
    expect(await press(expired, 'pay')).toBe(409)
    expect(await checkout.loader(get('/', { sessionId: expired }))).toMatchObject({ state: 'expired' })
    const cardOnly = await newSession({ allowed_payment_method_types: ['card'], payment_method_options: {} })
    expect(await press(cardOnly, 'konbini-now')).toBe(409)
    expect(await press(cardOnly, 'steal')).toBe(400)
    expect(await press('cs_test_none', 'pay')).toBe(404)
    await expect(checkout.loader(get('/', { sessionId: 'cs_test_none' }))).rejects.toMatchObject({
      status: 404,
    })
  })
})

test('a voucher is paid at the till once', async () => {
  const { intentId } = await chooseKonbini(await newSession(), 'later')
  const page = await voucher.loader(get(`/sandbox/voucher/${intentId}`, { intentId }))
  expect(page).toMatchObject({
    state: 'waiting',
    amountYen: 2400,
    expiresAt: new Date('2026-11-27T14:59:59Z'),
  })
  expect(page.stores.map((store) => store.store)).toEqual(['familymart', 'lawson', 'ministop', 'seicomart'])
  const pay = () => outcome(voucher.action(post(`/sandbox/voucher/${intentId}`, { intentId }, {})))
  expect(await pay()).toBe(`/sandbox/voucher/${intentId}`)
  expect(await voucher.loader(get('/', { intentId }))).toMatchObject({ state: 'paid' })
  expect(await pay()).toBe(409)
  await expect(voucher.loader(get('/', { intentId: 'pi_none' }))).rejects.toMatchObject({ status: 404 })
})

describe('the language', () => {
  const languageOf = async (args: LoaderFunctionArgs) => (await layout.loader(args)).locale

  test('is the one asked for, else the session’s, else the browser’s, else Japanese', async () => {
    const sessionId = await newSession({ locale: 'fil' })
    const { intentId } = await chooseKonbini(sessionId, 'later')
    const english = { 'Accept-Language': 'en-GB,en;q=0.9' }
    expect(await languageOf(get('/sandbox?lang=ko', {}, english))).toBe('ko')
    expect(await languageOf(get('/sandbox/checkout/x', { sessionId }, english))).toBe('tl')
    expect(await languageOf(get('/sandbox/voucher/x', { intentId }, english))).toBe('tl')
    expect(await languageOf(get('/sandbox?lang=xx', {}, english))).toBe('en')
    expect(await languageOf(get('/sandbox'))).toBe('ja')
  })
})

describe('the mailbox', () => {
  async function send(subject: string): Promise<string> {
    const { data } = await new Resend('re_sandbox').emails.send({
      from: 'M-Net Shop <shop@example.org>',
      to: 'reader@example.org',
      subject,
      html: '<html><head><title>x</title></head><body style="color:red"><a href="/ja">shop</a></body></html>',
      text: 'shop: /ja',
    })
    if (!data) throw new Error('not sent')
    return data.id
  }

  test('lists the newest first, fifty at a time', async () => {
    for (let n = 1; n <= 52; n++) await send(`Mail ${n}`)
    const first = await mailbox(get('/sandbox/mailbox'))
    expect([first.mails.length, first.mails[0]?.subject, first.mails.at(-1)?.subject]).toEqual([
      50,
      'Mail 52',
      'Mail 3',
    ])
    const second = await mailbox(get(`/sandbox/mailbox?before=${first.older}`))
    expect(second.mails.map((one) => one.subject)).toEqual(['Mail 2', 'Mail 1'])
    expect(second.older).toBeNull()
    expect((await mailbox(get('/sandbox/mailbox?before=x'))).mails).toHaveLength(50)
  })

  test('shows one mail, and its html under a policy that lets nothing run or load', async () => {
    const id = await send('Your order')
    expect(await mail(get('/', { id }))).toMatchObject({ subject: 'Your order', text: 'shop: /ja' })
    const response = await mailHtml(get('/', { id }))
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    const policy = response.headers.get('Content-Security-Policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain('sandbox allow-popups')
    expect(policy).not.toContain('script-src')
    expect(await response.text()).toContain('<head><base target="_top"><title>')
    await expect(mail(get('/', { id: 'none' }))).rejects.toMatchObject({ status: 404 })
    await expect(mailHtml(get('/', { id: 'none' }))).rejects.toMatchObject({ status: 404 })
  })
})

describe('the front page', () => {
  const act = (fields: Record<string, string>) => outcome(home.action(post('/sandbox?lang=en', {}, fields)))
  const page = async () => (await home.loader(get('/sandbox'))).page
  const DONE = '/sandbox?lang=en&done=1'

  test('refunds in part and in full, and not more', async () => {
    const { intentId } = await payCard(await newSession())
    expect((await page()).payments[0]).toMatchObject({ state: 'paid', can: { refund: true, dispute: true } })
    expect(await act({ do: 'refund', id: intentId, amount: '400' })).toBe(DONE)
    expect((await page()).payments[0]?.state).toBe('part-refunded')
    expect(await act({ do: 'refund', id: intentId, amount: '2001' })).toBe(409)
    expect(await act({ do: 'refund', id: intentId, amount: '-1' })).toBe(422)
    expect(await act({ do: 'refund', id: intentId, amount: '' })).toBe(DONE)
    expect((await page()).payments[0]).toMatchObject({ state: 'refunded', can: { refund: false } })
  })

  test('disputes and decides', async () => {
    const { intentId } = await payCard(await newSession())
    expect(await act({ do: 'dispute', id: intentId })).toBe(DONE)
    const [dispute] = (await page()).disputes
    expect(dispute?.amountYen).toBe(2400)
    expect(await act({ do: 'win-dispute', id: dispute?.id ?? '' })).toBe(DONE)
    expect(await act({ do: 'lose-dispute', id: dispute?.id ?? '' })).toBe(409)
    expect((await page()).disputes).toEqual([])
  })

  test('pays a voucher or lets it expire', async () => {
    const first = await chooseKonbini(await newSession(), 'later')
    const second = await chooseKonbini(await newSession(), 'later')
    expect(await act({ do: 'pay-voucher', id: first.intentId })).toBe(DONE)
    expect(await act({ do: 'expire-voucher', id: second.intentId })).toBe(DONE)
    expect((await page()).payments.map((payment) => payment.state)).toEqual(['failed', 'paid'])
    expect(await act({ do: 'refund', id: first.intentId, amount: '' })).toBe(DONE)
    const [refund] = (await page()).refunds
    expect(await act({ do: 'finish-refund', id: refund?.id ?? '' })).toBe(DONE)
    expect(await act({ do: 'fail-refund', id: refund?.id ?? '' })).toBe(409)
  })

  test('pays out, if there is anything', async () => {
    expect(await act({ do: 'run-payout' })).toBe(409)
    await payCard(await newSession())
    await passTime(3 * SECOND)
    expect(await act({ do: 'run-payout' })).toBe(DONE)
    expect((await page()).payouts).toMatchObject([{ amountYen: 2314, isPaid: true }])
  })

  test('sets faults and calls them off', async () => {
    expect(await act({ do: 'set-call-fault', match: 'POST /v1/refunds', fault: '500', times: '2' })).toBe(
      DONE,
    )
    expect(await act({ do: 'set-webhook-fault', match: 'charge.updated', fault: 'delay', times: '1' })).toBe(
      DONE,
    )
    expect(await listFaults()).toMatchObject([
      { match: 'POST /v1/refunds', fault: '500', remaining: 2 },
      { match: 'charge.updated', fault: 'delay', remaining: 1, delayMs: 60_000 },
    ])
    expect(await act({ do: 'clear-faults' })).toBe(DONE)
    expect((await page()).faults).toEqual([])
  })

  test.each([
    { do: 'set-call-fault', match: 'POST /v1/refunds', fault: 'lose', times: '1' },
    { do: 'set-call-fault', match: 'DROP TABLE', fault: '500', times: '1' },
    { do: 'set-call-fault', match: 'POST /v1/refunds', fault: '500', times: '0' },
    { do: 'set-webhook-fault', match: 'charge.updated', fault: '500', times: '1' },
    { do: 'win-dispute' },
    { do: 'format-disk' },
    {},
  ])('refuses what makes no sense: %o', async (fields) => {
    expect(await act(fields as Record<string, string>)).toBe(422)
    expect(await listFaults()).toEqual([])
  })

  test('an id that names nothing is refused', async () => {
    for (const name of ['pay-voucher', 'refund', 'dispute', 'win-dispute', 'finish-refund']) {
      expect(await act({ do: name, id: 'pi_none', amount: '' })).toBe(409)
    }
  })
})

test('a live shop has no sandbox', () => {
  expect(() => requireDemo('demo')).not.toThrow()
  expect(() => requireDemo('live')).toThrow(expect.objectContaining({ status: 404 }))
})
