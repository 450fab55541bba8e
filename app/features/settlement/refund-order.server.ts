import { tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { isServed } from '#app/domain/order.ts'
import { planRefund, type RefundProblem, type RefundWish, type SourceRefund } from '#app/domain/refund.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { loadOrderGraph, type OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { staleOrder, type ChangedOrder } from '#app/features/checkout/stale-order.server.ts'
import {
  findNoted,
  notedProblem,
  type HandWay,
  type NotedProblem,
} from '#app/features/settlement/noted-refund.server.ts'
import {
  dayBeforePayment,
  refundSources,
  refundStates,
} from '#app/features/settlement/refund-states.server.ts'
import { requestRefund } from '#app/features/settlement/request-refund.server.ts'
import { settleReport } from '#app/features/settlement/resolve-parcel-report.server.ts'
import { saveRefunds, tellOfRefunds } from '#app/features/settlement/save-refunds.server.ts'
import { lockPayments, type RefundPayment } from '#app/features/settlement/write-refund.server.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import { isUuid } from '#app/platform/id.server.ts'

/**
 * How something is given back: money by Stripe the way it came, or by a transfer or cash that a person has made already; of a bill that is not
 * paid, by a credit, which makes less due. Of one that is paid in part, what money does not reach is credited.
 */
export type RefundWay = { kind: 'stripe' } | ({ kind: 'byHand' } & HandWay) | { kind: 'credit' }

export type RefundOrderInput = {
  orderId: string
  what: RefundWish
  way: RefundWay
  /** The staff's own words. */
  reason: string | null
  /** The report of a parcel that is settled with it. */
  reportId?: string
  seenEventId?: string
}

export type MadeRefund = {
  id: string
  amountYen: number
  state: 'pending' | 'succeeded' | 'failed'
  /** Less is due of a bill, and no money goes back. */
  isCredit: boolean
}

export type RefundOrderResult =
  /** `pending`: Stripe has not answered, or the bank has not paid yet. `failed` only beside others that went through. */
  | { ok: true; isNew: boolean; refunds: MadeRefund[] }
  | ChangedOrder
  | { ok: false; reason: 'not-found' | 'email-needed' | 'report-resolved' }
  | { ok: false; reason: 'reference-used' | NotedProblem }
  /** The latest of the payments it is said to go back from. */
  | { ok: false; reason: 'day-before-payment'; receivedOn: TokyoDay }
  | ({ ok: false } & RefundProblem)
  | { ok: false; reason: 'stripe-refused'; message: string }

/**
 * Gives money of an order back: whole or by line, with its copies, from the payments it came by. Everything is booked on the locked
 * charge first, so that two refunds at once never exceed what was paid; then Stripe is asked, outside the transaction. What Stripe refuses
 * is taken back again. A refund by hand is noted when it is done, once for each reference of its method. What of a bill is not paid is
 * credited instead, and the bill ends when nothing is due any more. The report of a parcel that it settles is closed with it, so that it
 * stays open while nothing is given back.
 *
 * `email-needed`: konbini money goes back through Stripe only to a reader with an e-mail address, others are paid back by bank (PEERS.md
 * 5.7). `not-paid`: lines are refunded of an order that is paid, or billed; an advance of another one only as a whole.
 */
export async function refundOrder(
  input: RefundOrderInput,
  { now }: { now: Date },
): Promise<RefundOrderResult> {
  const { way } = input
  const problem = notedProblem({ way: handWayOf(way), reason: input.reason }, tokyoDayOf(now))
  if (problem) return { ok: false, reason: problem }
  const booked = await book(input, now)
  if (!booked.ok || !booked.isNew || way.kind !== 'stripe') return booked
  return await ask(booked.refunds, now)
}

function handWayOf(way: RefundWay): HandWay | null {
  return way.kind === 'byHand' ? way : null
}

async function book(input: RefundOrderInput, now: Date): Promise<RefundOrderResult> {
  const organisation = await loadOrganisation()
  try {
    return await inTransaction(async (tx) => {
      const order = await loadOrderGraph(tx, { orderId: input.orderId }, { lock: true })
      if (!order) return { ok: false, reason: 'not-found' }
      const payments = await lockPayments(tx, { chargeId: order.charge.id })
      const before = await noted(tx, order, input.way)
      if (before) return before
      const stale = await staleOrder(tx, order.id, input.seenEventId)
      if (stale) return stale
      const report = await openReport(tx, order.id, input.reportId)
      if (!report.ok) return report
      const plan = await decide(tx, order, payments, input)
      if (!plan.ok) return plan
      const refunds = await saveRefunds(tx, order, { payments, plan: plan.refunds, input, now })
      await tellOfRefunds(tx, order, { refunds, way: input.way, organisation, now })
      if (report.id) await settleReport(tx, order.id, report.id, { resolution: 'refund', now })
      return { ok: true, isNew: true, refunds }
    })
  } catch (error) {
    // The same reference noted for another order in the same moment.
    if (hasDatabaseCode(error, DB_CODE.unique)) return { ok: false, reason: 'reference-used' }
    throw error
  }
}

/** The report that is to be settled, if any: it is of this order, and open. */
async function openReport(
  tx: Tx,
  orderId: string,
  reportId: string | undefined,
): Promise<{ ok: true; id: string | null } | { ok: false; reason: 'not-found' | 'report-resolved' }> {
  if (reportId === undefined) return { ok: true, id: null }
  const report = isUuid(reportId) ? await tx.parcelReport.findUnique({ where: { id: reportId } }) : null
  if (report?.orderId !== orderId) return { ok: false, reason: 'not-found' }
  return report.resolution ? { ok: false, reason: 'report-resolved' } : { ok: true, id: report.id }
}

/** What is answered to a refund that was noted before; null for a new one. */
async function noted(tx: Tx, order: OrderGraph, way: RefundWay): Promise<RefundOrderResult | null> {
  if (way.kind !== 'byHand') return null
  const found = await findNoted(tx, order.charge.id, way)
  if (!found?.ok) return found
  return {
    ok: true,
    isNew: false,
    refunds: found.refunds.map(({ id, amountYen, state }) => ({ id, amountYen, state, isCredit: false })),
  }
}

async function decide(
  tx: Tx,
  order: OrderGraph,
  payments: readonly RefundPayment[],
  { what, way }: RefundOrderInput,
): Promise<{ ok: true; refunds: SourceRefund[] } | Exclude<RefundOrderResult, { ok: true }>> {
  const plan = planRefund(what, {
    lines: isServed(order.charge) ? await refundStates(tx, order) : null,
    ...refundSources(order, payments, way.kind),
  })
  if (!plan.ok) return { ok: false, ...plan.problem }
  const isKonbini = plan.refunds.some(
    ({ paymentId }) => payments.find((payment) => payment.id === paymentId)?.method === 'konbini',
  )
  if (way.kind === 'stripe' && isKonbini && order.email === null) return { ok: false, reason: 'email-needed' }
  const tooEarly = dayBeforePayment(way.kind === 'byHand' ? way.on : null, plan.refunds, payments)
  return tooEarly ? { ok: false, ...tooEarly } : plan
}

/** Asks Stripe for each refund of one decision; refused is only what failed altogether. */
async function ask(refunds: readonly MadeRefund[], now: Date): Promise<RefundOrderResult> {
  const asked: MadeRefund[] = []
  let message = ''
  for (const refund of refunds) {
    if (refund.isCredit) {
      asked.push(refund)
      continue
    }
    const result = await requestRefund(refund.id, { now, isWatched: true })
    if (!result.ok && result.reason === 'stripe-refused') {
      message = result.message
      asked.push({ ...refund, state: 'failed' })
    } else asked.push({ ...refund, state: result.ok ? result.state : 'pending' })
  }
  if (asked.every(({ state }) => state === 'failed')) return { ok: false, reason: 'stripe-refused', message }
  return { ok: true, isNew: true, refunds: asked }
}
