import { beforeEach, describe, expect, it } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import type { LineWish, RefundWish } from '#app/domain/refund.ts'
import { latestEventId } from '#app/features/checkout/stale-order.server.ts'
import { expireCharges } from '#app/features/settlement/expire-charges.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { previewRefund } from '#app/features/settlement/preview-refund.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { refundOrder, type RefundWay } from '#app/features/settlement/refund-order.server.ts'
import { resolveProvisionalRefund } from '#app/features/settlement/resolve-refund.server.ts'
import { retryRefunds } from '#app/features/settlement/retry-refunds.server.ts'
import { receiveRun } from '#app/features/stock/receive-run.server.ts'
import { runAs } from '#app/platform/actor.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { setFault } from '#app/sandbox/faults.server.ts'
import {
  chooseKonbini,
  dashboardRefund,
  openDispute,
  payCard,
  settleRefund,
} from '#app/sandbox/stripe/actions.server.ts'
import { anEdition, anOrder, anOrganisation, type EditionOptions } from '#tests/support/factories.ts'
import { balances, ledgerTable } from '#tests/support/ledger-table.ts'
import { DAY, HOUR, passTime, useSandbox } from '#tests/support/sandbox-kit.ts'
import { deliver, mails, openPage, standing, tasks } from '#tests/support/stripe-kit.ts'

useSandbox()
beforeEach(anOrganisation)

const STRIPE: RefundWay = { kind: 'stripe' }
const WHOLE: RefundWish = { kind: 'whole', restock: false }
const today = tokyoDay('2026-11-24')

function byBank(ref: string): RefundWay {
  return { kind: 'byHand', method: 'bank', on: today, ref }
}

async function refund(orderId: string, what: RefundWish, way: RefundWay, seenEventId?: string) {
  const guard = seenEventId ? { seenEventId } : {}
  return await refundOrder({ orderId, what, way, reason: null, ...guard }, { now: now() })
}

/** Two copies of 500 yen each and 300 yen of postage, paid by card. */
async function aCardOrder(copies = 2, edition: EditionOptions = { copies: 10 }) {
  await anEdition(edition)
  const order = await anOrder([{ sku: 'MNET-100', copies }], { details: { method: 'card' }, now: now() })
  const { intentId } = await payCard(await openPage(order.chargeId))
  await deliver()
  return { ...order, intentId, ...(await linesOf(order.orderId)) }
}

async function aBankOrder(copies: number, ...payments: number[]) {
  await anEdition({ copies: 10 })
  const order = await anOrder([{ sku: 'MNET-100', copies }], { now: now() })
  for (const [index, amountYen] of payments.entries()) await payByBank(order.code, amountYen, `IN-${index}`)
  return { ...order, ...(await linesOf(order.orderId)) }
}

async function payByBank(charge: string, amountYen: number, ref: string) {
  await recordPayment({ charge, amountYen, method: 'bank', on: today, ref }, { now: now() })
}

async function linesOf(orderId: string): Promise<{ goods: string; postage: string }> {
  const { charge } = await db.order.findUniqueOrThrow({
    where: { id: orderId },
    select: { charge: { select: { lines: { orderBy: { position: 'asc' } } } } },
  })
  return { goods: charge.lines[0]?.id ?? '', postage: charge.lines[1]?.id ?? '' }
}

async function post(orderId: string, copies?: number) {
  const lines = copies ? { lines: [{ sku: 'MNET-100', copies }] } : {}
  const posted = await postOrder({ order: { orderId }, actor: 'test', ...lines }, { now: now() })
  expect(posted).toMatchObject({ ok: true })
}

function parts(chargeLineId: string, wish: object): RefundWish {
  return { kind: 'parts', lines: [{ chargeLineId, ...wish }] }
}

async function refundsAtStripe(): Promise<number> {
  return await db.sandboxObject.count({ where: { type: 'refund' } })
}

