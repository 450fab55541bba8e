import type { Prisma } from '#app/generated/prisma/client.ts'
import { tokyoDayOf, dayToDb, type TokyoDay } from '#app/domain/day.ts'
import { claims, paymentPostings, type MoneyMethod } from '#app/domain/ledger.ts'
import { settleCharge, type Settlement } from '#app/domain/settle.ts'
import { loadOrganisation, type Organisation } from '#app/features/catalogue/organisation.server.ts'
import { loadOrderGraph, type OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { orderMailProps, paidMailProps, partPaidMailProps } from '#app/features/checkout/order-mail.server.ts'
import { chargeStanding } from '#app/features/checkout/recognised-lines.ts'
import { staleOrder, type ChangedOrder } from '#app/features/checkout/stale-order.server.ts'
import { openTask } from '#app/features/messages/open-task.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { entryRows } from '#app/features/payments/write-entry.server.ts'
import { eventRow, type StripeEventRef } from '#app/features/payments/record-event.server.ts'
import { coverCharge } from '#app/features/settlement/cover-charge.server.ts'
import { actedBy } from '#app/platform/actor.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { insertRows } from '#app/platform/insert-rows.server.ts'
import { log } from '#app/platform/log.server.ts'

export type IncomingMoney = {
  /** Names the money by its source, and is unique: `stripe:pi_…`, or `bank:2026-11-22:REF` for money recorded by hand. */
  sourceKey: string
  method: MoneyMethod
  /** In the currency's smallest unit. */
  amount: number
  currency: string
  receivedAt: Date
  /** The day it counts for; the Tokyo day of `receivedAt` when absent. */
  receivedOn?: TokyoDay
  /** False when the payment names another charge than the one it is settled against. */
  belongsToCharge: boolean
  stripeIntentId?: string
  stripeChargeId?: string | null
  /** Whether a statement or Stripe vouches for it. */
  confirmed: boolean
  note?: string
}

export type SettleResult =
  | { ok: true; isNew: true; paymentId: string; settlement: Settlement }
  | { ok: true; isNew: false }
  | { ok: false; reason: 'no-charge' }
  | ChangedOrder

/**
 * The only writer of payments. Books one piece of money against one charge, with everything that follows from it: allocation,
 * postings, effects once the charge is covered, mail, tasks, in one transaction on the locked charge. Safe to run any number of
 * times, from the webhook, the landing page, the sweep and by hand, in any order: the payment's source makes it one.
 */
export async function settle(
  chargeId: string,
  money: IncomingMoney,
  context: { now: Date; event?: StripeEventRef; seenEventId?: string },
): Promise<SettleResult> {
  const organisation = await loadOrganisation()
  return await inTransaction(async (tx) => {
    const order = await loadOrderGraph(tx, { chargeId }, { lock: true })
    if (!order) return { ok: false, reason: 'no-charge' }
    const stale = await staleForm(tx, order, money, context.seenEventId)
    if (stale) return stale

    const receivedOn = money.receivedOn ?? tokyoDayOf(money.receivedAt)
    const paymentId = newId()
    const payment = {
      id: paymentId,
      sourceKey: money.sourceKey,
      method: money.method,
      amount: money.amount,
      currency: money.currency,
      chargeId: money.belongsToCharge ? chargeId : null,
      receivedOn: dayToDb(receivedOn),
      receivedAt: money.receivedAt,
      stripeIntentId: money.stripeIntentId ?? null,
      stripeChargeId: money.stripeChargeId ?? null,
      confirmed: money.confirmed,
      note: money.note ?? null,
      createdAt: context.now,
    }
    const settlement = settleCharge(order.charge, money)
    const booking = { order, money, paymentId, receivedOn, settlement, now: context.now }
    // One statement: what Stripe told of, the payment, and what follows from it where the payment is new.
    const isNew = await insertRows(
      tx,
      {
        stripe_events: context.event ? [eventRow(context.event, context.now)] : [],
        payments: [payment],
        ...bookingRows(booking),
      },
      { onlyIfNew: 'payments', evenSo: 'stripe_events' },
    )
    if (!isNew) return { ok: true, isNew: false }

    if (settlement.covers) await coverCharge(tx, order, { on: receivedOn, now: context.now })
    await tell(tx, { ...booking, organisation })
    log.info(
      { orderId: order.id, paymentId, covers: settlement.covers, task: settlement.task },
      'payment settled',
    )
    return { ok: true, isNew: true, paymentId, settlement }
  })
}

/** Money typed in from an older state of the order is refused, unless it is what was typed in before: that is one payment. */
async function staleForm(
  tx: Tx,
  order: OrderGraph,
  money: IncomingMoney,
  seenEventId: string | undefined,
): Promise<ChangedOrder | null> {
  if (seenEventId === undefined) return null
  const known = await tx.payment.count({ where: { sourceKey: money.sourceKey } })
  return known > 0 ? null : await staleOrder(tx, order.id, seenEventId)
}

type Booking = {
  order: OrderGraph
  money: IncomingMoney
  paymentId: string
  receivedOn: TokyoDay
  settlement: Settlement
  now: Date
}

/** What a new payment leaves behind: its event, and unless its currency is foreign the allocation and the entry. */
function bookingRows({ order, money, paymentId, receivedOn, settlement, now }: Booking): {
  order_events: Prisma.OrderEventCreateManyInput[]
  allocations?: Prisma.AllocationCreateManyInput[]
  journal_entries?: Prisma.JournalEntryCreateManyInput[]
  postings?: Prisma.PostingCreateManyInput[]
} {
  const event = {
    id: newId(),
    orderId: order.id,
    kind: settlement.covers ? 'paid' : (settlement.tell ?? settlement.task ?? 'paid'),
    at: now,
    ...actedBy('system'),
    details: { paymentId, amount: money.amount, currency: money.currency, method: money.method },
  }
  // Money in another currency waits for the treasurer: what it is worth in yen is not known here.
  if (settlement.task === 'wrong-currency') return { order_events: [event] }
  const allocation = {
    id: newId(),
    paymentId,
    chargeId: order.charge.id,
    amountYen: settlement.allocateYen,
    createdAt: now,
  }
  const entry = entryRows({
    causeKey: `payment:${paymentId}`,
    kind: 'payment',
    eventOn: receivedOn,
    memo: order.code,
    orderId: order.id,
    postings: paymentPostings({
      method: money.method,
      ...settlement,
      receivablesYen: claims(chargeStanding(order)).receivablesYen,
    }),
    now,
  })
  return {
    ...entry,
    allocations: settlement.allocateYen > 0 ? [allocation] : [],
    order_events: [event],
  }
}

async function tell(tx: Tx, booking: Booking & { organisation: Organisation }): Promise<void> {
  const { order, money, paymentId, receivedOn, settlement, organisation, now } = booking
  if (settlement.task) {
    await openTask(tx, {
      dedupeKey: `${settlement.task}:${paymentId}`,
      kind: settlement.task,
      orderId: order.id,
      paymentId,
      details: { amount: money.amount, currency: money.currency, surplusYen: settlement.surplusYen },
      now,
    })
  }
  const mail = { locale: order.locale, toEmail: order.email, orderId: order.id, now }
  if (settlement.covers) {
    const props = paidMailProps(order, organisation, { method: money.method, receivedOn })
    await queueMail(tx, { ...mail, dedupeKey: `order-paid:${order.id}`, template: 'order-paid', props })
  }
  const common = orderMailProps(order, organisation)
  if (settlement.tell === 'part-paid') {
    const props = partPaidMailProps(order, organisation, settlement.missingYen)
    await queueMail(tx, { ...mail, dedupeKey: `part-paid:${paymentId}`, template: 'order-part-paid', props })
  }
  if (settlement.tell === 'overpaid') {
    const props = { ...common, receivedYen: money.amount, surplusYen: settlement.surplusYen }
    await queueMail(tx, { ...mail, dedupeKey: `overpaid:${paymentId}`, template: 'order-overpaid', props })
  }
  if (settlement.tell === 'late') {
    const ended = order.charge.state === 'cancelled' ? ('cancelled' as const) : ('expired' as const)
    const props = { ...common, receivedYen: money.amount, receivedOn, ended }
    await queueMail(tx, { ...mail, dedupeKey: `late:${paymentId}`, template: 'order-late-payment', props })
  }
}
