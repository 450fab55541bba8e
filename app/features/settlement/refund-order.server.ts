import { bookingDayProblem } from '#app/domain/booking-day.ts'
import { dayFromDb, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { sumYen } from '#app/domain/money.ts'
import { isServed } from '#app/domain/order.ts'
import {
  MOST_REASON,
  planRefund,
  type RefundProblem,
  type RefundWish,
  type SourceRefund,
} from '#app/domain/refund.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { loadOrderGraph, type OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { orderMailProps } from '#app/features/checkout/order-mail.server.ts'
import { staleOrder, type ChangedOrder } from '#app/features/checkout/stale-order.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { manualReference } from '#app/features/payments/manual-reference.ts'
import {
  dayBeforePayment,
  refundSources,
  refundStates,
} from '#app/features/settlement/refund-states.server.ts'
import { requestRefund } from '#app/features/settlement/request-refund.server.ts'
import {
  lockPayments,
  writeRefund,
  type RefundPayment,
} from '#app/features/settlement/write-refund.server.ts'
import { actedBy } from '#app/platform/actor.server.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

/** How the money goes back: by Stripe the way it came, or by a transfer or cash that a person has made already. */
export type RefundWay =
  { kind: 'stripe' } | { kind: 'byHand'; method: 'bank' | 'postal' | 'cash'; on: TokyoDay; ref: string }

export type RefundOrderInput = {
  orderId: string
  what: RefundWish
  way: RefundWay
  /** The staff's own words. */
  reason: string | null
  seenEventId?: string
}

export type MadeRefund = { id: string; amountYen: number; state: 'pending' | 'succeeded' | 'failed' }

export type RefundOrderResult =
  /** `pending`: Stripe has not answered, or the bank has not paid yet. `failed` only beside others that went through. */
  | { ok: true; isNew: boolean; refunds: MadeRefund[] }
  | ChangedOrder
  | {
      ok: false
      reason:
        | 'not-found'
        | 'email-needed'
        | 'reason-too-long'
        | 'reference-missing'
        | 'reference-used'
        | 'day-in-future'
        | 'day-too-early'
    }
  /** The latest of the payments it is said to go back from. */
  | { ok: false; reason: 'day-before-payment'; receivedOn: TokyoDay }
  | ({ ok: false } & RefundProblem)
  | { ok: false; reason: 'stripe-refused'; message: string }

/**
 * Gives money of an order back: whole or by line, with its copies, from the payments it came by. Everything is booked on the locked
 * charge first, so that two refunds at once never exceed what was paid; then Stripe is asked, outside the transaction. What Stripe refuses
 * is taken back again. A refund by hand is noted when it is done, once for each reference of its method.
 *
 * `email-needed`: konbini money goes back through Stripe only to a reader with an e-mail address, others are paid back by bank (PEERS.md
 * 5.7). `not-paid`: lines are refunded of an order that is paid, or billed; an advance of another one only as a whole.
 */
export async function refundOrder(
  input: RefundOrderInput,
  { now }: { now: Date },
): Promise<RefundOrderResult> {
  const { way } = input
  if ((input.reason?.length ?? 0) > MOST_REASON) return { ok: false, reason: 'reason-too-long' }
  const ref = way.kind === 'byHand' ? manualReference(way.ref) : null
  if (ref === '') return { ok: false, reason: 'reference-missing' }
  const dayProblem = way.kind === 'byHand' ? bookingDayProblem(way.on, tokyoDayOf(now)) : null
  if (dayProblem) return { ok: false, reason: dayProblem }
  const sourceKey = way.kind === 'byHand' ? `refund:${way.method}:${ref ?? ''}` : null
  const booked = await book(input, { sourceKey, now })
  if (!booked.ok || !booked.isNew || way.kind === 'byHand') return booked
  return await ask(booked.refunds, now)
}

async function book(
  input: RefundOrderInput,
  context: { sourceKey: string | null; now: Date },
): Promise<RefundOrderResult> {
  const organisation = await loadOrganisation()
  const { now, sourceKey } = context
  try {
    return await inTransaction(async (tx) => {
      const order = await loadOrderGraph(tx, { orderId: input.orderId }, { lock: true })
      if (!order) return { ok: false, reason: 'not-found' }
      const payments = await lockPayments(tx, { chargeId: order.charge.id })
      const before = sourceKey ? await findNoted(tx, sourceKey) : []
      // The same line of a statement typed twice is one refund, as payments are.
      if (before.length > 0) return await sameAs(tx, before, { input, order })
      const stale = await staleOrder(tx, order.id, input.seenEventId)
      if (stale) return stale
      const plan = await decide(tx, order, payments, input)
      if (!plan.ok) return plan
      const refunds = await save(tx, order, { payments, plan: plan.refunds, input, sourceKey, now })
      const amountYen = sumYen(refunds.map((refund) => refund.amountYen))
      await tx.orderEvent.create({
        data: {
          id: newId(),
          orderId: order.id,
          kind: sourceKey ? 'refunded' : 'refund-requested',
          at: now,
          ...actedBy('system'),
          details: { amountYen, refundIds: refunds.map((refund) => refund.id) },
        },
      })
      // Of one through Stripe the reader is told when Stripe has taken it.
      const [first] = refunds
      if (input.way.kind === 'byHand' && first) {
        await queueMail(tx, {
          dedupeKey: `order-refunded:${first.id}`,
          template: 'order-refunded',
          locale: order.locale,
          toEmail: order.email,
          props: {
            ...orderMailProps(order, organisation),
            refundYen: amountYen,
            method: input.way.method,
          },
          orderId: order.id,
          now,
        })
      }
      return { ok: true, isNew: true, refunds }
    })
  } catch (error) {
    // The same reference noted for another order in the same moment.
    if (hasDatabaseCode(error, DB_CODE.unique)) return { ok: false, reason: 'reference-used' }
    throw error
  }
}

type Noted = Awaited<ReturnType<typeof findNoted>>

/** One transfer that pays several payments back is a refund for each: the keys of the further ones carry their number on a line of its own. */
async function findNoted(tx: Tx, sourceKey: string) {
  return await tx.refund.findMany({
    where: { OR: [{ sourceKey }, { sourceKey: { startsWith: `${sourceKey}\n` } }] },
    include: { payment: { select: { chargeId: true } } },
    orderBy: { id: 'asc' },
  })
}

async function sameAs(
  tx: Tx,
  noted: Noted,
  { input, order }: { input: RefundOrderInput; order: OrderGraph },
): Promise<RefundOrderResult> {
  const [first] = noted
  const entry = await tx.journalEntry.findUnique({
    where: { causeKey: `refund:${first?.id ?? ''}` },
    select: { eventOn: true },
  })
  const on = input.way.kind === 'byHand' ? input.way.on : null
  const isSame = first?.payment.chargeId === order.charge.id && entry && dayFromDb(entry.eventOn) === on
  if (!isSame) return { ok: false, reason: 'reference-used' }
  return {
    ok: true,
    isNew: false,
    refunds: noted.map(({ id, amountYen, state }) => ({ id, amountYen, state })),
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
    ...refundSources(payments, way.kind),
  })
  if (!plan.ok) return { ok: false, ...plan.problem }
  const isKonbini = plan.refunds.some(
    ({ paymentId }) => payments.find((payment) => payment.id === paymentId)?.method === 'konbini',
  )
  if (way.kind === 'stripe' && isKonbini && order.email === null) return { ok: false, reason: 'email-needed' }
  const tooEarly = dayBeforePayment(way.kind === 'byHand' ? way.on : null, plan.refunds, payments)
  return tooEarly ? { ok: false, ...tooEarly } : plan
}

