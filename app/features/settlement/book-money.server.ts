import type { Prisma } from '#app/generated/prisma/client.ts'
import { dayToDb, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { claims, paymentPostings, type ChargeStanding, type MoneyMethod } from '#app/domain/ledger.ts'
import { settleCharge, type ChargeForSettling, type Settlement } from '#app/domain/settle.ts'
import { entryRows } from '#app/features/payments/write-entry.server.ts'
import { eventRow, type StripeEventRef } from '#app/features/payments/record-event.server.ts'
import { actedBy } from '#app/platform/actor.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { insertRows } from '#app/platform/insert-rows.server.ts'

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

/** What money is booked against: a locked charge, and the order or the bill behind it. */
export type Matter = {
  charge: ChargeForSettling & { id: string }
  standing: ChargeStanding
  /** What people call it: the memo of the entry. */
  code: string
  /** Null for a bill. */
  orderId: string | null
}

export type BookedMoney = {
  paymentId: string
  money: IncomingMoney
  receivedOn: TokyoDay
  settlement: Settlement
}

/**
 * Writes one piece of money and what follows from it in one statement: what Stripe told of, the payment, its allocation, its entry, and the
 * order's event. The caller holds the lock on the charge.
 * @returns null when this money was booked before
 */
export async function bookMoney(
  tx: Tx,
  matter: Matter,
  money: IncomingMoney,
  context: { now: Date; event?: StripeEventRef },
): Promise<BookedMoney | null> {
  const receivedOn = money.receivedOn ?? tokyoDayOf(money.receivedAt)
  const paymentId = newId()
  const payment = {
    id: paymentId,
    sourceKey: money.sourceKey,
    method: money.method,
    amount: money.amount,
    currency: money.currency,
    chargeId: money.belongsToCharge ? matter.charge.id : null,
    receivedOn: dayToDb(receivedOn),
    receivedAt: money.receivedAt,
    stripeIntentId: money.stripeIntentId ?? null,
    stripeChargeId: money.stripeChargeId ?? null,
    confirmed: money.confirmed,
    note: money.note ?? null,
    createdAt: context.now,
  }
  const booked = { paymentId, money, receivedOn, settlement: settleCharge(matter.charge, money) }
  const isNew = await insertRows(
    tx,
    {
      stripe_events: context.event ? [eventRow(context.event, context.now)] : [],
      payments: [payment],
      order_events: matter.orderId === null ? [] : [orderEvent(booked, matter.orderId, context.now)],
      ...moneyRows(booked, matter, context.now),
    },
    { onlyIfNew: 'payments', evenSo: 'stripe_events' },
  )
  return isNew ? booked : null
}

function orderEvent(
  { settlement, money, paymentId }: BookedMoney,
  orderId: string,
  now: Date,
): Prisma.OrderEventCreateManyInput {
  return {
    id: newId(),
    orderId,
    kind: settlement.covers ? 'paid' : (settlement.tell ?? settlement.task ?? 'paid'),
    at: now,
    ...actedBy('system'),
    details: { paymentId, amount: money.amount, currency: money.currency, method: money.method },
  }
}

/** Allocation and entry; none for money in another currency, which waits for the treasurer: what it is worth in yen is not known here. */
function moneyRows({ settlement, money, paymentId, receivedOn }: BookedMoney, matter: Matter, now: Date) {
  if (settlement.task === 'wrong-currency') return {}
  const { charge, standing, code, orderId } = matter
  const allocation = {
    id: newId(),
    paymentId,
    chargeId: charge.id,
    amountYen: settlement.allocateYen,
    createdAt: now,
  }
  const entry = entryRows({
    causeKey: `payment:${paymentId}`,
    kind: 'payment',
    eventOn: receivedOn,
    memo: code,
    orderId,
    chargeId: orderId === null ? charge.id : null,
    postings: paymentPostings({
      method: money.method,
      ...settlement,
      receivablesYen: claims(standing).receivablesYen,
    }),
    now,
  })
  return { ...entry, allocations: settlement.allocateYen > 0 ? [allocation] : [] }
}
