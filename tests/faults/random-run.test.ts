import fc from 'fast-check'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { tokyoDayOf } from '#app/domain/day.ts'
import { placeOrder } from '#app/features/checkout/place-order.server.ts'
import type { RefundWish } from '#app/domain/refund.ts'
import { reportParcel } from '#app/features/checkout/report-parcel.server.ts'
import { cancelOrder } from '#app/features/settlement/cancel-order.server.ts'
import { checkBooks } from '#app/features/settlement/check-books.server.ts'
import { expireCharges } from '#app/features/settlement/expire-charges.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { receiveAndAnnounce } from '#app/features/settlement/receive-run.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { loadRefundable } from '#app/features/settlement/load-refundable.server.ts'
import { refundOrder, type RefundWay } from '#app/features/settlement/refund-order.server.ts'
import { replaceParcel } from '#app/features/settlement/replace-parcel.server.ts'
import { resolveProvisionalRefund } from '#app/features/settlement/resolve-refund.server.ts'
import { retryRefunds } from '#app/features/settlement/retry-refunds.server.ts'
import { refreshCharge } from '#app/features/settlement/refresh-charge.server.ts'
import { startPayment } from '#app/features/settlement/start-payment.server.ts'
import { sweepStripe } from '#app/features/settlement/sweep-stripe.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { clearFaults, setFault } from '#app/sandbox/faults.server.ts'
import {
  chooseKonbini,
  dashboardRefund,
  payCard,
  payVoucher,
  SandboxRefusal,
} from '#app/sandbox/stripe/actions.server.ts'
import { StripeRefusal } from '#app/sandbox/stripe/errors.ts'
import { takeConsoleErrors } from '#tests/support/console.ts'
import { anEdition, anOrganisation, BILLED, deskOrder, details } from '#tests/support/factories.ts'
import { isLong, seed as longSeed } from '#tests/support/fault-run.ts'
import { DAY, HOUR, passTime, useSandbox } from '#tests/support/sandbox-kit.ts'
import { deliver } from '#tests/support/stripe-kit.ts'

// Anything may happen at the same time as anything: whatever the order, books and copies agree, and once the outside has been
// asked again, no money that came is without an effect or a task.

const METHODS = ['card', 'konbini', 'bank'] as const
const STEPS = [
  'place',
  'place',
  'place',
  'open',
  'pay',
  'pay',
  'voucher',
  'deliver',
  'deliver-twice',
  'landing',
  'transfer',
  'post',
  'cancel',
  'refund',
  'part-refund',
  'desk-refund',
  'desk-refund',
  'desk-refund',
  'desk-refund',
  'choose-lines',
  'billed',
  'report',
  'replace',
  'retry',
  'receive',
  'expire',
  'sweep',
  'time-out',
] as const

const FAULTY_CALLS = ['POST /v1/checkout/sessions', 'GET /v1/checkout/sessions/:id', 'POST /v1/refunds']

type Step = { what: (typeof STEPS)[number]; pick: number; copies: number }

/** Of all runs. */
let credits = 0

useSandbox()
beforeEach(anOrganisation)
afterAll(() => expect(credits, 'credits of bills').toBeGreaterThan(0))

test.each([20261123, 7, 11, ...(isLong ? Array.from({ length: 12 }, (_, more) => longSeed + more) : [])])(
  'medusajs/medusa#16569: a random concurrent run keeps copies, money and books together (seed %i)',
  async (seed) => {
    const step: fc.Arbitrary<Step> = fc.record({
      what: fc.constantFrom(...STEPS),
      pick: fc.nat(1_000_000),
      copies: fc.integer({ min: 1, max: 3 }),
    })
    const [steps] = fc.sample(fc.array(step, { minLength: 240, maxLength: 240 }), { seed, numRuns: 1 })
    await anEdition({ sku: 'A-1', copies: 12, priceYen: 500 })
    await anEdition({ sku: 'B-1', copies: 3, priceYen: 900, preorderLimit: 5 })
    await anEdition({ sku: 'C-1', copies: 1, priceYen: 700, format: 'pdf' })

    let run = 1
    const all = steps ?? []
    for (let at = 0; at < all.length; at += 6) {
      await Promise.all(all.slice(at, at + 6).map((one) => take(one, () => (run += 1))))
      expect(
        (await checkBooks()).checks.filter((check) => !check.ok),
        `seed ${seed}, steps to ${at + 6}`,
      ).toEqual([])
    }

    // Everything that was switched off comes back, and the shop asks.
    await clearFaults()
    await passTime(HOUR)
    await deliver()
    await sweepStripe({ now: now() })
    await retryRefunds({ now: now() })
    await passTime(30 * DAY)
    // A 500 that Stripe gave to a key is its answer to that key for a day; the next one's may be the first to be made, and a konbini's
    // takes a day to arrive.
    await retryRefunds({ now: now() })
    await passTime(2 * DAY)
    await deliver()
    await sweepStripe({ now: now() })
    await expireCharges({ now: now(), limit: 1_000 })
    takeConsoleErrors()

    expect((await checkBooks()).ok).toBe(true)
    expect(await db.charge.count({ where: { state: 'open', terms: 'prepaid' } })).toBe(0)
    expect(await db.refund.count({ where: { state: 'pending' } })).toBe(0)
    expect(await refundsFromTheDesk(), 'refunds from the desk').toBeGreaterThan(0)
    const paid = await db.sandboxObject.findMany({ where: { type: 'payment_intent' } })
    const received = paid.filter((row) => (row.data as { status: string }).status === 'succeeded')
    expect(received.length, 'the run must have seen money').toBeGreaterThan(0)
    for (const intent of received) {
      const payment = await db.payment.findUniqueOrThrow({
        where: { stripeIntentId: intent.id },
        include: { charge: true },
      })
      const surplus = payment.amount - payment.allocatedYen - payment.refundedYen
      const tasks = await db.task.count({ where: { paymentId: payment.id } })
      // Served, or refunded, or a person was told.
      expect(payment.charge?.state === 'covered' || tasks > 0, intent.id).toBe(true)
      expect(surplus === 0 || tasks > 0, intent.id).toBe(true)
    }
    const told = await db.outboxMail.groupBy({
      by: ['orderId'],
      where: { template: 'order-paid' },
      _count: { id: true },
    })
    expect(told.filter((row) => row._count.id > 1)).toEqual([])
    // A bill that a credit has covered was told of with the credit.
    const byCredit = {
      order: { id: { notIn: told.map(({ orderId }) => orderId ?? '') } },
      credits: { some: {} },
    }
    const credited = await db.charge.count({ where: { state: 'covered', ...byCredit } })
    expect(told.length + credited).toBe(await db.charge.count({ where: { state: 'covered' } }))
    credits += await db.refund.count({ where: { chargeId: { not: null } } })
  },
  180_000,
)