async function save(
  tx: Tx,
  before: OrderGraph,
  context: {
    payments: readonly RefundPayment[]
    plan: readonly SourceRefund[]
    input: RefundOrderInput
    sourceKey: string | null
    now: Date
  },
): Promise<MadeRefund[]> {
  const { plan, input, sourceKey, now } = context
  const { way } = input
  const state = way.kind === 'stripe' ? ('pending' as const) : ('succeeded' as const)
  const made: MadeRefund[] = []
  let order = before
  for (const [index, part] of plan.entries()) {
    const payment = context.payments.find(({ id }) => id === part.paymentId)
    if (!payment) throw new Error('a refund of a payment that is not locked')
    const amountYen = part.allocatedYen + part.surplusYen
    const written = await writeRefund(tx, {
      order,
      payment,
      draft: {
        ...part,
        method: way.kind === 'stripe' ? payment.method : way.method,
        amount: amountYen,
        state,
        eventOn: way.kind === 'stripe' ? tokyoDayOf(now) : way.on,
        reason: input.reason,
        ...(sourceKey ? { sourceKey: index === 0 ? sourceKey : `${sourceKey}\n${index + 1}` } : {}),
        ...(way.kind === 'stripe' ? { requestedAt: now } : {}),
      },
      now,
    })
    order = written.order
    made.push({ id: written.refundId, amountYen, state })
  }
  return made
}

/** Asks Stripe for each refund of one decision; refused is only what failed altogether. */
async function ask(refunds: readonly MadeRefund[], now: Date): Promise<RefundOrderResult> {
  const asked: MadeRefund[] = []
  let message = ''
  for (const refund of refunds) {
    const result = await requestRefund(refund.id, { now, isWatched: true })
    if (!result.ok && result.reason === 'stripe-refused') {
      message = result.message
      asked.push({ ...refund, state: 'failed' })
    } else asked.push({ ...refund, state: result.ok ? result.state : 'pending' })
  }
  if (asked.every(({ state }) => state === 'failed')) return { ok: false, reason: 'stripe-refused', message }
  return { ok: true, isNew: true, refunds: asked }
}
