import { tokyoDayOf } from '#app/domain/day.ts'
import { sumYen } from '#app/domain/money.ts'
import type { SourceRefund } from '#app/domain/refund.ts'
import type { Organisation } from '#app/features/catalogue/organisation.server.ts'
import type { OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { orderMailProps } from '#app/features/checkout/order-mail.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { notedKey, partKey } from '#app/features/settlement/noted-refund.server.ts'
import type { MadeRefund, RefundOrderInput, RefundWay } from '#app/features/settlement/refund-order.server.ts'
import { endCreditedBill, writeCredit } from '#app/features/settlement/write-credit.server.ts'
import { writeRefund, type RefundPayment } from '#app/features/settlement/write-refund.server.ts'
import { actedBy } from '#app/platform/actor.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

/** Writes what was decided to give back of an order: a refund of each payment, and a credit for what was not paid, which comes last. */
export async function saveRefunds(
  tx: Tx,
  before: OrderGraph,
  context: {
    payments: readonly RefundPayment[]
    plan: readonly SourceRefund[]
    input: RefundOrderInput
    now: Date
  },
): Promise<MadeRefund[]> {
  const { plan, input, now } = context
  const given = { reason: input.reason, parcelReportId: input.reportId ?? null }
  const made: MadeRefund[] = []
  let order = before
  for (const [index, part] of plan.entries()) {
    const amountYen = part.allocatedYen + part.surplusYen
    if (part.paymentId === null) {
      const { creditId } = await writeCredit(tx, order, { lines: part.lines, ...given, now })
      made.push({ id: creditId, amountYen, state: 'succeeded', isCredit: true })
      continue
    }
    const payment = context.payments.find(({ id }) => id === part.paymentId)
    if (!payment) throw new Error('a refund of a payment that is not locked')
    const how = howOf(input.way, payment, { index, now })
    const draft = { ...part, ...given, ...how, amount: amountYen }
    const written = await writeRefund(tx, { order, payment, draft, now })
    order = written.order
    made.push({ id: written.refundId, amountYen, state: how.state, isCredit: false })
  }
  return made
}

function howOf(way: RefundWay, payment: RefundPayment, { index, now }: { index: number; now: Date }) {
  if (way.kind !== 'byHand') {
    const state = 'pending' as const
    return { method: payment.method, state, eventOn: tokyoDayOf(now), requestedAt: now }
  }
  return {
    method: way.method,
    state: 'succeeded' as const,
    eventOn: way.on,
    sourceKey: partKey(notedKey(way), index),
  }
}

/** The history and the reader are told what was given back; a bill of which nothing is due any more ends. */
export async function tellOfRefunds(
  tx: Tx,
  order: OrderGraph,
  context: { refunds: readonly MadeRefund[]; way: RefundWay; organisation: Organisation; now: Date },
): Promise<void> {
  const { refunds, way, organisation, now } = context
  const money = refunds.filter((refund) => !refund.isCredit)
  const credits = refunds.filter((refund) => refund.isCredit)
  await note(tx, order.id, way.kind === 'byHand' ? 'refunded' : 'refund-requested', money, now)
  await note(tx, order.id, 'credited', credits, now)
  const after = credits.length > 0 ? await endCreditedBill(tx, order.id, now) : order
  const mail = { locale: order.locale, toEmail: order.email, orderId: order.id, now }
  const props = orderMailProps(after, organisation)
  const [refund, credit] = [money[0], credits[0]]
  // Of one through Stripe the reader is told when Stripe has taken it.
  if (way.kind === 'byHand' && refund) {
    await queueMail(tx, {
      ...mail,
      dedupeKey: `order-refunded:${refund.id}`,
      template: 'order-refunded',
      props: { ...props, refundYen: sumOf(money), method: way.method },
    })
  }
  if (!credit) return
  const { charge } = after
  await queueMail(tx, {
    ...mail,
    dedupeKey: `order-credited:${credit.id}`,
    template: 'order-credited',
    props: {
      ...props,
      creditYen: sumOf(credits),
      openYen: charge.state === 'open' ? charge.amountYen - charge.allocatedYen - charge.refundedYen : 0,
      opensDownloads: order.charge.state === 'open' && charge.state === 'covered' && hasFiles(after),
    },
  })
}

async function note(
  tx: Tx,
  orderId: string,
  kind: string,
  refunds: readonly MadeRefund[],
  now: Date,
): Promise<void> {
  if (refunds.length === 0) return
  await tx.orderEvent.create({
    data: {
      id: newId(),
      orderId,
      kind,
      at: now,
      ...actedBy('system'),
      details: { amountYen: sumOf(refunds), refundIds: refunds.map(({ id }) => id) },
    },
  })
}

function sumOf(refunds: readonly MadeRefund[]): number {
  return sumYen(refunds.map((refund) => refund.amountYen))
}

/** Whether there is a file to download that was not given back. */
function hasFiles({ lines }: OrderGraph): boolean {
  return lines.some((line) => line.goods?.format === 'pdf' && line.refundedYen < line.amountYen)
}
