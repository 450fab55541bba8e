import { describe, expect, test } from 'vitest'
import { now } from '#app/platform/clock.server.ts'
import {
  chooseKonbini,
  declineCard,
  expireVoucher,
  payCard,
  payVoucher,
  SandboxRefusal,
  walkAway,
} from '#app/sandbox/stripe/actions.server.ts'
import { takeWebhooks } from '#app/sandbox/webhooks.server.ts'
import {
  DAY,
  HOUR,
  SECOND,
  line,
  passTime,
  refusalOf,
  sessionParams,
  stripeSdk,
  useSandbox,
} from '#tests/support/sandbox-kit.ts'

useSandbox()

const stripe = stripeSdk()

async function told(): Promise<string[]> {
  return (await takeWebhooks()).map((webhook) => webhook.type)
}

function inSeconds(ms: number): number {
  return Math.floor((now().getTime() + ms) / 1000)
}

describe('creating a session', () => {
  test('keeps what the shop sent, and no payment intent yet', async () => {
    const expiresAt = inSeconds(HOUR)
    const created = await stripe.checkout.sessions.create(sessionParams({ expires_at: expiresAt }))
    expect(created).toMatchObject({
      object: 'checkout.session',
      amount_total: 2400,
      currency: 'jpy',
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: null,
      client_reference_id: 'charge-1',
      customer_email: 'reader@example.org',
      metadata: { charge: 'charge-1' },
      payment_method_types: ['card', 'konbini'],
      payment_method_options: { konbini: { expires_after_days: 3 } },
      expires_at: expiresAt,
      locale: 'ja',
      livemode: false,
    })
    expect(created.url).toMatch(new RegExp(`/sandbox/checkout/${created.id}$`))
    const again = await stripe.checkout.sessions.retrieve(created.id, { expand: ['line_items'] })
    expect(
      again.line_items?.data.map((item) => [item.description, item.quantity, item.amount_total]),
    ).toEqual([
      ['M-Net 100', 2, 2000],
      ['Postage', 1, 400],
    ])
    expect(await told()).toEqual([])
  })

  test.each([
    [
      'konbini below 120 yen',
      { allowed_payment_method_types: ['konbini' as const], line_items: [line('Flyer', 119, 1)] },
      'amount_too_small',
    ],
    [
      'konbini above 300,000 yen',
      { allowed_payment_method_types: ['konbini' as const], line_items: [line('Box', 300_001, 1)] },
      'amount_too_large',
    ],
    [
      'a card below 50 yen',
      {
        allowed_payment_method_types: ['card' as const],
        payment_method_options: {},
        line_items: [line('Stamp', 49, 1)],
      },
      'amount_too_small',
    ],
    ['an address without a scheme', { success_url: 'localhost/thanks' }, 'url_invalid'],
    ['an e-mail address that is none', { customer_email: 'reader' }, 'email_invalid'],
  ])('refuses %s', async (_name, changes, code) => {
    const error = await refusalOf(stripe.checkout.sessions.create(sessionParams(changes)))
    expect([error.statusCode, error.type, error.code]).toEqual([400, 'StripeInvalidRequestError', code])
  })

  test('offers what the amount suits and the shop allows', async () => {
    async function offered(yen: number, allowed?: ('card' | 'konbini')[]): Promise<string[]> {
      const { allowed_payment_method_types: _, ...params } = sessionParams({
        line_items: [line('Book', yen, 1)],
      })
      const session = await stripe.checkout.sessions.create(
        allowed ? { ...params, allowed_payment_method_types: allowed } : params,
      )
      expect(session.allowed_payment_method_types).toEqual(allowed ?? null)
      return session.payment_method_types
    }
    expect(await offered(119)).toEqual(['card'])
    expect(await offered(120)).toEqual(['card', 'konbini'])
    expect(await offered(300_000, ['konbini'])).toEqual(['konbini'])
    expect(await offered(300_001)).toEqual(['card'])
    expect(await offered(1000, ['card'])).toEqual(['card'])
  })

  test('no longer takes payment_method_types (2026-09-30.endive)', async () => {
    const old = { ...sessionParams(), payment_method_types: ['card'] } as ReturnType<typeof sessionParams>
    expect(await refusalOf(stripe.checkout.sessions.create(old))).toMatchObject({
      code: 'parameter_unknown',
      param: 'payment_method_types',
    })
  })

  test('takes the smallest and the largest konbini amount', async () => {
    for (const yen of [120, 300_000]) {
      const params = sessionParams({ line_items: [line('Book', yen, 1)] })
      expect((await stripe.checkout.sessions.create(params)).amount_total).toBe(yen)
    }
  })

  test('lives from 30 minutes to 24 hours, and a day unless told', async () => {
    const least = await stripe.checkout.sessions.create(
      sessionParams({ expires_at: inSeconds(31 * 60 * SECOND) }),
    )
    expect(least.status).toBe('open')
    const unsaid = await stripe.checkout.sessions.create(sessionParams())
    expect(unsaid.expires_at - unsaid.created).toBe(24 * 60 * 60)
    for (const wrong of [inSeconds(29 * 60 * SECOND), inSeconds(DAY + 60 * SECOND)]) {
      const error = await refusalOf(stripe.checkout.sessions.create(sessionParams({ expires_at: wrong })))
      expect(error.param).toBe('expires_at')
    }
  })

  test('Filipino is fil to Stripe', async () => {
    const session = await stripe.checkout.sessions.create(sessionParams({ locale: 'fil' }))
    expect(session.locale).toBe('fil')
    const error = await refusalOf(stripe.checkout.sessions.create(sessionParams({ locale: 'tl' as 'fil' })))
    expect(error.message).toBe('Invalid locale: tl')
  })

  test('names a parameter that is missing, unknown or out of range', async () => {
    const { success_url: _, ...missing } = sessionParams()
    expect(await refusalOf(stripe.checkout.sessions.create(missing))).toMatchObject({
      code: 'parameter_missing',
      param: 'success_url',
    })
    const unknown = { ...sessionParams(), colour: 'red' } as ReturnType<typeof sessionParams>
    expect(await refusalOf(stripe.checkout.sessions.create(unknown))).toMatchObject({
      code: 'parameter_unknown',
      param: 'colour',
    })
    const days = sessionParams({ payment_method_options: { konbini: { expires_after_days: 61 } } })
    expect(await refusalOf(stripe.checkout.sessions.create(days))).toMatchObject({
      param: 'payment_method_options[konbini][expires_after_days]',
    })
  })
})

