import type { Settlement } from '#app/domain/settle.ts'
import { loadOrganisation, type Organisation } from '#app/features/catalogue/organisation.server.ts'
import { loadOrderGraph, type OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { orderMailProps, paidMailProps, partPaidMailProps } from '#app/features/checkout/order-mail.server.ts'
import { chargeStanding } from '#app/features/checkout/recognised-lines.ts'
import { staleOrder, type ChangedOrder } from '#app/features/checkout/stale-order.server.ts'
import { openTask } from '#app/features/messages/open-task.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { loadBill } from '#app/features/payments/load-bill.server.ts'
import type { StripeEventRef } from '#app/features/payments/record-event.server.ts'
import {
  bookMoney,
  type BookedMoney,
  type IncomingMoney,
} from '#app/features/settlement/book-money.server.ts'
import { coverCharge } from '#app/features/settlement/cover-charge.server.ts'
import { settleBill } from '#app/features/settlement/settle-bill.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import { log } from '#app/platform/log.server.ts'

export type SettleResult =
  | { ok: true; isNew: true; paymentId: string; settlement: Settlement }
  | { ok: true; isNew: false }
  | { ok: false; reason: 'no-charge' }
  | ChangedOrder

type SettleContext = {
  now: Date
  event?: StripeEventRef
  /** What the maker of a form had seen: the newest event of an order, the `seen` of a bill. */
  seen?: string
}

/**
 * The only writer of payments. Books one piece of money against one charge, with everything that follows from it: allocation,
 * postings, effects once the charge is covered, mail, tasks, in one transaction on the locked charge. Safe to run any number of
 * times, from the webhook, the landing page, the sweep and by hand, in any order: the payment's source makes it one.
 */
export async function settle(
  chargeId: string,
  money: IncomingMoney,
  context: SettleContext,
): Promise<SettleResult> {
  const organisation = await loadOrganisation()
  return await inTransaction((tx) => settleIn(tx, chargeId, money, { ...context, organisation }))
}

/** The same in the transaction of a caller who makes a charge and has its money at once. @see settle */
export async function settleIn(
  tx: Tx,
  chargeId: string,
  money: IncomingMoney,
  context: SettleContext & { organisation: Organisation },
): Promise<SettleResult> {
  const order = await loadOrderGraph(tx, { chargeId }, { lock: true })
  if (order) return await settleOrder(tx, order, money, context)
  const bill = await loadBill(tx, { chargeId }, { lock: true })
  return bill ? await settleBill(tx, bill, money, context) : { ok: false, reason: 'no-charge' }
}

async function settleOrder(
  tx: Tx,
  order: OrderGraph,
  money: IncomingMoney,
  context: SettleContext & { organisation: Organisation },
): Promise<SettleResult> {
  const stale = await staleForm(tx, order, money, context.seen)
  if (stale) return stale
  const { charge, code, id: orderId } = order
  const booked = await bookMoney(
    tx,
    { charge, standing: chargeStanding(order), code, orderId },
    money,
    context,
  )
  if (!booked) return { ok: true, isNew: false }
  const { paymentId, settlement, receivedOn } = booked
  if (settlement.covers) await coverCharge(tx, order, { on: receivedOn, now: context.now })
  await tell(tx, order, booked, context)
  log.info({ orderId, paymentId, covers: settlement.covers, task: settlement.task }, 'payment settled')
  return { ok: true, isNew: true, paymentId, settlement }
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

async function tell(
  tx: Tx,
  order: OrderGraph,
  booked: BookedMoney,
  { organisation, now }: { organisation: Organisation; now: Date },
): Promise<void> {
  const { money, paymentId, receivedOn, settlement } = booked
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
