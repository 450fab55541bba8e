import { beforeEach, describe, expect, it } from 'vitest'
import { latestEventId } from '#app/features/checkout/stale-order.server.ts'
import { cancelOrder } from '#app/features/settlement/cancel-order.server.ts'
import { expireCharges } from '#app/features/settlement/expire-charges.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { refreshCharge } from '#app/features/settlement/refresh-charge.server.ts'
import { startPayment } from '#app/features/settlement/start-payment.server.ts'
import { sweepStripe } from '#app/features/settlement/sweep-stripe.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { stripe } from '#app/platform/stripe.server.ts'
import { listFaults, setFault } from '#app/sandbox/faults.server.ts'
import {
  chooseKonbini,
  closeDispute,
  dashboardRefund,
  declineCard,
  expireVoucher,
  openDispute,
  payCard,
  payVoucher,
  settleRefund,
} from '#app/sandbox/stripe/actions.server.ts'
import { anEdition, anOrder, anOrganisation } from '#tests/support/factories.ts'
import { balances, ledgerTable } from '#tests/support/ledger-table.ts'
import { DAY, HOUR, passTime, useSandbox } from '#tests/support/sandbox-kit.ts'
import { deliver, mails, openPage, standing, tasks } from '#tests/support/stripe-kit.ts'

useSandbox()
beforeEach(anOrganisation)

function aCardOrder(copies = 1) {
  return anOrder([{ sku: 'MNET-100', copies }], { details: { method: 'card' }, now: now() })
}

function aKonbiniOrder(copies = 1) {
  return anOrder([{ sku: 'MNET-100', copies }], { details: { method: 'konbini' }, now: now() })
}

async function aPaidCardOrder(copies = 1) {
  const order = await aCardOrder(copies)
  const { intentId } = await payCard(await openPage(order.chargeId))
  await deliver()
  await passTime(HOUR)
  await deliver()
  return { ...order, intentId }
}