describe('card', () => {
  test('paid: complete at once, the fee is known a little later', async () => {
    const session = await stripe.checkout.sessions.create(sessionParams())
    const paid = await payCard(session.id)
    expect(paid.redirectTo).toBe(`http://localhost:3000/ja/orders/abc?session=${session.id}`)

    const webhooks = await takeWebhooks()
    expect(webhooks.map((webhook) => webhook.type)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.completed',
    ])
    const completed = await stripe.webhooks.constructEventAsync(
      webhooks[3]!.body,
      webhooks[3]!.signature,
      (await import('#app/platform/env.server.ts')).env.stripe.webhookSecret,
    )
    expect(completed).toMatchObject({
      api_version: '2026-10-28.endive',
      data: { object: { id: session.id, status: 'complete', payment_status: 'paid', url: null } },
    })

    const before = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['payment_intent.latest_charge.balance_transaction'],
    })
    expect(before.payment_intent).toMatchObject({
      status: 'succeeded',
      amount_received: 2400,
      metadata: { charge: 'charge-1' },
      latest_charge: {
        paid: true,
        captured: true,
        balance_transaction: null,
        description: 'Order K7M2-9QXA',
      },
    })

    await passTime(3 * SECOND)
    expect(await told()).toEqual(['charge.updated'])
    const after = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ['payment_intent.latest_charge.balance_transaction'],
    })
    expect(after.payment_intent).toMatchObject({
      latest_charge: {
        balance_transaction: {
          type: 'charge',
          amount: 2400,
          fee: 86,
          net: 2314,
          status: 'pending',
          fee_details: [{ amount: 86, type: 'stripe_fee', currency: 'jpy' }],
        },
      },
    })
  })

  test('the fee of 3.6 % is rounded half up', async () => {
    const fees: [number, number][] = [
      [50, 2],
      [125, 5],
      [375, 14],
      [1000, 36],
      [1013, 36],
      [1014, 37],
    ]
    for (const [yen, fee] of fees) {
      const session = await stripe.checkout.sessions.create(
        sessionParams({
          allowed_payment_method_types: ['card'],
          payment_method_options: {},
          line_items: [line('Book', yen, 1)],
        }),
      )
      const { intentId } = await payCard(session.id)
      await passTime(3 * SECOND)
      const intent = await stripe.paymentIntents.retrieve(intentId, {
        expand: ['latest_charge.balance_transaction'],
      })
      expect({ yen, charge: intent.latest_charge }).toMatchObject({
        yen,
        charge: { balance_transaction: { fee, net: yen - fee } },
      })
    }
  })

  test('declined: the session stays open, and the same payment intent is tried again', async () => {
    const session = await stripe.checkout.sessions.create(sessionParams())
    const declined = await declineCard(session.id)
    expect(declined.redirectTo).toBeNull()
    expect(await told()).toEqual(['payment_intent.created', 'charge.failed', 'payment_intent.payment_failed'])
    const open = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] })
    expect(open).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: {
        status: 'requires_payment_method',
        last_payment_error: { code: 'card_declined', decline_code: 'generic_decline' },
      },
    })
    const paid = await payCard(session.id)
    expect(paid.intentId).toBe(declined.intentId)
    expect(await told()).toEqual([
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.completed',
    ])
  })

  test('walking away leads back to the shop and changes nothing', async () => {
    const session = await stripe.checkout.sessions.create(sessionParams())
    expect(await walkAway(session.id)).toBe('http://localhost:3000/ja/checkout/confirm')
    expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('open')
  })

  test('pressed twice at the same moment pays once', async () => {
    const session = await stripe.checkout.sessions.create(sessionParams())
    const results = await Promise.allSettled([1, 2, 3, 4].map(() => payCard(session.id)))
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
    expect((await told()).filter((type) => type === 'charge.succeeded')).toHaveLength(1)
  })
})