describe('a refund while a print run comes in', () => {
  it('gives up the pre-orders that the run has just turned into holds', async () => {
    const order = await aCardOrder(2, { copies: 0, preorderLimit: 5 })
    expect(await db.orderLine.findFirst()).toMatchObject({ preordered: 2, held: 0 })
    const [reached, goOn] = [aSignal(), aSignal()]
    const coming = receiveRun(
      { sku: 'MNET-100', copies: 5, run: 1, receivedOn: today },
      {
        now: now(),
        announce: async () => {
          reached.give()
          await goOn.given
        },
      },
    )
    // The run has the level and the line, and is not committed.
    await reached.given
    const refunding = refund(order.orderId, parts(order.goods, { unposted: 1 }), STRIPE)
    await expect.poll(waitingForLocks).toBeGreaterThan(0)
    goOn.give()
    expect(await coming).toMatchObject({ ok: true, held: 2 })
    expect(await refunding).toMatchObject({ ok: true, refunds: [{ amountYen: 500 }] })
    expect(await db.orderLine.findFirst()).toMatchObject({ preordered: 0, held: 1, released: 1 })
  })
})

function aSignal(): { given: Promise<void>; give: () => void } {
  let give = (): void => undefined
  const given = new Promise<void>((resolve) => (give = resolve))
  return { given, give: () => give() }
}