describe('an order by card', () => {
  it('leftbookclub: is paid by webhook alone, without a browser; fee booked when Stripe tells it; posted', async () => {
    await anEdition({ copies: 10 })
    const order = await aPaidCardOrder(2)
    expect(await standing(order.orderId)).toEqual({
      state: 'covered',
      allocatedYen: 1_300,
      refundedYen: 0,
      onHand: 10,
      held: 2,
    })
    expect(await postOrder({ order: { code: order.code }, actor: 'test' }, { now: now() })).toMatchObject({
      ok: true,
    })
    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact     | account         | debit | credit
      2026-11-24 | payment  | stripe_clearing |  1300 |       
                 |          | advances        |       |   1300
      2026-11-24 | fee      | payment_fees    |    47 |       
                 |          | stripe_clearing |       |     47
      2026-11-24 | shipment | advances        |  1300 |       
                 |          | sales           |       |    909
                 |          | shipping_income |       |    273
                 |          | output_tax      |       |    118"
    `)
    expect(await mails()).toEqual(['order-paid', 'order-posted'])
    expect(await tasks()).toEqual([])
  })

  it('a declined card leaves the page open, and the next card pays', async () => {
    await anEdition({ copies: 10 })
    const order = await aCardOrder()
    const sessionId = await openPage(order.chargeId)
    await declineCard(sessionId)
    await deliver()
    expect(await standing(order.orderId)).toMatchObject({ state: 'open', held: 1 })
    await payCard(sessionId)
    await deliver()
    expect(await standing(order.orderId)).toMatchObject({ state: 'covered', held: 1 })
  })

  it('medusajs/medusa#13301: webhook and landing page at once, 100 times: one payment and one mail each', async () => {
    await anEdition({ copies: 200 })
    for (let round = 0; round < 100; round += 1) {
      const order = await aCardOrder()
      await payCard(await openPage(order.chargeId))
      const landing = () => refreshCharge(order.chargeId, { now: now() })
      await Promise.all(
        round % 2 === 0 ? [landing(), deliver(), landing()] : [deliver(), landing(), landing()],
      )
    }
    expect(await db.payment.count()).toBe(100)
    expect(await db.charge.count({ where: { state: 'covered' } })).toBe(100)
    expect((await mails()).filter((mail) => mail === 'order-paid')).toHaveLength(100)
  }, 120_000)

  it('events twice and backwards end in the same state', async () => {
    await anEdition({ copies: 10 })
    const order = await aCardOrder()
    await payCard(await openPage(order.chargeId))
    await passTime(HOUR)
    const statuses = await deliver((webhooks) => [...webhooks.toReversed(), ...webhooks])
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(await standing(order.orderId)).toMatchObject({ state: 'covered', allocatedYen: 800 })
    expect(await balances()).toEqual({ advances: -800, payment_fees: 29, stripe_clearing: 771 })
    expect(await mails()).toEqual(['order-paid'])
  })

  it('every webhook lost: the sweep finds the payment, the fee and the refund', async () => {
    await anEdition({ copies: 10 })
    await setFault({ match: 'checkout.session.completed', fault: 'lose', times: 9 })
    await setFault({ match: 'payment_intent.succeeded', fault: 'lose', times: 9 })
    await setFault({ match: 'charge.updated', fault: 'lose', times: 9 })
    const order = await aCardOrder()
    const { intentId } = await payCard(await openPage(order.chargeId))
    await passTime(HOUR)
    await sweepStripe({ now: now() })
    expect(await standing(order.orderId)).toMatchObject({ state: 'covered' })
    await dashboardRefund(intentId)
    await sweepStripe({ now: now() })
    expect(await standing(order.orderId)).toMatchObject({ refundedYen: 800, held: 0, onHand: 10 })
    expect(await balances()).toEqual({ payment_fees: 29, stripe_clearing: -29 })
    expect((await sweepStripe({ now: now() })).events).toBe(0)
  })

  it('a page that is left expires and gives the copies back once, by event or by sweep', async () => {
    await anEdition({ copies: 10 })
    const order = await aCardOrder(3)
    await openPage(order.chargeId)
    await passTime(2 * HOUR)
    await Promise.all([deliver(), expireCharges({ now: now() }), expireCharges({ now: now() })])
    expect(await standing(order.orderId)).toMatchObject({ state: 'expired', held: 0, onHand: 10 })
    expect(await mails()).toEqual([])
  })

  it('paid in the last moment while the sweep wants to expire it: the payment wins', async () => {
    await anEdition({ copies: 10 })
    const order = await aCardOrder()
    await payCard(await openPage(order.chargeId))
    // No webhook came; the hold's time is over.
    await expireCharges({ now: new Date(now().getTime() + 3 * HOUR) })
    expect(await standing(order.orderId)).toMatchObject({ state: 'covered', held: 1 })
  })

  it('a time-out after the effect: the next press leads to the same page', async () => {
    await anEdition({ copies: 10 })
    const order = await aCardOrder()
    await setFault({ match: 'POST /v1/checkout/sessions', fault: 'timeout-after', times: 1 })
    expect(await startPayment(order.chargeId, { now: now() })).toEqual({
      ok: false,
      reason: 'stripe-unreachable',
    })
    const sessionId = await openPage(order.chargeId)
    expect(await db.sandboxObject.count({ where: { type: 'checkout.session' } })).toBe(1)
    await payCard(sessionId)
    await deliver()
    expect(await standing(order.orderId)).toMatchObject({ state: 'covered' })
  })

  it('a time-out after the effect and a payment all the same: the webhook names the attempt', async () => {
    await anEdition({ copies: 10 })
    const order = await aCardOrder()
    await setFault({ match: 'POST /v1/checkout/sessions', fault: 'timeout-after', times: 1 })
    await startPayment(order.chargeId, { now: now() })
    const session = await db.sandboxObject.findFirstOrThrow({ where: { type: 'checkout.session' } })
    await payCard(session.id)
    await deliver()
    expect(await standing(order.orderId)).toMatchObject({ state: 'covered' })
  })

  it('Stripe down before the effect: the order stays and can be paid later', async () => {
    await anEdition({ copies: 10 })
    const order = await aCardOrder()
    for (const fault of ['timeout-before', '500', '429'] as const) {
      await setFault({ match: 'POST /v1/checkout/sessions', fault, times: 1 })
      expect(await startPayment(order.chargeId, { now: now() })).toEqual({
        ok: false,
        reason: 'stripe-unreachable',
      })
    }
    expect(await standing(order.orderId)).toMatchObject({ state: 'open', held: 1 })
    await payCard(await openPage(order.chargeId))
    await deliver()
    expect(await standing(order.orderId)).toMatchObject({ state: 'covered', held: 1 })
  })

  it('saleor PR 11069: Stripe is never called inside a transaction', async () => {
    await expect(inTransaction(() => Promise.resolve(stripe()))).rejects.toThrow(
      'inside a database transaction',
    )
  })
})

describe('two attempts of one reader', () => {
  it('woocommerce/woocommerce#67354: the second replaces the hold of the first, even of the last copy', async () => {
    await anEdition({ copies: 1 })
    const first = await anOrder([{ sku: 'MNET-100', copies: 1 }], {
      details: { method: 'card' },
      checkoutKey: 'reader-1',
      now: now(),
    })
    await openPage(first.chargeId)
    const second = await anOrder([{ sku: 'MNET-100', copies: 1 }], {
      details: { method: 'card' },
      checkoutKey: 'reader-1',
      now: now(),
    })
    expect(await standing(first.orderId)).toMatchObject({ state: 'cancelled', held: 1 })
    expect(await standing(second.orderId)).toMatchObject({ state: 'open', held: 1 })
    await deliver()
    expect(await standing(second.orderId)).toMatchObject({ state: 'open', held: 1 })
  })

  it('the first was paid meanwhile: it stays, and both are served', async () => {
    await anEdition({ copies: 5 })
    const key = { checkoutKey: 'reader-1', details: { method: 'card' as const }, now: now() }
    const first = await anOrder([{ sku: 'MNET-100', copies: 1 }], key)
    await payCard(await openPage(first.chargeId))
    const second = await anOrder([{ sku: 'MNET-100', copies: 1 }], key)
    await deliver()
    expect(await standing(first.orderId)).toMatchObject({ state: 'covered', held: 2 })
    expect(await standing(second.orderId)).toMatchObject({ state: 'open' })
  })

  it('a voucher is out: the first order stays', async () => {
    await anEdition({ copies: 5 })
    const first = await anOrder([{ sku: 'MNET-100', copies: 1 }], {
      details: { method: 'konbini' },
      checkoutKey: 'reader-1',
      now: now(),
    })
    await chooseKonbini(await openPage(first.chargeId), 'later')
    const second = await anOrder([{ sku: 'MNET-100', copies: 1 }], {
      details: { method: 'card' },
      checkoutKey: 'reader-1',
      now: now(),
    })
    await deliver()
    expect(await standing(first.orderId)).toMatchObject({ state: 'open', held: 2 })
    expect(await standing(second.orderId)).toMatchObject({ state: 'open', held: 2 })
  })

  it('Stripe cannot be reached: the first order stays, the second is placed', async () => {
    await anEdition({ copies: 5 })
    const key = { checkoutKey: 'reader-1', details: { method: 'card' as const }, now: now() }
    const first = await anOrder([{ sku: 'MNET-100', copies: 1 }], key)
    await openPage(first.chargeId)
    await setFault({ match: 'GET /v1/checkout/sessions/:id', fault: 'timeout-before', times: 1 })
    await anOrder([{ sku: 'MNET-100', copies: 1 }], key)
    expect(await standing(first.orderId)).toMatchObject({ state: 'open', held: 2 })
  })
})

describe('cancelling at the desk', () => {
  it('from a form that is stale leaves the page at Stripe open, and the reader pays', async () => {
    await anEdition({ copies: 10 })
    const order = await aCardOrder()
    const seenEventId = (await latestEventId(db, order.orderId)) ?? ''
    const sessionId = await openPage(order.chargeId)
    await db.orderEvent.create({
      data: { id: newId(), orderId: order.orderId, kind: 'corrected', at: now(), actor: 'reader' },
    })
    const request = { code: order.code, by: 'shop' as const }
    expect(await cancelOrder({ ...request, seenEventId }, { now: now() })).toMatchObject({
      reason: 'changed',
      events: [{ kind: 'corrected' }],
    })
    expect((await stripe().checkout.sessions.retrieve(sessionId)).status).toBe('open')
    await payCard(sessionId)
    await deliver()
    expect(await standing(order.orderId)).toMatchObject({ state: 'covered', held: 1 })
  })

  it('looks once more under the lock, for what happened while Stripe was asked', async () => {
    await anEdition({ copies: 10 })
    const order = await aCardOrder()
    const seenEventId = (await latestEventId(db, order.orderId)) ?? ''
    await openPage(order.chargeId)
    await setFault({ match: 'POST /v1/checkout/sessions/:id/expire', fault: 'delay', delayMs: 1_000 })
    const cancelling = cancelOrder({ code: order.code, by: 'shop', seenEventId }, { now: now() })
    await expect.poll(async () => (await listFaults()).length).toBe(0)
    await db.orderEvent.create({
      data: { id: newId(), orderId: order.orderId, kind: 'corrected', at: now(), actor: 'reader' },
    })
    expect(await cancelling).toMatchObject({ reason: 'changed', events: [{ kind: 'corrected' }] })
    expect(await standing(order.orderId)).toMatchObject({ state: 'open', held: 1 })
  })
})

describe('an order by konbini', () => {
  it('stripe-samples/accept-a-payment#459, omise/omise-woocommerce PR 360: the voucher goes out by mail, none after it is paid', async () => {
    await anEdition({ copies: 10 })
    const order = await aKonbiniOrder()
    const { intentId } = await chooseKonbini(await openPage(order.chargeId), 'later')
    await deliver()
    await deliver((webhooks) => webhooks.toReversed())
    expect(await mails()).toEqual(['voucher'])
    await passTime(2 * DAY)
    await expireCharges({ now: now() })
    expect(await standing(order.orderId)).toMatchObject({ state: 'open', held: 1 })
    expect(await cancelOrder({ code: order.code, by: 'reader' }, { now: now() })).toEqual({
      ok: false,
      reason: 'voucher-out',
    })
    await payVoucher(intentId)
    await deliver()
    expect(await standing(order.orderId)).toMatchObject({ state: 'covered', held: 1 })
    expect(await mails()).toEqual(['voucher', 'order-paid'])
  })

  it('woocommerce/woocommerce-gateway-stripe PR 3126: paid at once completes by webhook alone, without a voucher mail', async () => {
    await anEdition({ copies: 10 })
    const order = await aKonbiniOrder()
    await chooseKonbini(await openPage(order.chargeId), 'now')
    await deliver()
    expect(await standing(order.orderId)).toMatchObject({ state: 'covered' })
    expect(await mails()).toEqual(['order-paid'])
  })

  it('woocommerce/woocommerce#66244: a voucher nobody pays releases the copies once and is told', async () => {
    await anEdition({ copies: 10 })
    const order = await aKonbiniOrder(4)
    const { intentId } = await chooseKonbini(await openPage(order.chargeId), 'never')
    await deliver()
    await expireVoucher(intentId)
    await deliver((webhooks) => [...webhooks, ...webhooks.toReversed()])
    await expireCharges({ now: new Date(now().getTime() + 30 * DAY) })
    expect(await standing(order.orderId)).toMatchObject({ state: 'expired', held: 0, onHand: 10 })
    expect(await mails()).toEqual(['voucher', 'payment-failed'])
  })
})

describe('refunds and disputes made at Stripe', () => {
  it('drastik/com.drastikbydesign.stripe#135: a whole refund before posting gives money and copies back', async () => {
    await anEdition({ copies: 10 })
    const order = await aPaidCardOrder(2)
    await dashboardRefund(order.intentId)
    await deliver((webhooks) => [...webhooks, ...webhooks])
    expect(await standing(order.orderId)).toMatchObject({
      refundedYen: 1_300,
      allocatedYen: 0,
      held: 0,
      onHand: 10,
    })
    expect(await balances()).toEqual({ payment_fees: 47, stripe_clearing: -47 })
    expect(await mails()).toEqual(['order-paid', 'order-refunded'])
    expect(await tasks()).toEqual([])
    expect(await postOrder({ order: { code: order.code }, actor: 'test' }, { now: now() })).toEqual({
      ok: false,
      reason: 'nothing-to-post',
    })
  })

  it('a part refunded before posting is never earned, and a person is asked about the lines', async () => {
    await anEdition({ copies: 10 })
    const order = await aPaidCardOrder(2)
    await dashboardRefund(order.intentId, 300)
    await deliver()
    expect(await tasks()).toEqual(['refund-lines'])
    await postOrder({ order: { code: order.code }, actor: 'test' }, { now: now() })
    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact     | account         | debit | credit
      2026-11-24 | payment  | stripe_clearing |  1300 |       
                 |          | advances        |       |   1300
      2026-11-24 | fee      | payment_fees    |    47 |       
                 |          | stripe_clearing |       |     47
      2026-11-24 | refund   | advances        |   300 |       
                 |          | stripe_clearing |       |    300
      2026-11-24 | shipment | advances        |  1000 |       
                 |          | sales           |       |    700
                 |          | shipping_income |       |    210
                 |          | output_tax      |       |     90"
    `)
  })

  it('a refund after posting takes back sales and their tax; a failed one puts them back', async () => {
    await anEdition({ copies: 10 })
    const order = await aKonbiniOrder(2)
    const { intentId } = await chooseKonbini(await openPage(order.chargeId), 'now')
    await deliver()
    await postOrder({ order: { code: order.code }, actor: 'test' }, { now: now() })
    const before = await balances()
    const refund = await dashboardRefund(intentId, 650)
    await deliver()
    expect(await standing(order.orderId)).toMatchObject({ refundedYen: 650, allocatedYen: 650 })
    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact     | account         | debit | credit
      2026-11-24 | payment  | stripe_clearing |  1300 |       
                 |          | advances        |       |   1300
      2026-11-24 | fee      | payment_fees    |    47 |       
                 |          | stripe_clearing |       |     47
      2026-11-24 | shipment | advances        |  1300 |       
                 |          | sales           |       |    909
                 |          | shipping_income |       |    273
                 |          | output_tax      |       |    118
      2026-11-24 | refund   | sales_returns   |   455 |       
                 |          | sales_returns   |   136 |       
                 |          | output_tax      |    59 |       
                 |          | stripe_clearing |       |    650"
    `)
    await settleRefund(refund.id, 'failed')
    await deliver()
    expect(await standing(order.orderId)).toMatchObject({ refundedYen: 0, allocatedYen: 1_300 })
    expect(await balances()).toEqual(before)
    expect(await tasks()).toEqual(['refund-lines', 'refund-failed'])
  })

  it('two partial refunds end at what was paid', async () => {
    await anEdition({ copies: 10 })
    const order = await aPaidCardOrder(3)
    await postOrder(
      { order: { code: order.code }, lines: [{ sku: 'MNET-100', copies: 1 }], actor: 'test' },
      { now: now() },
    )
    await dashboardRefund(order.intentId, 1_000)
    await dashboardRefund(order.intentId)
    await deliver()
    expect(await standing(order.orderId)).toMatchObject({ refundedYen: 1_800, allocatedYen: 0, held: 0 })
    const sums = await balances()
    expect((sums.sales ?? 0) + (sums.shipping_income ?? 0) + (sums.sales_returns ?? 0)).toBe(0)
    expect([sums.output_tax, sums.advances]).toEqual([undefined, undefined])
  })

  it('a refund heard of before its payment books both', async () => {
    await anEdition({ copies: 10 })
    const order = await aCardOrder()
    const { intentId } = await payCard(await openPage(order.chargeId))
    await dashboardRefund(intentId)
    await deliver((webhooks) => webhooks.toReversed())
    expect(await standing(order.orderId)).toMatchObject({ state: 'covered', refundedYen: 800, held: 0 })
  })

  it('a dispute takes the money out; won it comes back, lost it is a loss', async () => {
    await anEdition({ copies: 10 })
    const won = await aPaidCardOrder()
    const dispute = await openDispute(won.intentId)
    await deliver((webhooks) => [...webhooks, ...webhooks])
    expect((await balances()).disputed).toBe(800)
    await closeDispute(dispute.id, 'won')
    await deliver()
    expect((await balances()).disputed).toBeUndefined()
    const lost = await aPaidCardOrder()
    const second = await openDispute(lost.intentId)
    await deliver()
    await closeDispute(second.id, 'lost')
    await deliver()
    expect(await balances()).toMatchObject({ dispute_losses: 800 })
    expect((await balances()).disputed).toBeUndefined()
    expect(await tasks()).toEqual(['dispute', 'dispute'])
  })
})
