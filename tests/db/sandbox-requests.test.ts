import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { inTransaction } from '#app/platform/db.server.ts'
import { clearFaults, listFaults, setFault } from '#app/sandbox/faults.server.ts'
import { payCard } from '#app/sandbox/stripe/actions.server.ts'
import { DAY, passTime, refusalOf, sessionParams, stripeSdk, useSandbox } from '#tests/support/sandbox-kit.ts'

useSandbox()

const stripe = stripeSdk()
const create = (idempotencyKey: string, changes = {}) =>
  stripe.checkout.sessions.create(sessionParams(changes), { idempotencyKey })

async function countSessions(): Promise<number> {
  return (await stripe.checkout.sessions.list({ limit: 100 })).data.length
}

describe('idempotency keys', () => {
  test('the same call again gets the same answer, marked as a replay', async () => {
    const first = await create('attempt-1')
    await stripe.checkout.sessions.expire(first.id)
    const second = await create('attempt-1')
    expect(second.id).toBe(first.id)
    // As it was answered then, not as it is now.
    expect(second.status).toBe('open')
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true')
    expect(second.lastResponse.headers['original-request']).toBe(first.lastResponse.requestId)
    expect(second.lastResponse.requestId).not.toBe(first.lastResponse.requestId)
    expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined()
    expect(await countSessions()).toBe(1)
  })

  test('another call under the same key is refused', async () => {
    await create('attempt-1')
    const error = await refusalOf(create('attempt-1', { client_reference_id: 'charge-2' }))
    expect(error).toBeInstanceOf(Stripe.errors.StripeIdempotencyError)
    expect(error.statusCode).toBe(400)
    const elsewhere = await refusalOf(
      stripe.refunds.create({ charge: 'ch_1' }, { idempotencyKey: 'attempt-1' }),
    )
    expect(elsewhere).toBeInstanceOf(Stripe.errors.StripeIdempotencyError)
    expect(await countSessions()).toBe(1)
  })

  test('at the same moment: one session, and the others are told to wait or given it', async () => {
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => create('attempt-1')))
    const ids = new Set(results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.id] : [])))
    expect(ids.size).toBe(1)
    const refused = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as unknown] : [],
    )
    expect(
      refused.every((error) => error instanceof Stripe.errors.StripeError && error.statusCode === 409),
    ).toBe(true)
    expect(await countSessions()).toBe(1)
  })

  test('a refusal is kept as well, what fails validation is not', async () => {
    const session = await create('attempt-1')
    await payCard(session.id)
    const expire = () => stripe.checkout.sessions.expire(session.id, {}, { idempotencyKey: 'expire-1' })
    const first = await refusalOf(expire())
    const second = await refusalOf(expire())
    expect(second.message).toBe(first.message)
    expect(second.headers?.['idempotent-replayed']).toBe('true')

    await refusalOf(create('attempt-2', { success_url: 'nowhere' }))
    expect((await create('attempt-2')).status).toBe('open')
  })

  test('a key is forgotten after 24 hours', async () => {
    const first = await create('attempt-1')
    await passTime(DAY + 1000)
    expect((await create('attempt-1')).id).not.toBe(first.id)
  })

  test('a key longer than 255 characters is refused', async () => {
    expect((await refusalOf(create('k'.repeat(256)))).statusCode).toBe(400)
    expect((await create('k'.repeat(255))).status).toBe('open')
  })
})

describe('what Stripe does not know', () => {
  test('an id that names nothing', async () => {
    const error = await refusalOf(stripe.paymentIntents.retrieve('pi_nothing'))
    expect(error).toMatchObject({ statusCode: 404, code: 'resource_missing', param: 'intent' })
    expect(error.message).toBe("No such payment_intent: 'pi_nothing'")
  })

  test('an address that the sandbox does not play', async () => {
    const error = await refusalOf(stripe.customers.create({}))
    expect([error.statusCode, error.message.split('.')[0]]).toEqual([
      404,
      'Unrecognized request URL (POST: /v1/customers)',
    ])
  })

  test('a missing key and a live key', async () => {
    const missing = await fetch('https://api.stripe.com/v1/events')
    expect(missing.status).toBe(401)
    const live = new Stripe('sk_live_1', { maxNetworkRetries: 0, telemetry: false })
    expect(await refusalOf(live.events.list())).toBeInstanceOf(Stripe.errors.StripeAuthenticationError)
  })

  test('a field that cannot be expanded, and one too deep', async () => {
    const session = await create('attempt-1')
    const wrong = await refusalOf(stripe.checkout.sessions.retrieve(session.id, { expand: ['metadata.x'] }))
    expect(wrong.message).toBe('This property cannot be expanded (metadata.x).')
    const deep = 'payment_intent.latest_charge.balance_transaction.source.charge'
    expect(
      (await refusalOf(stripe.checkout.sessions.retrieve(session.id, { expand: [deep] }))).statusCode,
    ).toBe(400)
  })
})