async function take(step: Step, nextRun: () => number): Promise<void> {
  try {
    await perform(step, nextRun)
  } catch (error) {
    // What Stripe or its page refuses is an answer; everything else is a fault of ours.
    if (!(error instanceof SandboxRefusal) && !(error instanceof StripeRefusal)) throw error
  }
}

async function perform({ what, pick, copies }: Step, nextRun: () => number): Promise<void> {
  switch (what) {
    case 'place':
      return await place(pick, copies)
    case 'deliver':
      await deliver()
      return
    case 'deliver-twice':
      await deliver((webhooks) => [...webhooks, ...webhooks.toReversed()])
      return
    case 'receive':
      await receiveAndAnnounce(
        { sku: pick % 2 ? 'A-1' : 'B-1', copies, run: nextRun(), receivedOn: tokyoDayOf(now()) },
        { now: now() },
      )
      return
    case 'expire':
      await expireCharges({ now: new Date(now().getTime() + (pick % 3) * HOUR) })
      return
    case 'sweep':
      await sweepStripe({ now: now() })
      return
    case 'time-out': {
      const fault = (['timeout-before', 'timeout-after', '500', '429'] as const)[pick % 4] ?? '500'
      const match = FAULTY_CALLS[pick % FAULTY_CALLS.length] ?? ''
      await setFault({ match, fault, times: 1 })
      return
    }
    case 'billed':
      return await placeBilled(pick, copies)
    case 'retry':
      await retryRefunds({ now: now() })
      return
    case 'pay':
    case 'voucher':
      return await payAtStripe(what, pick)
    default:
      return await actOnOrder(what, pick, copies)
  }
}

async function place(pick: number, copies: number): Promise<void> {
  const method = METHODS[pick % METHODS.length] ?? 'card'
  const skus = [['A-1'], ['B-1'], ['A-1', 'B-1'], ['A-1', 'C-1']][pick % 4] ?? ['A-1']
  const key = `reader-${pick % 5}`
  const input = {
    checkoutKey: key,
    placementKey: `${key}:${pick}`,
    locale: 'ja' as const,
    details: details({ method }),
    lines: skus.map((sku) => ({ sku, copies })),
  }
  // The first answer tells the price, the second places.
  const first = await placeOrder({ ...input, expectedTotalYen: 0 }, { now: now() })
  if (first.ok || first.reason !== 'price-changed') return
  const placed = await placeOrder({ ...input, expectedTotalYen: first.totalYen }, { now: now() })
  if (placed.ok && method !== 'bank') await startPayment(placed.chargeId, { now: now() })
}

async function placeBilled(pick: number, copies: number): Promise<void> {
  const desk = { ...BILLED, terms: { kind: 'billed' as const, dueOn: tokyoDayOf(now()) } }
  const input = deskOrder([{ sku: pick % 2 ? 'A-1' : 'B-1', copies }], desk)
  const first = await placeOrder(input, { now: now() })
  if (first.ok || first.reason !== 'price-changed') return
  await placeOrder({ ...input, expectedTotalYen: first.totalYen }, { now: now() })
}

