import type Stripe from 'stripe'
import { refundableOf, type LineRefund, type RefundLineState } from '#app/domain/refund.ts'
import { spreadRefund, type RefundSplit } from '#app/domain/settle.ts'
import { loadOrganisation, type Organisation } from '#app/features/catalogue/organisation.server.ts'
import { loadOrderGraph, type OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { orderMailProps } from '#app/features/checkout/order-mail.server.ts'
import { endTask } from '#app/features/messages/complete-task.server.ts'
import { openTask } from '#app/features/messages/open-task.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { recordEvent, type StripeEventRef } from '#app/features/payments/record-event.server.ts'
import { dayOfStripe, idOf } from '#app/features/payments/stripe-values.ts'
import { refundStates } from '#app/features/settlement/refund-states.server.ts'
import { takeBackRefund } from '#app/features/settlement/take-back-refund.server.ts'
import {
  lockPayments,
  writeRefund,
  type RefundPayment,
} from '#app/features/settlement/write-refund.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import { isUuid, newId } from '#app/platform/id.server.ts'

/** Stripe gives back with a refund what it was asked with: by it our row is found though the answer was lost. */
export const REFUND_METADATA = 'refund'

/**
 * Brings one refund of Stripe's into the books, whoever made it: books it once when it is first seen, follows it when it succeeds, and
 * takes everything back when it fails. One that was asked for at the desk is booked already, and is tied to Stripe's here, by the answer or by
 * the webhook, whichever comes first. Money leaves Stripe's balance when a refund is made, so that is when it is booked; Stripe
 * keeps its fee. A refund made in the dashboard names no lines: it is spread over them, and a task asks a person to look; so does one
 * that exceeds what is left of its payment.
 * @returns false when its payment is not known (yet)
 */
export async function bookRefund(
  refund: Stripe.Refund,
  context: { now: Date; event?: StripeEventRef },
): Promise<boolean> {
  const intentId = idOf(refund.payment_intent)
  if (!intentId) return false
  const organisation = await loadOrganisation()
  return await inTransaction(async (tx) => {
    const found = await tx.payment.findUnique({
      where: { stripeIntentId: intentId },
      select: { id: true, chargeId: true },
    })
    if (!found) return false
    const order = found.chargeId
      ? await loadOrderGraph(tx, { chargeId: found.chargeId }, { lock: true })
      : null
    const [payment] = await lockPayments(tx, { paymentId: found.id })
    if (!payment) return false
    if (context.event) await recordEvent(tx, context.event, context.now)
    const known = await findKnown(tx, refund)
    const isDead = refund.status === 'failed' || refund.status === 'canceled'
    if (!known && isDead) return true
    const subject = { refund, order, payment, organisation, now: context.now }
    if (!known) {
      await bookNew(tx, subject)
      return true
    }
    if (known.stripeRefundId === null) await tie(tx, { ...subject, known })
    if (isDead && known.state !== 'failed') {
      await takeBackRefund(tx, { order, payment, known, how: { kind: 'failed' }, now: context.now })
    }
    if (refund.status === 'succeeded' && known.state === 'pending') {
      await tx.refund.update({ where: { id: known.id }, data: { state: 'succeeded' } })
    }
    return true
  })
}

type Known = NonNullable<Awaited<ReturnType<typeof findKnown>>>

/** One that we have given up and that was made all the same is none of these: it is booked as a new one, and a person looks. */
async function findKnown(tx: Tx, refund: Stripe.Refund) {
  const ours = refund.metadata?.[REFUND_METADATA]
  return await tx.refund.findFirst({
    where: {
      OR: [
        { stripeRefundId: refund.id },
        ...(ours && isUuid(ours) ? [{ id: ours, stripeRefundId: null, state: 'pending' as const }] : []),
      ],
    },
    include: { lines: true },
  })
}

type Subject = {
  refund: Stripe.Refund
  order: OrderGraph | null
  payment: RefundPayment
  organisation: Organisation
  now: Date
}

/** Stripe has taken a refund of ours: now the reader is told. */
async function tie(tx: Tx, context: Subject & { known: Known }): Promise<void> {
  const { refund, order, known, now } = context
  await tx.refund.update({ where: { id: known.id }, data: { stripeRefundId: refund.id } })
  if (order) await tell(tx, { ...context, order, dedupeKey: `order-refunded:${known.id}` }, now)
}

async function bookNew(tx: Tx, subject: Subject): Promise<void> {
  const { refund, order, payment, now } = subject
  const leftYen = payment.amount - payment.refundedYen
  if (refund.amount > leftYen) return await askAbout(tx, subject, leftYen)
  await endTask(tx, exceedsKey(refund), 'refund', now)
  const split = splitOf(refund.amount, payment, order)
  const isWhole =
    order !== null &&
    order.charge.refundedYen + split.allocatedYen >= order.charge.amountYen &&
    split.allocatedYen > 0
  const anythingPosted = order?.lines.some((line) => (line.goods?.posted ?? 0) > 0) ?? false
  const needsLook = split.lines.length > 0 && (!isWhole || anythingPosted)
  await writeRefund(tx, {
    order,
    payment,
    draft: {
      method: payment.method,
      amount: refund.amount,
      surplusYen: split.surplusYen,
      allocatedYen: split.allocatedYen,
      lines: order ? withCopies(split, isWhole ? await refundStates(tx, order) : []) : [],
      state: refund.status === 'succeeded' ? 'succeeded' : 'pending',
      eventOn: dayOfStripe(refund.created),
      reason: refund.reason ?? null,
      provisional: needsLook,
      stripeRefundId: refund.id,
    },
    now,
  })
  if (!order) return
  await tell(tx, { ...subject, order, dedupeKey: `order-refunded:${refund.id}` }, now)
  if (needsLook) {
    await openTask(tx, {
      dedupeKey: `refund-lines:${refund.id}`,
      kind: 'refund-lines',
      orderId: order.id,
      paymentId: payment.id,
      details: { amountYen: refund.amount },
      now,
    })
  }
}

/**
 * More has gone back than the payment brought: it was refunded by hand too, or our own refund of it waits for Stripe's answer, which will be
 * no. The first is for a person; after the second it is booked.
 */
async function askAbout(tx: Tx, { refund, order, payment, now }: Subject, leftYen: number): Promise<void> {
  await openTask(tx, {
    dedupeKey: exceedsKey(refund),
    kind: 'refund-exceeds',
    orderId: order?.id,
    paymentId: payment.id,
    details: { amountYen: refund.amount, leftYen },
    now,
  })
}

function exceedsKey(refund: Stripe.Refund): string {
  return `refund-exceeds:${refund.id}`
}

/** A whole refund frees every copy that was not posted; what of the posted ones came back is asked of a person. */
function withCopies(split: RefundSplit, states: readonly RefundLineState[]): LineRefund[] {
  const free = states.map((state) => ({
    chargeLineId: state.chargeLineId,
    released: refundableOf(state).unposted,
  }))
  const parts = split.lines.map((line) => {
    const released = free.find(({ chargeLineId }) => chargeLineId === line.chargeLineId)?.released ?? 0
    return { ...line, copies: released, released, restocked: 0 }
  })
  // A line whose money went back before may have copies left.
  const others = free.filter(
    ({ chargeLineId, released }) => released > 0 && !parts.some((part) => part.chargeLineId === chargeLineId),
  )
  return [
    ...parts,
    ...others.map((line) => ({
      ...line,
      amountYen: 0,
      recognisedYen: 0,
      copies: line.released,
      restocked: 0,
    })),
  ]
}

async function tell(
  tx: Tx,
  context: Subject & { order: OrderGraph; dedupeKey: string },
  now: Date,
): Promise<void> {
  const { refund, order, payment, organisation, dedupeKey } = context
  await tx.orderEvent.create({
    data: {
      id: newId(),
      orderId: order.id,
      kind: 'refunded',
      at: now,
      actor: 'system',
      details: { amountYen: refund.amount },
    },
  })
  await queueMail(tx, {
    dedupeKey,
    template: 'order-refunded',
    locale: order.locale,
    toEmail: order.email,
    props: { ...orderMailProps(order, organisation), refundYen: refund.amount, method: payment.method },
    orderId: order.id,
    now,
  })
}

/** A refund of a charge that is not covered takes from what was advanced, without lines: nothing was sold yet. */
function splitOf(amountYen: number, payment: RefundPayment, order: OrderGraph | null): RefundSplit {
  const surplusYen = payment.amount - payment.allocatedYen - payment.refundedYen
  if (order?.charge.state === 'covered') {
    return spreadRefund(amountYen, { surplusYen, allocatedYen: payment.allocatedYen }, order.lines)
  }
  const fromSurplus = Math.min(amountYen, surplusYen)
  return { surplusYen: fromSurplus, allocatedYen: amountYen - fromSurplus, lines: [] }
}