describe('konbini', () => {
  test('now: a voucher, and paid at the till', async () => {
    const session = await stripe.checkout.sessions.create(sessionParams())
    const { intentId } = await chooseKonbini(session.id, 'now')
    expect(await told()).toEqual([
      'payment_intent.created',
      'payment_intent.requires_action',
      'checkout.session.completed',
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.async_payment_succeeded',
    ])
    const intent = await stripe.paymentIntents.retrieve(intentId, {
      expand: ['latest_charge.balance_transaction'],
    })
    expect(intent).toMatchObject({
      status: 'succeeded',
      next_action: null,
      latest_charge: {
        payment_method_details: { type: 'konbini' },
        // Available after four business days: Monday the 30th, 9:00 in Tokyo.
        balance_transaction: { type: 'payment', fee: 86, available_on: Date.UTC(2026, 10, 30) / 1000 },
      },
    })
  })

  test('later: a voucher until 23:59:59 in Japan on the third day, paid the day after', async () => {
    const session = await stripe.checkout.sessions.create(sessionParams())
    const { intentId } = await chooseKonbini(session.id, 'later')
    expect(await told()).toEqual([
      'payment_intent.created',
      'payment_intent.requires_action',
      'checkout.session.completed',
    ])
    const waiting = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] })
    expect(waiting).toMatchObject({
      status: 'complete',
      payment_status: 'unpaid',
      payment_intent: {
        status: 'requires_action',
        next_action: {
          type: 'konbini_display_details',
          konbini_display_details: { expires_at: Date.parse('2026-11-27T23:59:59+09:00') / 1000 },
        },
      },
    })
    const intent = waiting.payment_intent as {
      next_action: { konbini_display_details: { hosted_voucher_url: string } }
    }
    expect(intent.next_action.konbini_display_details.hosted_voucher_url).toMatch(
      new RegExp(`/sandbox/voucher/${intentId}$`),
    )
    await passTime(DAY)
    await payVoucher(intentId)
    expect(await told()).toEqual([
      'charge.succeeded',
      'payment_intent.succeeded',
      'checkout.session.async_payment_succeeded',
    ])
    await expect(payVoucher(intentId)).rejects.toThrow(SandboxRefusal)
    await passTime(7 * DAY)
    expect(await told()).not.toContain('checkout.session.async_payment_failed')
  })

  test('never: fails when its time is up, and cannot be paid any more', async () => {
    const session = await stripe.checkout.sessions.create(sessionParams())
    const { intentId } = await chooseKonbini(session.id, 'never')
    await told()
    await passTime(2 * DAY)
    expect(await told()).toEqual([])
    await passTime(2 * DAY)
    expect(await told()).toEqual(['payment_intent.payment_failed', 'checkout.session.async_payment_failed'])
    const intent = await stripe.paymentIntents.retrieve(intentId)
    expect(intent).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'payment_intent_payment_attempt_expired' },
      next_action: null,
    })
    await expect(payVoucher(intentId)).rejects.toThrow('no-voucher')
    const failure = (await stripe.events.list({ type: 'checkout.session.async_payment_failed' })).data[0]
    expect(failure?.created).toBe(Date.parse('2026-11-28T00:00:00+09:00') / 1000)
  })

  test('a voucher can be let expire at once', async () => {
    const session = await stripe.checkout.sessions.create(sessionParams())
    const { intentId } = await chooseKonbini(session.id, 'never')
    await expireVoucher(intentId)
    expect((await told()).at(-1)).toBe('checkout.session.async_payment_failed')
  })

  test('is refused where only cards were offered', async () => {
    const session = await stripe.checkout.sessions.create(
      sessionParams({ allowed_payment_method_types: ['card'], payment_method_options: {} }),
    )
    await expect(chooseKonbini(session.id, 'now')).rejects.toThrow('method-not-offered')
  })

  test('a voucher that is out can be cancelled; an open session must be expired instead', async () => {
    const session = await stripe.checkout.sessions.create(sessionParams())
    const declined = await declineCard(session.id)
    const early = await refusalOf(stripe.paymentIntents.cancel(declined.intentId))
    expect(early.code).toBe('payment_intent_unexpected_state')
    const { intentId } = await chooseKonbini(session.id, 'later')
    const canceled = await stripe.paymentIntents.cancel(intentId, {
      cancellation_reason: 'requested_by_customer',
    })
    expect(canceled).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'requested_by_customer',
      next_action: null,
    })
    await expect(payVoucher(intentId)).rejects.toThrow('no-voucher')
    expect((await told()).at(-1)).toBe('payment_intent.canceled')
    expect((await refusalOf(stripe.paymentIntents.cancel(intentId))).statusCode).toBe(400)
  })
})

