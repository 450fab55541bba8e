import { beforeEach, describe, expect, it } from 'vitest'
import { expireCharges } from '#app/features/settlement/expire-charges.server.ts'
import { action, loader } from '#app/routes/hooks/stripe.ts'
import { setFault } from '#app/sandbox/faults.server.ts'
import { payCard } from '#app/sandbox/stripe/actions.server.ts'
import { signStripe, takeWebhooks } from '#app/sandbox/webhooks.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { takeConsoleErrors } from '#tests/support/console.ts'
import { anEdition, anOrder, anOrganisation } from '#tests/support/factories.ts'
import { HOUR, useSandbox } from '#tests/support/sandbox-kit.ts'
import { openPage, standing } from '#tests/support/stripe-kit.ts'

useSandbox()
beforeEach(anOrganisation)

function post(body: string, signature?: string): Promise<Response> {
  const headers = new Headers({ 'Content-Type': 'application/json' })
  if (signature) headers.set('Stripe-Signature', signature)
  const request = new Request('http://localhost:3000/hooks/stripe', { method: 'POST', headers, body })
  return action({ request, params: {}, context: {} as never })
}

async function aPaidOrder() {
  await anEdition({ copies: 5 })
  const order = await anOrder([{ sku: 'MNET-100', copies: 1 }], { details: { method: 'card' }, now: now() })
  const paid = await payCard(await openPage(order.chargeId))
  const webhooks = await takeWebhooks()
  const completed = webhooks.find((webhook) => webhook.type === 'checkout.session.completed')
  if (!completed) throw new Error('no checkout.session.completed')
  return { order, paid, completed }
}

describe('/hooks/stripe', () => {
  it('books a signed event', async () => {
    const { order, completed } = await aPaidOrder()
    const response = await post(completed.body, completed.signature)
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(await standing(order.orderId)).toMatchObject({ state: 'covered' })
    expect(await db.stripeEvent.count()).toBe(1)
  })

  it.each([
    ['no signature', () => undefined],
    ['a forged signature', (body: string) => signStripe(body, { secret: 'whsec_forged' })],
    ['a signature of another body', (body: string) => signStripe(`${body} `)],
    ['an old signature', (body: string) => signStripe(body, { ageSeconds: 301 })],
    ['rubbish', () => 't=1,v1=x'],
  ])('refuses %s with 400 and an empty body, and books nothing', async (_name, sign) => {
    const { order, completed } = await aPaidOrder()
    const response = await post(completed.body, sign(completed.body))
    expect([response.status, await response.text()]).toEqual([400, ''])
    expect(await standing(order.orderId)).toMatchObject({ state: 'open' })
    expect(await db.stripeEvent.count()).toBe(0)
  })

  it('answers an unknown event with 200 and notes it', async () => {
    const body = JSON.stringify({
      id: 'evt_unknown',
      object: 'event',
      type: 'terminal.reader.action_succeeded',
      created: 1,
      data: { object: { id: 'tmr_1', object: 'terminal.reader' } },
    })
    expect((await post(body, signStripe(body))).status).toBe(200)
    expect(await db.stripeEvent.findMany({ select: { id: true } })).toEqual([{ id: 'evt_unknown' }])
  })

  it("answers an event about a session that is not the shop's with 200", async () => {
    const { stripe } = await import('#app/platform/stripe.server.ts')
    const session = await stripe().checkout.sessions.create({
      mode: 'payment',
      allowed_payment_method_types: ['card'],
      line_items: [
        { quantity: 1, price_data: { currency: 'jpy', unit_amount: 500, product_data: { name: 'x' } } },
      ],
      success_url: 'http://localhost:3000/',
    })
    await payCard(session.id)
    for (const webhook of await takeWebhooks()) {
      expect((await post(webhook.body, webhook.signature)).status).toBe(200)
    }
    expect(await db.payment.count()).toBe(0)
  })

  it('answers 500 while Stripe cannot be asked, notes nothing, and books it the next time', async () => {
    const { order, completed } = await aPaidOrder()
    await setFault({ match: 'GET /v1/checkout/sessions/:id', fault: 'timeout-before', times: 1 })
    expect((await post(completed.body, completed.signature)).status).toBe(500)
    takeConsoleErrors()
    expect(await db.stripeEvent.count()).toBe(0)
    expect((await post(completed.body, completed.signature)).status).toBe(200)
    expect(await standing(order.orderId)).toMatchObject({ state: 'covered' })
  })

  it('takes no GET', () => {
    expect(loader().status).toBe(405)
  })
})

describe('money that is not what was asked for', () => {
  async function tamper(change: (intent: Record<string, unknown>) => void) {
    const { order, paid, completed } = await aPaidOrder()
    const row = await db.sandboxObject.findUniqueOrThrow({ where: { id: paid.intentId } })
    const data = row.data as Record<string, unknown>
    change(data)
    await db.sandboxObject.update({ where: { id: paid.intentId }, data: { data: data as never } })
    await post(completed.body, completed.signature)
    return order
  }

  it('less than the order is a part payment', async () => {
    const order = await tamper((intent) => (intent.amount_received = 300))
    expect(await standing(order.orderId)).toMatchObject({ state: 'open', allocatedYen: 300, held: 1 })
  })

  it('another currency is recorded for the treasurer and has no effect', async () => {
    const order = await tamper((intent) => (intent.currency = 'usd'))
    expect(await standing(order.orderId)).toMatchObject({ state: 'open', allocatedYen: 0 })
    expect(await db.task.findMany({ select: { kind: true } })).toEqual([{ kind: 'wrong-currency' }])
    expect(await db.journalEntry.count()).toBe(0)
    // A person decides about the money; the copies are not held for ever.
    expect(await expireCharges({ now: new Date(now().getTime() + 2 * HOUR) })).toBe(1)
    expect(await standing(order.orderId)).toMatchObject({ state: 'expired', held: 0 })
  })

  it("a payment that names another's charge is money not identified", async () => {
    const order = await tamper(
      (intent) => (intent.metadata = { chargeId: '00000000-0000-7000-8000-000000000000' }),
    )
    expect(await standing(order.orderId)).toMatchObject({ state: 'open', allocatedYen: 0 })
    expect(await db.task.findMany({ select: { kind: true } })).toEqual([{ kind: 'wrong-charge' }])
  })
})
