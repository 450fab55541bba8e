import type Stripe from 'stripe'
import { tokyoDayOf } from '#app/domain/day.ts'
import {
  refundPostings,
  reversePostings,
  type AccountRole,
  type MoneyMethod,
  type PostingDraft,
} from '#app/domain/ledger.ts'
import { spreadRefund, type RefundSplit } from '#app/domain/settle.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { loadOrderGraph, type OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { orderMailProps } from '#app/features/checkout/order-mail.server.ts'
import { releaseCopies } from '#app/features/checkout/release-order.server.ts'
import { openTask } from '#app/features/messages/open-task.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { recordEvent, type StripeEventRef } from '#app/features/payments/record-event.server.ts'
import { writeEntry } from '#app/features/payments/write-entry.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

type PaymentRow = {
  id: string
  method: MoneyMethod
  currency: string
  amount: number
  allocatedYen: number
  refundedYen: number
  chargeId: string | null
}

/**
 * Brings one refund of Stripe's into the books, whoever made it: books it once when it is first seen, follows it when it succeeds, and
 * takes everything back when it fails. Money leaves Stripe's balance when a refund is made, so that is when it is booked; Stripe
 * keeps its fee. A refund made in the dashboard names no lines: it is spread over them, and a task asks a person to look.
 * @returns false when its payment is not known (yet)
 */
export async function bookRefund(
  refund: Stripe.Refund,
  context: { now: Date; event?: StripeEventRef },
): Promise<boolean> {
  const intentId =
    typeof refund.payment_intent === 'string' ? refund.payment_intent : refund.payment_intent?.id
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
    const [payment] = await tx.$queryRaw<PaymentRow[]>`
      SELECT id, method::text, currency, amount, allocated_yen AS "allocatedYen", refunded_yen AS "refundedYen", charge_id AS "chargeId"
      FROM payments WHERE id = ${found.id}::uuid FOR UPDATE`
    if (!payment) return false
    if (context.event) await recordEvent(tx, context.event, context.now)
    const known = await tx.refund.findUnique({
      where: { stripeRefundId: refund.id },
      include: { lines: true },
    })
    const isDead = refund.status === 'failed' || refund.status === 'canceled'

    if (known) {
      if (isDead && known.state !== 'failed') await takeBack(tx, { order, payment, known, now: context.now })
      if (refund.status === 'succeeded' && known.state === 'pending') {
        await tx.refund.update({ where: { id: known.id }, data: { state: 'succeeded' } })
      }
      return true
    }
    if (isDead) return true
    await bookNew(tx, { refund, order, payment, organisation, now: context.now })
    return true
  })
}

type NewRefund = {
  refund: Stripe.Refund
  order: OrderGraph | null
  payment: PaymentRow
  organisation: Awaited<ReturnType<typeof loadOrganisation>>
  now: Date
}

async function bookNew(tx: Tx, { refund, order, payment, organisation, now }: NewRefund): Promise<void> {
  const split = splitOf(refund.amount, payment, order)
  const id = newId()
  const isWhole =
    order !== null &&
    order.charge.refundedYen + split.allocatedYen >= order.charge.amountYen &&
    split.allocatedYen > 0
  const anythingPosted = order?.lines.some((line) => (line.goods?.posted ?? 0) > 0) ?? false
  const needsLook = split.lines.length > 0 && (!isWhole || anythingPosted)
  await tx.refund.create({
    data: {
      id,
      paymentId: payment.id,
      stripeRefundId: refund.id,
      state: refund.status === 'succeeded' ? 'succeeded' : 'pending',
      amountYen: refund.amount,
      surplusYen: split.surplusYen,
      provisional: needsLook,
      reason: refund.reason ?? null,
      createdAt: now,
      lines: { createMany: { data: split.lines.map((line) => ({ id: newId(), ...line })) } },
    },
  })
  await moveMoney(tx, { refundId: id, payment, order, split, sign: 1, now })

  if (payment.currency === 'jpy') {
    await writeEntry(tx, {
      causeKey: `refund:${id}`,
      kind: 'refund',
      eventOn: tokyoDayOf(new Date(refund.created * 1000)),
      memo: order?.code ?? '',
      orderId: order?.id ?? null,
      postings: refundPostings({
        method: payment.method,
        surplusYen: order ? split.surplusYen : 0,
        unidentifiedYen: order ? 0 : split.surplusYen,
        advancesYen: split.allocatedYen - split.lines.reduce((sum, line) => sum + line.recognisedYen, 0),
        returned: returnedLines(order, split),
      }),
      now,
    })
  }
  if (!order) return
  if (isWhole) await releaseCopies(tx, order.id)
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
  await queueMail(tx, {
    dedupeKey: `order-refunded:${refund.id}`,
    template: 'order-refunded',
    locale: order.locale,
    toEmail: order.email,
    props: { ...orderMailProps(order, organisation), refundYen: refund.amount, method: payment.method },
    orderId: order.id,
    now,
  })
}