test('the headers name the request, the version and the key', async () => {
  const { lastResponse } = await create('attempt-1')
  expect(lastResponse.requestId).toMatch(/^req_/)
  expect(lastResponse.apiVersion).toBe('2026-10-28.endive')
  expect(lastResponse.idempotencyKey).toBe('attempt-1')
})

test('saleor PR 11069: a call inside a database transaction is refused and changes nothing', async () => {
  const error = await refusalOf(inTransaction(async () => await create('attempt-1')))
  expect(error.message).toBe('The shop called Stripe inside a database transaction.')
  expect(await countSessions()).toBe(0)
})

describe('faults', () => {
  const match = 'POST /v1/checkout/sessions'

  test('time-out before the effect: nothing was made, the next try makes it', async () => {
    await setFault({ match, fault: 'timeout-before' })
    expect(await refusalOf(create('attempt-1'))).toBeInstanceOf(Stripe.errors.StripeConnectionError)
    expect(await countSessions()).toBe(0)
    const session = await create('attempt-1')
    expect(session.lastResponse.headers['idempotent-replayed']).toBeUndefined()
    expect(await countSessions()).toBe(1)
  })

  test('time-out after the effect: the next try gets what was made', async () => {
    await setFault({ match, fault: 'timeout-after' })
    expect(await refusalOf(create('attempt-1'))).toBeInstanceOf(Stripe.errors.StripeConnectionError)
    expect(await countSessions()).toBe(1)
    const session = await create('attempt-1')
    expect(session.lastResponse.headers['idempotent-replayed']).toBe('true')
    expect(await countSessions()).toBe(1)
  })

  test('an answer that comes late: what was made is there before it', async () => {
    await setFault({ match, fault: 'delay-after', delayMs: 1_000 })
    let isAnswered = false
    const call = create('attempt-1').then(() => (isAnswered = true))
    await expect.poll(countSessions, { interval: 20 }).toBe(1)
    expect(isAnswered).toBe(false)
    await call
  })

  test('500 is replayed under its key: a new key is needed', async () => {
    await setFault({ match, fault: '500' })
    expect(await refusalOf(create('attempt-1'))).toMatchObject({ statusCode: 500, type: 'StripeAPIError' })
    const again = await refusalOf(create('attempt-1'))
    expect([again.statusCode, again.headers?.['idempotent-replayed']]).toEqual([500, 'true'])
    expect(await countSessions()).toBe(0)
    expect((await create('attempt-2')).status).toBe('open')
  })

  test('429 is not kept', async () => {
    await setFault({ match, fault: '429', times: 2 })
    for (const _ of [1, 2]) {
      expect(await refusalOf(create('attempt-1'))).toBeInstanceOf(Stripe.errors.StripeRateLimitError)
    }
    expect((await create('attempt-1')).status).toBe('open')
    expect(await listFaults()).toEqual([])
  })

  test('strike only the call they are set for, by pattern or by path', async () => {
    const session = await create('attempt-1')
    await setFault({ match: 'POST /v1/checkout/sessions/:id/expire', fault: '429' })
    await setFault({ match: `GET /v1/checkout/sessions/${session.id}`, fault: '500' })
    expect((await create('attempt-2')).status).toBe('open')
    expect((await refusalOf(stripe.checkout.sessions.retrieve(session.id))).statusCode).toBe(500)
    expect((await refusalOf(stripe.checkout.sessions.expire(session.id))).statusCode).toBe(429)
    expect((await stripe.checkout.sessions.expire(session.id)).status).toBe('expired')
  })

  test('the SDK gets over one lost answer by itself, without a second effect', async () => {
    await setFault({ match, fault: 'timeout-after' })
    const patient = new Stripe('sk_test_sandbox', { maxNetworkRetries: 1, telemetry: false })
    const session = await patient.checkout.sessions.create(sessionParams())
    expect(session.status).toBe('open')
    expect(await countSessions()).toBe(1)
  })

  test('can be switched off', async () => {
    await setFault({ match, fault: '500', times: 5 })
    await clearFaults()
    expect((await create('attempt-1')).status).toBe('open')
  })
})