async function waitingForLocks(): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`
  return row?.count ?? 0
}

describe('a refund from the desk through Stripe', () => {
  it('whole, before posting: money, postage and copies go back, the reader is told once', async () => {
    const order = await aCardOrder()
    const result = await refund(order.orderId, WHOLE, STRIPE)
    expect(result).toMatchObject({ ok: true, refunds: [{ amountYen: 1_300, state: 'succeeded' }] })
    await deliver((webhooks) => [...webhooks, ...webhooks])
    expect(await standing(order.orderId)).toEqual({
      state: 'covered',
      allocatedYen: 0,
      refundedYen: 1_300,
      onHand: 10,
      held: 0,
    })
    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact    | account         | debit | credit
      2026-11-24 | payment | stripe_clearing |  1300 |       
                 |         | advances        |       |   1300
      2026-11-24 | refund  | advances        |  1300 |       
                 |         | stripe_clearing |       |   1300"
    `)
    expect(await mails()).toEqual(['order-paid', 'order-refunded'])
    expect(await tasks()).toEqual([])
    expect(await refund(order.orderId, WHOLE, STRIPE)).toEqual({ ok: false, reason: 'nothing' })
  })

  it('one copy before posting is released and never earned', async () => {
    const order = await aCardOrder()
    await refund(order.orderId, parts(order.goods, { unposted: 1 }), STRIPE)
    expect(await standing(order.orderId)).toMatchObject({ refundedYen: 500, held: 1, onHand: 10 })
    await post(order.orderId)
    expect(await standing(order.orderId)).toMatchObject({ held: 0, onHand: 9 })
    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact     | account         | debit | credit
      2026-11-24 | payment  | stripe_clearing |  1300 |       
                 |          | advances        |       |   1300
      2026-11-24 | refund   | advances        |   500 |       
                 |          | stripe_clearing |       |    500
      2026-11-24 | shipment | advances        |   800 |       
                 |          | sales           |       |    455
                 |          | shipping_income |       |    273
                 |          | output_tax      |       |     72"
    `)
  })

  it('one copy after posting takes its sale back; it comes back to its own run', async () => {
    const order = await aCardOrder()
    await post(order.orderId)
    await refund(order.orderId, parts(order.goods, { posted: 1, restock: true }), STRIPE)
    expect(await standing(order.orderId)).toMatchObject({ refundedYen: 500, held: 0, onHand: 9 })
    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact     | account         | debit | credit
      2026-11-24 | payment  | stripe_clearing |  1300 |       
                 |          | advances        |       |   1300
      2026-11-24 | shipment | advances        |  1300 |       
                 |          | sales           |       |    909
                 |          | shipping_income |       |    273
                 |          | output_tax      |       |    118
      2026-11-24 | refund   | sales_returns   |   454 |       
                 |          | output_tax      |    46 |       
                 |          | stripe_clearing |       |    500"
    `)
    const back = await db.stockMovement.findFirstOrThrow({ where: { kind: 'reader_return' } })
    expect(back).toMatchObject({ copies: 1 })
    expect(await db.refundLine.findFirst({ where: { id: back.refundLineId ?? '' } })).toMatchObject({
      copies: 1,
      released: 0,
      restocked: 1,
    })
  })

  it('after posting without the copies: money only', async () => {
    const order = await aCardOrder()
    await post(order.orderId)
    await refund(order.orderId, WHOLE, STRIPE)
    expect(await standing(order.orderId)).toMatchObject({ refundedYen: 1_300, onHand: 8 })
    const sums = await balances()
    expect((sums.sales ?? 0) + (sums.shipping_income ?? 0) + (sums.sales_returns ?? 0)).toBe(0)
    expect([sums.advances, sums.output_tax, sums.receivables]).toEqual([undefined, undefined, undefined])
  })

  it('a part-posted order: the posted copy and the held one are refunded each from where its money is', async () => {
    const order = await aCardOrder(3)
    await post(order.orderId, 1)
    const what = parts(order.goods, { unposted: 1, posted: 1, restock: true })
    await refund(order.orderId, what, STRIPE)
    expect(await db.refundLine.findFirst()).toMatchObject({
      amountYen: 1_000,
      recognisedYen: 500,
      copies: 2,
      released: 1,
      restocked: 1,
    })
    await post(order.orderId)
    expect(await standing(order.orderId)).toMatchObject({ held: 0, onHand: 9 })
    const sums = await balances()
    expect(sums.advances).toBeUndefined()
  })

  it('vendurehq/vendure#4811: copies bring back what was paid for them, the last one the rest', async () => {
    await anEdition({ copies: 10, priceYen: 333 })
    const order = await anOrder([{ sku: 'MNET-100', copies: 3 }], { details: { method: 'card' }, now: now() })
    await payCard(await openPage(order.chargeId))
    await deliver()
    const { goods } = await linesOf(order.orderId)
    await refund(order.orderId, parts(goods, { amountYen: 100 }), STRIPE)
    for (const amountYen of [333, 333, 233]) {
      expect(await refund(order.orderId, parts(goods, { unposted: 1 }), STRIPE)).toMatchObject({
        refunds: [{ amountYen }],
      })
    }
    expect(await refund(order.orderId, parts(goods, { unposted: 1 }), STRIPE)).toEqual({
      ok: false,
      reason: 'copies',
      chargeLineId: goods,
      left: 0,
    })
  })

  it('never more than was paid for a line', async () => {
    const order = await aCardOrder()
    expect(await refund(order.orderId, parts(order.goods, { amountYen: 1_001 }), STRIPE)).toEqual({
      ok: false,
      reason: 'amount',
      chargeLineId: order.goods,
      left: 1_000,
    })
    expect(await refund(order.orderId, parts(newId(), { amountYen: 1 }), STRIPE)).toMatchObject({
      reason: 'line-unknown',
    })
    expect(await refundsAtStripe()).toBe(0)
  })

  it('two refunds at once that exceed it together: one is refused', async () => {
    const order = await aCardOrder()
    const results = await Promise.all(
      [900, 901].map((amountYen) => refund(order.orderId, parts(order.goods, { amountYen }), STRIPE)),
    )
    expect(results.map((result) => result.ok).sort()).toEqual([false, true])
    expect(await refundsAtStripe()).toBe(1)
  })

  it('two people at once: the second sees what changed', async () => {
    const staff = { email: 'a@example.org', name: '見本 花子', role: 'treasurer' as const, createdAt: now() }
    const { id: staffId } = await db.staff.create({ data: { id: newId(), ...staff } })
    const order = await aCardOrder()
    const seen = (await latestEventId(db, order.orderId)) ?? ''
    const what = parts(order.goods, { amountYen: 100 })
    await runAs({ kind: 'staff', staffId }, () => refund(order.orderId, what, STRIPE, seen))
    expect(await refund(order.orderId, what, STRIPE, seen)).toMatchObject({
      ok: false,
      reason: 'changed',
      events: [
        { kind: 'refund-requested', actor: 'staff', staffName: '見本 花子' },
        { kind: 'refunded', actor: 'system', staffName: null },
      ],
    })
    expect(await db.refund.findMany({ select: { staffId: true } })).toEqual([{ staffId }])
  })

  it('konbini money asks for an e-mail address; the reader names her account, and the money arrives', async () => {
    await anEdition({ copies: 10 })
    const details = { method: 'konbini' as const }
    const order = await anOrder([{ sku: 'MNET-100', copies: 1 }], { details, now: now() })
    await chooseKonbini(await openPage(order.chargeId), 'now')
    await deliver()
    await db.order.update({ where: { id: order.orderId }, data: { email: null } })
    expect(await refund(order.orderId, WHOLE, STRIPE)).toEqual({ ok: false, reason: 'email-needed' })
    await db.order.update({ where: { id: order.orderId }, data: { email: 'reader@example.org' } })
    expect(await refund(order.orderId, WHOLE, STRIPE)).toMatchObject({ refunds: [{ state: 'pending' }] })
    await passTime(2 * DAY)
    await deliver()
    expect(await db.refund.findMany({ select: { state: true } })).toEqual([{ state: 'succeeded' }])
    expect(await mails()).toEqual(['order-paid', 'order-refunded'])
  })

  it('konbini money of a reader without e-mail goes back by bank', async () => {
    await anEdition({ copies: 10 })
    const details = { method: 'konbini' as const }
    const order = await anOrder([{ sku: 'MNET-100', copies: 1 }], { details, now: now() })
    await chooseKonbini(await openPage(order.chargeId), 'now')
    await deliver()
    await db.order.update({ where: { id: order.orderId }, data: { email: null } })
    expect(await refund(order.orderId, WHOLE, byBank('OUT-1'))).toMatchObject({ ok: true })
    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact    | account         | debit | credit
      2026-11-24 | payment | stripe_clearing |   800 |       
                 |         | advances        |       |    800
      2026-11-24 | fee     | payment_fees    |    29 |       
                 |         | stripe_clearing |       |     29
      2026-11-24 | refund  | advances        |   800 |       
                 |         | bank            |       |    800"
    `)
    expect(await refundsAtStripe()).toBe(0)
  })

  it('what Stripe refuses is taken back, copies too, and said', async () => {
    const order = await aCardOrder()
    await openDispute(order.intentId)
    const before = await standing(order.orderId)
    expect(await refund(order.orderId, WHOLE, STRIPE)).toMatchObject({
      ok: false,
      reason: 'stripe-refused',
      message: expect.stringContaining('charged back') as string,
    })
    expect(await standing(order.orderId)).toEqual(before)
    expect(await balances()).toEqual({ advances: -1_300, stripe_clearing: 1_300 })
    expect(await mails()).toEqual(['order-paid'])
  })

  it('refused, and the copies are gone by then: a person decides', async () => {
    const order = await aCardOrder(2, { copies: 2 })
    await setFault({ match: 'POST /v1/refunds', fault: '429', times: 1 })
    await refund(order.orderId, WHOLE, STRIPE)
    await anOrder([{ sku: 'MNET-100', copies: 1 }], { now: now() })
    await openDispute(order.intentId)
    await passTime(HOUR)
    expect(await retryRefunds({ now: now() })).toBe(1)
    expect(await standing(order.orderId)).toMatchObject({ refundedYen: 0, held: 2, onHand: 2 })
    expect(await tasks()).toEqual(['refund-failed'])
    expect(await db.task.findFirst({ select: { details: true } })).toMatchObject({
      details: { copiesGone: 1 },
    })
    // The copy that is gone is owed still: it can be refunded by hand.
    expect(await refund(order.orderId, WHOLE, byBank('OUT-1'))).toMatchObject({
      refunds: [{ amountYen: 1_300 }],
    })
    expect(await standing(order.orderId)).toMatchObject({ held: 1 })
  })
})

describe('Stripe does not answer', () => {
  it.each(['timeout-before', 'timeout-after', '500', '429'] as const)(
    '%s: it stays pending, is asked again, and is made once',
    async (fault) => {
      const order = await aCardOrder()
      await setFault({ match: 'POST /v1/refunds', fault, times: 1 })
      expect(await refund(order.orderId, WHOLE, STRIPE)).toMatchObject({
        ok: true,
        refunds: [{ state: 'pending' }],
      })
      expect(await standing(order.orderId)).toMatchObject({ refundedYen: 1_300, held: 0 })
      // Within two minutes the call may still be on its way.
      expect(await retryRefunds({ now: now() })).toBe(0)
      for (const wait of [HOUR, HOUR, DAY]) {
        await passTime(wait)
        await retryRefunds({ now: now() })
      }
      await deliver()
      expect(await refundsAtStripe()).toBe(1)
      expect(await db.refund.findMany({ select: { state: true } })).toEqual([{ state: 'succeeded' }])
      expect((await balances()).advances).toBeUndefined()
      expect(await mails()).toEqual(['order-paid', 'order-refunded'])
    },
  )

  it('silent for days after the effect, every webhook lost: found by its mark, not made again', async () => {
    const order = await aCardOrder()
    for (const match of ['refund.created', 'charge.refunded'])
      await setFault({ match, fault: 'lose', times: 9 })
    await setFault({ match: 'POST /v1/refunds', fault: 'timeout-after', times: 1 })
    await refund(order.orderId, parts(order.goods, { amountYen: 400 }), STRIPE)
    await passTime(3 * DAY)
    await retryRefunds({ now: now() })
    expect(await refundsAtStripe()).toBe(1)
    expect(await db.refund.findMany({ select: { state: true } })).toEqual([{ state: 'succeeded' }])
    expect(await standing(order.orderId)).toMatchObject({ refundedYen: 400 })
  })

  it('the webhook comes before the answer: it finds our row', async () => {
    const order = await aCardOrder()
    await setFault({ match: 'POST /v1/refunds', fault: 'timeout-after', times: 1 })
    await refund(order.orderId, WHOLE, STRIPE)
    await deliver((webhooks) => [...webhooks.toReversed(), ...webhooks])
    await passTime(HOUR)
    await retryRefunds({ now: now() })
    expect(await db.refund.count()).toBe(1)
    expect(await standing(order.orderId)).toMatchObject({ refundedYen: 1_300, allocatedYen: 0 })
    expect(await mails()).toEqual(['order-paid', 'order-refunded'])
  })

  it('many processes ask at once: one refund', async () => {
    const order = await aCardOrder()
    await setFault({ match: 'POST /v1/refunds', fault: 'timeout-before', times: 1 })
    await refund(order.orderId, WHOLE, STRIPE)
    await passTime(2 * DAY)
    await Promise.all([retryRefunds({ now: now() }), retryRefunds({ now: now() }), deliver()])
    expect(await refundsAtStripe()).toBe(1)
    expect(await mails()).toEqual(['order-paid', 'order-refunded'])
  })

  it('a refund from the dashboard meanwhile: no more goes back than was paid', async () => {
    const order = await aCardOrder()
    await setFault({ match: 'POST /v1/refunds', fault: 'timeout-before', times: 1 })
    await refund(order.orderId, WHOLE, STRIPE)
    await dashboardRefund(order.intentId)
    await deliver()
    await passTime(HOUR)
    await retryRefunds({ now: now() })
    expect(await refundsAtStripe()).toBe(1)
    expect(await standing(order.orderId)).toMatchObject({ refundedYen: 1_300, allocatedYen: 0, held: 0 })
    expect((await balances()).advances).toBeUndefined()
    expect(await db.task.findMany({ where: { doneAt: null }, select: { kind: true } })).toEqual([
      { kind: 'refund-failed' },
    ])
  })

  it('a refund by hand and one from the dashboard for the same money: a person is told', async () => {
    const order = await aCardOrder()
    await refund(order.orderId, WHOLE, byBank('OUT-1'))
    await dashboardRefund(order.intentId)
    expect(new Set(await deliver())).toEqual(new Set([200]))
    expect(await tasks()).toEqual(['refund-exceeds'])
    expect(await standing(order.orderId)).toMatchObject({ refundedYen: 1_300 })
  })
})

describe('a refund that fails later at Stripe', () => {
  it('puts the money back into the books and asks a person, who refunds by bank', async () => {
    await anEdition({ copies: 10 })
    const details = { method: 'konbini' as const }
    const order = await anOrder([{ sku: 'MNET-100', copies: 2 }], { details, now: now() })
    await chooseKonbini(await openPage(order.chargeId), 'now')
    await deliver()
    await post(order.orderId)
    const before = await balances()
    await refund(order.orderId, { kind: 'whole', restock: true }, STRIPE)
    const made = await db.refund.findFirstOrThrow()
    await settleRefund(made.stripeRefundId ?? '', 'failed')
    await deliver()
    expect(await balances()).toEqual(before)
    expect(await standing(order.orderId)).toMatchObject({ refundedYen: 0, allocatedYen: 1_300, onHand: 10 })
    expect(await tasks()).toEqual(['refund-failed'])
    // The copies are in the house already: they do not come back a second time.
    await refund(order.orderId, { kind: 'whole', restock: true }, byBank('OUT-1'))
    expect(await standing(order.orderId)).toMatchObject({ refundedYen: 1_300, onHand: 10, held: 0 })
  })
})

describe('a refund made in the dashboard', () => {
  async function choose(refundId: string, ...lines: LineWish[]) {
    return await resolveProvisionalRefund({ refundId, lines }, { now: now() })
  }

  it('is given the lines it was for: one held copy, which is free then', async () => {
    const order = await aCardOrder()
    await dashboardRefund(order.intentId, 500)
    await deliver()
    const { id } = await db.refund.findFirstOrThrow()
    const { goods, postage } = order
    expect(await choose(id, { chargeLineId: postage })).toEqual({ ok: false, reason: 'sum', left: 500 })
    expect(await choose(id, { chargeLineId: goods, unposted: 1 })).toEqual({ ok: true })
    expect(await choose(id, { chargeLineId: goods, unposted: 1 })).toEqual({
      ok: false,
      reason: 'not-provisional',
    })
    expect(await standing(order.orderId)).toMatchObject({ refundedYen: 500, held: 1 })
    expect(await db.task.count({ where: { doneAt: null } })).toBe(0)
    await post(order.orderId)
    const sums = await balances()
    expect([sums.advances, sums.shipping_income]).toEqual([undefined, -273])
  })

  it('what was posted meanwhile is earned after all', async () => {
    const order = await aCardOrder()
    await dashboardRefund(order.intentId, 300)
    await deliver()
    await post(order.orderId)
    const { id } = await db.refund.findFirstOrThrow()
    expect(await choose(id, { chargeLineId: order.postage })).toEqual({ ok: true })
    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact         | account         | debit | credit
      2026-11-24 | payment      | stripe_clearing |  1300 |       
                 |              | advances        |       |   1300
      2026-11-24 | refund       | advances        |   300 |       
                 |              | stripe_clearing |       |    300
      2026-11-24 | shipment     | advances        |  1000 |       
                 |              | sales           |       |    700
                 |              | shipping_income |       |    210
                 |              | output_tax      |       |     90
      2026-11-24 | refund-lines | advances        |       |    300
                 |              | stripe_clearing |   300 |       
      2026-11-24 | refund-lines | advances        |    69 |       
                 |              | sales_returns   |   210 |       
                 |              | output_tax      |    21 |       
                 |              | stripe_clearing |       |    300
      2026-11-24 | shipment     | advances        |   231 |       
                 |              | sales           |       |    210
                 |              | output_tax      |       |     21"
    `)
    const sums = await balances()
    expect([sums.advances, sums.sales, sums.output_tax]).toEqual([undefined, -910, -90])
  })

  it('fails at Stripe after its lines were chosen: all of it is undone', async () => {
    await anEdition({ copies: 10 })
    const details = { method: 'konbini' as const }
    const order = await anOrder([{ sku: 'MNET-100', copies: 2 }], { details, now: now() })
    const { intentId } = await chooseKonbini(await openPage(order.chargeId), 'now')
    await deliver()
    await post(order.orderId)
    const before = await balances()
    const made = await dashboardRefund(intentId, 500)
    await deliver()
    const { id } = await db.refund.findFirstOrThrow()
    const { goods } = await linesOf(order.orderId)
    expect(await choose(id, { chargeLineId: goods, posted: 1, restock: true })).toEqual({ ok: true })
    await settleRefund(made.id, 'failed')
    await deliver()
    expect(await balances()).toEqual(before)
    expect(await standing(order.orderId)).toMatchObject({ refundedYen: 0, onHand: 9 })
  })
})

