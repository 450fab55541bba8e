import type Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { now } from '#app/platform/clock.server.ts'
import {
  chooseKonbini,
  closeDispute,
  dashboardRefund,
  openDispute,
  payCard,
  runPayout,
  settleRefund,
} from '#app/sandbox/stripe/actions.server.ts'
import { advanceSandbox } from '#app/sandbox/time.server.ts'
import { takeWebhooks } from '#app/sandbox/webhooks.server.ts'
import {
  cardSession,
  DAY,
  HOUR,
  passTime,
  refusalOf,
  SECOND,
  sessionParams,
  stripeSdk,
  useSandbox,
} from '#tests/support/sandbox-kit.ts'

useSandbox()

const stripe = stripeSdk()

async function told(): Promise<string[]> {
  return (await takeWebhooks()).map((webhook) => webhook.type)
}

/** Pays by card and waits until Stripe has booked it. */
async function paidByCard(yen: number): Promise<Stripe.Charge> {
  const session = await cardSession(yen)
  const { intentId } = await payCard(session.id)
  await passTime(3 * SECOND)
  await told()
  return await chargeOf(intentId)
}

async function paidByKonbini(): Promise<Stripe.Charge> {
  const session = await stripe.checkout.sessions.create(sessionParams())
  const { intentId } = await chooseKonbini(session.id, 'now')
  await told()
  return await chargeOf(intentId)
}

async function chargeOf(intentId: string): Promise<Stripe.Charge> {
  const intent = await stripe.paymentIntents.retrieve(intentId)
  return await stripe.charges.retrieve(String(intent.latest_charge))
}

describe('refunds by card', () => {
  test('in full: at once, and Stripe keeps its fee', async () => {
    const charge = await paidByCard(1000)
    const refund = await stripe.refunds.create(
      { charge: charge.id, metadata: { refund: 'r-1' }, expand: ['balance_transaction'] },
      { idempotencyKey: 'refund-1' },
    )
    expect(refund).toMatchObject({
      status: 'succeeded',
      amount: 1000,
      metadata: { refund: 'r-1' },
      balance_transaction: { type: 'refund', amount: -1000, fee: 0, net: -1000 },
    })
    expect(await told()).toEqual(['refund.created', 'charge.refunded'])
    expect(await stripe.charges.retrieve(charge.id, { expand: ['refunds'] })).toMatchObject({
      refunded: true,
      amount_refunded: 1000,
      refunds: { data: [{ id: refund.id }] },
    })
    expect(await refusalOf(stripe.refunds.create({ charge: charge.id }))).toMatchObject({
      code: 'charge_already_refunded',
    })
  })

  test('in parts, never more than is left', async () => {
    const charge = await paidByCard(1000)
    const intentId = String(charge.payment_intent)
    await stripe.refunds.create({ payment_intent: intentId, amount: 300 })
    const greedy = await refusalOf(stripe.refunds.create({ payment_intent: intentId, amount: 701 }))
    expect(greedy.param).toBe('amount')
    expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ refunded: false, amount_refunded: 300 })
    await dashboardRefund(intentId, 700)
    expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ refunded: true, amount_refunded: 1000 })
    const refunds = await stripe.refunds.list({ charge: charge.id })
    expect(refunds.data.map((refund) => refund.amount)).toEqual([700, 300])
    expect((await stripe.refunds.list({ payment_intent: intentId })).data).toHaveLength(2)
  })

  test('many at the same moment: no more than was paid', async () => {
    const charge = await paidByCard(1000)
    const results = await Promise.allSettled(
      Array.from({ length: 6 }, () => stripe.refunds.create({ charge: charge.id, amount: 400 })),
    )
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(2)
    expect((await stripe.charges.retrieve(charge.id)).amount_refunded).toBe(800)
  })

  test('not of a payment that did not succeed', async () => {
    const session = await stripe.checkout.sessions.create(sessionParams())
    const { intentId } = await chooseKonbini(session.id, 'later')
    const error = await refusalOf(stripe.refunds.create({ payment_intent: intentId }))
    expect(error.message).toContain('does not have a successful charge to refund')
    expect((await refusalOf(stripe.refunds.create({}))).statusCode).toBe(400)
  })
})