/** Whole or in part, with or without copies, through Stripe, by hand or as a credit: what is not possible is refused. */
async function refundAtDesk(orderId: string, pick: number, copies: number): Promise<void> {
  const form = await loadRefundable(orderId)
  const line = form?.lines[pick % form.lines.length]
  if (!line) return
  const restock = pick % 2 === 0
  const what: RefundWish =
    pick % 3 === 0
      ? { kind: 'whole', restock }
      : {
          kind: 'parts',
          lines: [
            pick % 3 === 1
              ? { chargeLineId: line.chargeLineId, amountYen: 100 * copies }
              : {
                  chargeLineId: line.chargeLineId,
                  unposted: Math.min(1, line.unposted),
                  posted: Math.min(1, line.posted),
                  restock,
                },
          ],
        }
  const byHand = { kind: 'byHand', method: 'bank', on: tokyoDayOf(now()), ref: `OUT-${pick}` } as const
  const paidWay: RefundWay = pick % 5 < 3 ? { kind: 'stripe' } : byHand
  // A bill is credited, or what was paid of it goes back and the rest is credited.
  const way: RefundWay = form.openYen === 0 ? paidWay : pick % 5 < 3 ? { kind: 'credit' } : byHand
  const report = await db.parcelReport.findFirst({ where: { orderId, resolution: null } })
  const settles = report ? { reportId: report.id } : {}
  await refundOrder({ orderId, what, way, reason: null, ...settles }, { now: now() })
}

/** Gives a dashboard's refund to whichever lines have room for it. */
async function chooseLines(orderId: string): Promise<void> {
  const refund = await db.refund.findFirst({
    where: { provisional: true, payment: { charge: { order: { id: orderId } } } },
    include: { lines: true },
  })
  if (!refund) return
  let open = refund.amountYen - refund.surplusYen
  const form = await loadRefundable(orderId)
  const lines = (form?.lines ?? []).map(({ chargeLineId, leftYen }) => {
    const own = refund.lines.find((line) => line.chargeLineId === chargeLineId)?.amountYen ?? 0
    const amountYen = Math.min(open, leftYen + own)
    open -= amountYen
    return { chargeLineId, amountYen }
  })
  await resolveProvisionalRefund({ refundId: refund.id, lines }, { now: now() })
}

async function reportOrReplace(
  what: 'report' | 'replace',
  order: { id: string; token: string },
): Promise<void> {
  const at = { now: now() }
  if (what === 'report') {
    const shipment = await db.shipment.findFirst({ where: { orderId: order.id }, orderBy: { id: 'desc' } })
    const { token } = order
    if (shipment) {
      await reportParcel({ token, shipmentId: shipment.id, problem: 'lost', message: null }, at)
    }
    return
  }
  const report = await db.parcelReport.findFirst({ where: { orderId: order.id, resolvedAt: null } })
  if (report) await replaceParcel({ reportId: report.id }, at)
}

async function refundsFromTheDesk(): Promise<number> {
  return await db.refund.count({
    where: { OR: [{ requestedAt: { not: null } }, { sourceKey: { not: null } }] },
  })
}

async function payAtStripe(what: 'pay' | 'voucher', pick: number): Promise<void> {
  const sessions = await db.sandboxObject.findMany({
    where: { type: 'checkout.session' },
    orderBy: { seq: 'asc' },
  })
  const open = sessions.filter((row) => (row.data as { status: string }).status === 'open')
  const session = open[pick % Math.max(1, open.length)]
  if (!session) return
  const { payment_method_types: methods } = session.data as { payment_method_types: string[] }
  if (methods.includes('card')) await payCard(session.id)
  else if (what === 'pay') await chooseKonbini(session.id, 'now')
  else {
    const { intentId } = await chooseKonbini(session.id, 'later')
    if (pick % 2) await payVoucher(intentId)
  }
}

async function actOnOrder(what: Step['what'], pick: number, copies: number): Promise<void> {
  const orders = await db.order.findMany({
    orderBy: { placedAt: 'asc' },
    include: { charge: { include: { payments: true } } },
  })
  const order = orders[pick % Math.max(1, orders.length)]
  if (!order) return
  const at = { now: now() }
  if (what === 'open') await startPayment(order.chargeId, at)
  if (what === 'landing') await refreshCharge(order.chargeId, at)
  if (what === 'cancel') await cancelOrder({ orderId: order.id, by: pick % 2 ? 'reader' : 'shop' }, at)
  if (what === 'post') await postOrder({ order: { orderId: order.id }, actor: 'test' }, at)
  if (what === 'desk-refund') await refundAtDesk(order.id, pick, copies)
  if (what === 'choose-lines') await chooseLines(order.id)
  if (what === 'report' || what === 'replace') await reportOrReplace(what, order)
  if (what === 'transfer') {
    const amountYen = pick % 3 ? order.charge.amountYen : 100 * copies
    await recordPayment(
      { charge: order.code, amountYen, method: 'bank', on: tokyoDayOf(at.now), ref: `R-${pick}` },
      at,
    )
  }
  const intentId = order.charge.payments.find((payment) => payment.stripeIntentId)?.stripeIntentId
  if (intentId && what === 'refund') await dashboardRefund(intentId)
  if (intentId && what === 'part-refund') await dashboardRefund(intentId, 100 * copies)
}