/** A refund of a charge that is not covered takes from what was advanced, without lines: nothing was sold yet. */
function splitOf(amountYen: number, payment: PaymentRow, order: OrderGraph | null): RefundSplit {
  const surplusYen = payment.amount - payment.allocatedYen - payment.refundedYen
  if (order?.charge.state === 'covered') {
    return spreadRefund(amountYen, { surplusYen, allocatedYen: payment.allocatedYen }, order.lines)
  }
  const fromSurplus = Math.min(amountYen, surplusYen)
  return { surplusYen: fromSurplus, allocatedYen: amountYen - fromSurplus, lines: [] }
}

function returnedLines(
  order: OrderGraph | null,
  split: RefundSplit,
): Parameters<typeof refundPostings>[0]['returned'] {
  return (order?.lines ?? []).map((line) => ({
    kind: line.kind,
    titleId: line.goods?.titleId ?? null,
    taxRate: line.taxRate,
    recognisedBeforeYen: line.recognisedYen - line.refundedRecognisedYen,
    deltaYen: split.lines.find((part) => part.chargeLineId === line.chargeLineId)?.recognisedYen ?? 0,
  }))
}

/** Moves the running sums of charge, lines and payment by a refund, or back. The charge's refunds move first or last, as its check asks. */
async function moveMoney(
  tx: Tx,
  move: {
    refundId: string
    payment: PaymentRow
    order: OrderGraph | null
    split: Pick<RefundSplit, 'allocatedYen' | 'lines' | 'surplusYen'>
    sign: 1 | -1
    now: Date
  },
): Promise<void> {
  const { payment, order, split, sign } = move
  const charge = async (): Promise<void> => {
    if (!order || split.allocatedYen === 0 || order.charge.state !== 'covered') return
    await tx.charge.update({
      where: { id: order.charge.id },
      data: { refundedYen: { increment: sign * split.allocatedYen } },
    })
  }
  const allocation = async (): Promise<void> => {
    if (!order || split.allocatedYen === 0) return
    await tx.allocation.create({
      data: {
        id: newId(),
        paymentId: payment.id,
        chargeId: order.charge.id,
        amountYen: -sign * split.allocatedYen,
        refundId: move.refundId,
        createdAt: move.now,
      },
    })
  }
  const paid = async (): Promise<void> => {
    await tx.payment.update({
      where: { id: payment.id },
      data: { refundedYen: { increment: sign * (split.allocatedYen + split.surplusYen) } },
    })
  }
  const steps = [charge, allocation, paid]
  for (const step of sign === 1 ? steps : steps.reverse()) await step()
  for (const line of split.lines) {
    await tx.chargeLine.update({
      where: { id: line.chargeLineId },
      data: { refundedYen: { increment: sign * line.amountYen } },
    })
  }
}

/** Stripe could not refund after all: the money is back, so everything it did to the books is undone, and a person decides what next. */
async function takeBack(
  tx: Tx,
  context: {
    order: OrderGraph | null
    payment: PaymentRow
    known: {
      id: string
      amountYen: number
      surplusYen: number
      lines: { chargeLineId: string; amountYen: number; recognisedYen: number }[]
    }
    now: Date
  },
): Promise<void> {
  const { order, payment, known, now } = context
  await tx.refund.update({ where: { id: known.id }, data: { state: 'failed' } })
  await moveMoney(tx, {
    refundId: known.id,
    payment,
    order,
    split: {
      surplusYen: known.surplusYen,
      allocatedYen: known.amountYen - known.surplusYen,
      lines: known.lines,
    },
    sign: -1,
    now,
  })
  const entry = await tx.journalEntry.findUnique({
    where: { causeKey: `refund:${known.id}` },
    include: { postings: { orderBy: { position: 'asc' } } },
  })
  if (entry) {
    await writeEntry(tx, {
      causeKey: `refund-failed:${known.id}`,
      kind: 'refund-failed',
      eventOn: tokyoDayOf(now),
      memo: entry.memo,
      orderId: entry.orderId,
      reversesId: entry.id,
      postings: reversePostings(
        entry.postings.map((posting): PostingDraft => ({
          ...posting,
          account: posting.account as AccountRole,
        })),
      ),
      now,
    })
  }
  await openTask(tx, {
    dedupeKey: `refund-failed:${known.id}`,
    kind: 'refund-failed',
    orderId: order?.id,
    paymentId: payment.id,
    details: { amountYen: known.amountYen },
    now,
  })
}