describe('a refund by hand', () => {
  it('is noted once for each reference, and credits the account it left', async () => {
    const order = await aBankOrder(2, 1_300)
    const what = parts(order.goods, { unposted: 1 })
    expect(await refund(order.orderId, what, byBank('OUT-1'))).toMatchObject({ ok: true, isNew: true })
    expect(await refund(order.orderId, what, byBank(' OUT-1 '))).toMatchObject({ ok: true, isNew: false })
    expect(await ledgerTable()).toMatchInlineSnapshot(`
      "day        | fact    | account  | debit | credit
      2026-11-24 | payment | bank     |  1300 |       
                 |         | advances |       |   1300
      2026-11-24 | refund  | advances |   500 |       
                 |         | bank     |       |    500"
    `)
    expect(await db.refund.count()).toBe(1)
    const other = await anOrder([{ sku: 'MNET-100', copies: 1 }], { now: now() })
    await payByBank(other.code, 800, 'IN-9')
    expect(await refund(other.orderId, WHOLE, byBank('OUT-1'))).toEqual({
      ok: false,
      reason: 'reference-used',
    })
    expect(await refund(order.orderId, WHOLE, byBank(' '))).toEqual({
      ok: false,
      reason: 'reference-missing',
    })
    const tomorrow: RefundWay = { kind: 'byHand', method: 'bank', on: tokyoDay('2026-11-25'), ref: 'X' }
    expect(await refund(order.orderId, WHOLE, tomorrow)).toEqual({ ok: false, reason: 'day-in-future' })
    const yesterday: RefundWay = { kind: 'byHand', method: 'bank', on: tokyoDay('2026-11-23'), ref: 'X' }
    const tooEarly = { ok: false, reason: 'day-before-payment', receivedOn: today }
    expect(await refund(order.orderId, WHOLE, yesterday)).toEqual(tooEarly)
    expect(await previewRefund({ orderId: order.orderId, what: WHOLE, way: yesterday })).toEqual(tooEarly)
    expect(
      await refund(order.orderId, WHOLE, { ...yesterday, on: tokyoDay('0001-01-01') } as RefundWay),
    ).toEqual({ ok: false, reason: 'day-too-early' })
    expect(await refund(order.orderId, WHOLE, STRIPE)).toEqual({ ok: false, reason: 'not-stripe' })
  })

  it('is shared out over the payments it goes back to, as one mail', async () => {
    const order = await aBankOrder(2, 500, 800)
    await post(order.orderId, 1)
    expect(await refund(order.orderId, WHOLE, byBank('OUT-1'))).toMatchObject({
      refunds: [{ amountYen: 500 }, { amountYen: 800 }],
    })
    expect((await mails()).filter((mail) => mail === 'order-refunded')).toHaveLength(1)
    expect(await refund(order.orderId, WHOLE, byBank('OUT-1'))).toMatchObject({ isNew: false })
    const sums = await balances()
    expect([sums.bank, sums.advances, sums.output_tax]).toEqual([undefined, undefined, undefined])
  })

  it('pretix/pretix#1365: a surplus goes back alone, and no more of it', async () => {
    const order = await aBankOrder(1, 1_000)
    const surplus = (surplusYen: number): RefundWish => ({ kind: 'parts', lines: [], surplusYen })
    expect(await refund(order.orderId, surplus(201), byBank('OUT-1'))).toEqual({
      ok: false,
      reason: 'surplus',
      left: 200,
    })
    expect(await refund(order.orderId, surplus(200), byBank('OUT-1'))).toMatchObject({ ok: true })
    expect(await balances()).toEqual({ advances: -800, bank: 800 })
    expect(await standing(order.orderId)).toMatchObject({ refundedYen: 0, held: 1 })
  })

  it('gives back money that came too late, and part of a price that never came whole', async () => {
    const late = await aBankOrder(1)
    await expireCharges({ now: new Date(now().getTime() + 30 * DAY) })
    await payByBank(late.code, 800, 'IN-1')
    await refund(late.orderId, WHOLE, byBank('OUT-1'))
    const part = await anOrder([{ sku: 'MNET-100', copies: 1 }], { now: now() })
    await payByBank(part.code, 300, 'IN-2')
    const { goods } = await linesOf(part.orderId)
    expect(await refund(part.orderId, parts(goods, { unposted: 1 }), byBank('OUT-2'))).toEqual({
      ok: false,
      reason: 'not-paid',
    })
    await refund(part.orderId, WHOLE, byBank('OUT-2'))
    expect(await balances()).toEqual({})
    expect(await standing(part.orderId)).toMatchObject({ state: 'open', allocatedYen: 0, refundedYen: 0 })
  })
})
