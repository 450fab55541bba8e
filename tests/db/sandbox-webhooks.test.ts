import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { now } from '#app/platform/clock.server.ts'
import { env } from '#app/platform/env.server.ts'
import { setFault } from '#app/sandbox/faults.server.ts'
import { payCard } from '#app/sandbox/stripe/actions.server.ts'
import { deliverWebhooks, signStripe, takeWebhooks } from '#app/sandbox/webhooks.server.ts'
import { cardSession, passTime, SECOND, stripeSdk, useSandbox } from '#tests/support/sandbox-kit.ts'

useSandbox()

const stripe = stripeSdk()
type Received = { path: string; type: string; id: string }
let received: Received[] = []
let answers: number[] = []
let server: Server
let baseUrl = ''

// A shop that does nothing but check the signature and answer as the test says.
beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const event = Stripe.webhooks.constructEvent(
        Buffer.concat(chunks),
        String(request.headers['stripe-signature']),
        env.stripe.webhookSecret,
      )
      received.push({ path: request.url ?? '', type: event.type, id: event.id })
      response.writeHead(answers.shift() ?? 200).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))
beforeEach(() => {
  received = []
  answers = []
})

const CARD_EVENTS = [
  'payment_intent.created',
  'charge.succeeded',
  'payment_intent.succeeded',
  'checkout.session.completed',
]

async function pay(): Promise<string> {
  const session = await cardSession(1000)
  await payCard(session.id)
  return session.id
}

function types(): string[] {
  return received.map((one) => one.type)
}

describe('over HTTP', () => {
  test('arrive in order, signed, once', async () => {
    await pay()
    expect(await deliverWebhooks({ baseUrl })).toEqual({ delivered: 4, failed: 0 })
    expect(types()).toEqual(CARD_EVENTS)
    expect(new Set(received.map((one) => one.path))).toEqual(new Set(['/hooks/stripe']))
    expect(await deliverWebhooks({ baseUrl })).toEqual({ delivered: 0, failed: 0 })
    expect((await stripe.events.retrieve(received[0]!.id)).pending_webhooks).toBe(0)
  })

  test('what is answered with 500 comes again later, freshly signed, with the same event id', async () => {
    await pay()
    answers = [200, 500, 200, 200]
    const at = now()
    expect(await deliverWebhooks({ baseUrl, now: at })).toEqual({ delivered: 3, failed: 1 })
    expect(await deliverWebhooks({ baseUrl, now: at })).toEqual({ delivered: 0, failed: 0 })
    await passTime(SECOND * 2.5)
    await deliverWebhooks({ baseUrl })
    // The charge has been booked meanwhile.
    expect(types()).toEqual([...CARD_EVENTS, 'charge.updated', 'charge.succeeded'])
    expect(new Set(received.filter((one) => one.type === 'charge.succeeded').map((one) => one.id)).size).toBe(
      1,
    )
  })

  test('a shop that is down gets everything when it is up again', async () => {
    await pay()
    const closed = 'http://127.0.0.1:9'
    expect(await deliverWebhooks({ baseUrl: closed })).toEqual({ delivered: 0, failed: 4 })
    await deliverWebhooks({ baseUrl, now: new Date(now().getTime() + 3 * SECOND) })
    expect(types()).toEqual(CARD_EVENTS)
  })

  test('is given up after three days', async () => {
    await pay()
    let at = now().getTime()
    let attempts = 0
    for (; attempts < 30; attempts++) {
      answers = [500, 500, 500, 500]
      const { failed } = await deliverWebhooks({ baseUrl, now: new Date(at) })
      if (failed === 0) break
      at += 25 * 60 * 60 * SECOND
    }
    expect(attempts).toBe(16)
    expect(await takeWebhooks()).toEqual([])
  })

  test('two deliverers at once send each once', async () => {
    for (let n = 0; n < 6; n++) await pay()
    await Promise.all([
      deliverWebhooks({ baseUrl }),
      deliverWebhooks({ baseUrl }),
      deliverWebhooks({ baseUrl }),
    ])
    expect(received).toHaveLength(24)
    expect(new Set(received.map((one) => one.id)).size).toBe(24)
  })
})

describe('faults', () => {
  test('duplicate: the same event twice', async () => {
    await setFault({ match: 'checkout.session.completed', fault: 'duplicate' })
    await pay()
    await deliverWebhooks({ baseUrl })
    expect(types()).toEqual([...CARD_EVENTS, 'checkout.session.completed'])
    expect(received[3]?.id).toBe(received[4]?.id)
  })

  test('reorder: after those that follow', async () => {
    await setFault({ match: 'charge.succeeded', fault: 'reorder' })
    await pay()
    await deliverWebhooks({ baseUrl, now: new Date(now().getTime() + 2 * SECOND) })
    expect(types()).toEqual([
      'payment_intent.created',
      'payment_intent.succeeded',
      'checkout.session.completed',
      'charge.succeeded',
    ])
  })

  test('delay: not before its time', async () => {
    await setFault({ match: 'checkout.session.completed', fault: 'delay', delayMs: 60 * SECOND })
    await pay()
    await deliverWebhooks({ baseUrl })
    expect(types()).toEqual(CARD_EVENTS.slice(0, 3))
    await deliverWebhooks({ baseUrl, now: new Date(now().getTime() + 61 * SECOND) })
    expect(types()).toEqual(CARD_EVENTS)
  })

  test('lose: never comes, but can be found in the list of events', async () => {
    await setFault({ match: 'checkout.session.completed', fault: 'lose' })
    const sessionId = await pay()
    await deliverWebhooks({ baseUrl, now: new Date(now().getTime() + 100 * 24 * 60 * 60 * SECOND) })
    expect(types()).toEqual(CARD_EVENTS.slice(0, 3))
    const [lost] = (await stripe.events.list({ type: 'checkout.session.completed' })).data
    expect(lost?.data.object).toMatchObject({ id: sessionId, payment_status: 'paid' })
  })

  test('strike as often as told', async () => {
    await setFault({ match: 'charge.succeeded', fault: 'lose', times: 2 })
    for (let n = 0; n < 3; n++) await pay()
    const taken = await takeWebhooks()
    expect(taken.filter((webhook) => webhook.type === 'charge.succeeded')).toHaveLength(1)
  })
})

describe('handed over instead', () => {
  test('are signed, in order, and gone', async () => {
    await pay()
    const taken = await takeWebhooks()
    expect(taken.map((webhook) => webhook.type)).toEqual(CARD_EVENTS)
    for (const webhook of taken) {
      const event = stripe.webhooks.constructEvent(webhook.body, webhook.signature, env.stripe.webhookSecret)
      expect(event.id).toBe(webhook.id)
    }
    expect(await takeWebhooks()).toEqual([])
  })

  test('a signature that is old, forged or of another body does not verify', () => {
    const secret = env.stripe.webhookSecret
    const verify = (body: string, signature: string) => () =>
      stripe.webhooks.constructEvent(body, signature, secret)
    expect(verify('{"id":"evt_1"}', signStripe('{"id":"evt_1"}'))).not.toThrow()
    expect(verify('{"id":"evt_1"}', signStripe('{"id":"evt_1"}', { ageSeconds: 301 }))).toThrow(/tolerance/)
    expect(verify('{"id":"evt_1"}', signStripe('{"id":"evt_1"}', { secret: 'whsec_other' }))).toThrow()
    expect(verify('{"id":"evt_2"}', signStripe('{"id":"evt_1"}'))).toThrow()
  })
})