describe('the end of a session', () => {
  test('on demand: no longer payable, and not twice', async () => {
    const session = await stripe.checkout.sessions.create(sessionParams())
    const expired = await stripe.checkout.sessions.expire(session.id)
    expect(expired).toMatchObject({ status: 'expired', url: null, payment_status: 'unpaid' })
    expect(await told()).toEqual(['checkout.session.expired'])
    const error = await refusalOf(stripe.checkout.sessions.expire(session.id))
    expect(error.message).toContain('This Checkout Session has a status of `expired`.')
    await expect(payCard(session.id)).rejects.toThrow('not-open')
  })

  test('a complete one cannot be expired', async () => {
    const session = await stripe.checkout.sessions.create(sessionParams())
    await payCard(session.id)
    const error = await refusalOf(stripe.checkout.sessions.expire(session.id))
    expect([error.statusCode, error.message]).toEqual([
      400,
      'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of `complete`.',
    ])
  })

  test('by time: expires once, and takes the declined attempt with it', async () => {
    const session = await stripe.checkout.sessions.create(sessionParams({ expires_at: inSeconds(HOUR) }))
    const { intentId } = await declineCard(session.id)
    await told()
    await passTime(HOUR + SECOND)
    expect(await told()).toEqual(['payment_intent.canceled', 'checkout.session.expired'])
    expect((await stripe.paymentIntents.retrieve(intentId)).status).toBe('canceled')
    await passTime(DAY)
    expect(await told()).toEqual([])
  })

  test('paying and expiring at the same moment: one of them wins', async () => {
    for (let round = 0; round < 5; round++) {
      const session = await stripe.checkout.sessions.create(sessionParams())
      const [paid, expired] = await Promise.allSettled([
        payCard(session.id),
        stripe.checkout.sessions.expire(session.id),
      ])
      expect([paid.status, expired.status].toSorted()).toEqual(['fulfilled', 'rejected'])
    }
  })
})

test('sessions are found by their payment intent', async () => {
  const session = await stripe.checkout.sessions.create(sessionParams())
  await stripe.checkout.sessions.create(sessionParams())
  const { intentId } = await payCard(session.id)
  const found = await stripe.checkout.sessions.list({ payment_intent: intentId })
  expect(found.data.map((one) => one.id)).toEqual([session.id])
})