describe('refunds of konbini payments', () => {
  test('need an e-mail address, then wait for the payer', async () => {
    const charge = await paidByKonbini()
    const without = await refusalOf(stripe.refunds.create({ charge: charge.id }))
    expect([without.code, without.param]).toEqual(['parameter_missing', 'instructions_email'])

    const refund = await stripe.refunds.create({
      charge: charge.id,
      amount: 1000,
      instructions_email: 'reader@example.org',
    })
    expect(refund).toMatchObject({
      status: 'requires_action',
      instructions_email: 'reader@example.org',
      next_action: { display_details: { email_sent: { email_sent_to: 'reader@example.org' } } },
    })
    expect(await told()).toEqual(['refund.created', 'charge.refunded'])
    await passTime(2 * HOUR)
    expect((await stripe.refunds.retrieve(refund.id)).status).toBe('pending')
    await passTime(DAY)
    const done = await stripe.refunds.retrieve(refund.id)
    expect(done.status).toBe('succeeded')
    expect(done.next_action).toBeUndefined()
    expect(await told()).toEqual([
      'refund.updated',
      'charge.refund.updated',
      'refund.updated',
      'charge.refund.updated',
    ])
  })

  test('that fail bring the money back', async () => {
    const charge = await paidByKonbini()
    const refund = await dashboardRefund(charge.id)
    expect((await stripe.charges.retrieve(charge.id)).refunded).toBe(true)
    const failed = await settleRefund(refund.id, 'failed')
    expect(failed).toMatchObject({ status: 'failed', failure_reason: 'unknown' })
    expect(await stripe.charges.retrieve(charge.id)).toMatchObject({ refunded: false, amount_refunded: 0 })
    expect((await told()).at(-1)).toBe('refund.failed')
    const returned = await stripe.balanceTransactions.retrieve(String(failed.failure_balance_transaction))
    expect([returned.type, returned.net]).toEqual(['refund_failure', 2400])
    await expect(settleRefund(refund.id)).rejects.toThrow('already-decided')
  })
})

describe('disputes', () => {
  test('lost: money and fee are gone', async () => {
    const charge = await paidByCard(5000)
    const dispute = await openDispute(String(charge.payment_intent))
    expect(await told()).toEqual([
      'charge.updated',
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
    ])
    expect(await stripe.disputes.retrieve(dispute.id)).toMatchObject({
      status: 'needs_response',
      amount: 5000,
      charge: charge.id,
      balance_transactions: [{ type: 'adjustment', amount: -5000, fee: 1300, net: -6300 }],
    })
    expect((await stripe.charges.retrieve(charge.id)).disputed).toBe(true)
    expect(await refusalOf(stripe.refunds.create({ charge: charge.id }))).toMatchObject({
      code: 'charge_disputed',
    })
    await closeDispute(dispute.id, 'lost')
    expect(await told()).toEqual(['charge.dispute.closed'])
    expect((await stripe.disputes.list({ charge: charge.id })).data[0]?.status).toBe('lost')
  })

  test('won: the money comes back, the fee does not', async () => {
    const charge = await paidByCard(5000)
    const dispute = await openDispute(String(charge.payment_intent))
    await told()
    await closeDispute(dispute.id, 'won')
    expect(await told()).toEqual(['charge.dispute.closed', 'charge.dispute.funds_reinstated'])
    const { balance_transactions: moves } = await stripe.disputes.retrieve(dispute.id)
    expect(moves.map((move) => move.net)).toEqual([-6300, 5000])
    await expect(closeDispute(dispute.id, 'lost')).rejects.toThrow('already-decided')
  })

  test('never of a konbini payment', async () => {
    const charge = await paidByKonbini()
    await expect(openDispute(String(charge.payment_intent))).rejects.toThrow('not-disputable')
  })
})

describe('payouts', () => {
  async function movementsOf(payoutId: string): Promise<Stripe.BalanceTransaction[]> {
    const movements: Stripe.BalanceTransaction[] = []
    for await (const movement of stripe.balanceTransactions.list({ payout: payoutId, limit: 2 })) {
      movements.push(movement)
    }
    return movements
  }

  test('the net of all movements is what goes to the bank; the payout lists its own movement too', async () => {
    const first = await paidByCard(1000)
    await paidByCard(2345)
    const third = await paidByCard(5000)
    await paidByKonbini()
    await stripe.refunds.create({ charge: first.id, amount: 400 })
    const dispute = await openDispute(String(third.payment_intent))
    await closeDispute(dispute.id, 'won')
    await told()

    expect(await runPayout(now())).toBeUndefined()
    await passTime(4 * HOUR)
    const payout = await runPayout(new Date(now().getTime() + 7 * DAY))
    if (!payout) throw new Error('no payout')
    expect(await told()).toEqual(['payout.created', 'payout.paid', 'payout.reconciliation_completed'])
    expect(await stripe.payouts.retrieve(payout.id)).toMatchObject({
      status: 'paid',
      automatic: true,
      reconciliation_status: 'completed',
    })

    const movements = await movementsOf(payout.id)
    const own = movements.filter((movement) => movement.type === 'payout')
    const others = movements.filter((movement) => movement.type !== 'payout')
    expect(others).toHaveLength(7)
    expect(others.reduce((sum, movement) => sum + movement.net, 0)).toBe(payout.amount)
    expect(own.map((movement) => [movement.id, movement.net])).toEqual([
      [payout.balance_transaction, -payout.amount],
    ])
    for (const movement of movements) {
      expect(movement.net).toBe(movement.amount - movement.fee)
      expect(movement.status).toBe('available')
    }
    // 964 + 2261 + 4820 + 2314, less 400, less 6300, plus 5000
    expect(payout.amount).toBe(8659)
    expect(await runPayout(new Date(now().getTime() + 8 * DAY))).toBeUndefined()
  })

  test('by itself: available after four business days, at the bank on the next one', async () => {
    await paidByCard(1000)
    // Tuesday the 24th and four business days: Monday the 30th.
    await advanceSandbox(new Date('2026-11-29T23:59:00Z'))
    expect(await told()).toEqual([])
    await advanceSandbox(new Date('2026-11-30T00:00:00Z'))
    expect(await told()).toEqual(['payout.created'])
    const [inTransit] = (await stripe.payouts.list()).data
    expect(inTransit).toMatchObject({
      status: 'in_transit',
      amount: 964,
      reconciliation_status: 'in_progress',
      arrival_date: Date.UTC(2026, 11, 1) / 1000,
    })
    await advanceSandbox(new Date('2026-12-01T00:00:00Z'))
    expect(await told()).toEqual(['payout.paid', 'payout.reconciliation_completed'])
    expect((await stripe.payouts.list({ status: 'paid' })).data).toHaveLength(1)
    expect((await stripe.payouts.list({ status: 'in_transit' })).data).toHaveLength(0)
  })

  test('wait while refunds outweigh what came in', async () => {
    const charge = await paidByCard(1000)
    await stripe.refunds.create({ charge: charge.id })
    await passTime(10 * DAY)
    // 1000 - 36 - 1000
    expect((await stripe.payouts.list()).data).toEqual([])
    await paidByCard(1000)
    await passTime(10 * DAY)
    expect((await stripe.payouts.list()).data.map((payout) => payout.amount)).toEqual([928])
  })

  test('two processes at once make one payout', async () => {
    await paidByCard(1000)
    await paidByCard(2000)
    const later = new Date(now().getTime() + 20 * DAY)
    await Promise.all([advanceSandbox(later), advanceSandbox(later), advanceSandbox(later)])
    const payouts = (await stripe.payouts.list()).data
    expect(payouts.map((payout) => [payout.amount, payout.status])).toEqual([[2892, 'paid']])
    expect((await told()).filter((type) => type === 'payout.paid')).toHaveLength(1)
  })

  test('the demo may take along what would be available later', async () => {
    await paidByCard(1000)
    const payout = await runPayout(now(), { includePending: true })
    expect(payout?.amount).toBe(964)
  })
})

describe('lists', () => {
  test('page from the newest on, both ways', async () => {
    const ids: string[] = []
    for (let n = 0; n < 5; n++) ids.unshift((await stripe.checkout.sessions.create(sessionParams())).id)
    const first = await stripe.checkout.sessions.list({ limit: 2 })
    expect([first.data.map((one) => one.id), first.has_more]).toEqual([ids.slice(0, 2), true])
    const next = await stripe.checkout.sessions.list({ limit: 3, starting_after: ids[1]! })
    expect([next.data.map((one) => one.id), next.has_more]).toEqual([ids.slice(2), false])
    const back = await stripe.checkout.sessions.list({ limit: 1, ending_before: ids[2]! })
    expect([back.data.map((one) => one.id), back.has_more]).toEqual([[ids[1]], true])
    const all: string[] = []
    for await (const session of stripe.checkout.sessions.list({ limit: 2 })) all.push(session.id)
    expect(all).toEqual(ids)
    expect((await refusalOf(stripe.checkout.sessions.list({ starting_after: 'cs_none' }))).statusCode).toBe(
      404,
    )
    expect((await refusalOf(stripe.checkout.sessions.list({ limit: 101 }))).param).toBe('limit')
  })

  test('events are found by type and time, for the sweep that looks for lost webhooks', async () => {
    const charge = await paidByCard(1000)
    const paidAt = charge.created
    await passTime(HOUR)
    await stripe.refunds.create({ charge: charge.id })
    const wanted = await stripe.events.list({ types: ['checkout.session.completed', 'refund.created'] })
    expect(wanted.data.map((event) => event.type)).toEqual(['refund.created', 'checkout.session.completed'])
    const since = await stripe.events.list({ created: { gte: paidAt + 60 } })
    expect(since.data.map((event) => event.type)).toEqual(['charge.refunded', 'refund.created'])
    const one = await stripe.events.retrieve(wanted.data[0]!.id)
    expect(one).toMatchObject({
      object: 'event',
      type: 'refund.created',
      request: { id: expect.stringMatching(/^req_/) },
    })
    const both = stripe.events.list({ type: 'refund.created', types: ['refund.created'] })
    expect((await refusalOf(both)).statusCode).toBe(400)
  })

  test('balance transactions by type and source', async () => {
    const charge = await paidByCard(1000)
    await paidByKonbini()
    await stripe.refunds.create({ charge: charge.id, amount: 100 })
    const types = async (params: Stripe.BalanceTransactionListParams) =>
      (await stripe.balanceTransactions.list(params)).data.map((one) => one.type)
    expect(await types({})).toEqual(['refund', 'payment', 'charge'])
    expect(await types({ type: 'refund' })).toEqual(['refund'])
    expect(await types({ source: charge.id })).toEqual(['charge'])
    const expanded = await stripe.balanceTransactions.list({ type: 'charge', expand: ['data.source'] })
    expect(expanded.data[0]?.source).toMatchObject({ id: charge.id, object: 'charge' })
  })
})
