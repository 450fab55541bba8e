import type { TokyoDay } from '#app/domain/day.ts'
import { refundPostings, type MoneyMethod, type RecognisedLine } from '#app/domain/ledger.ts'
import { sumYen } from '#app/domain/money.ts'
import type { LineRefund } from '#app/domain/refund.ts'
import type { OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { chargeStanding, recognisedLines } from '#app/features/checkout/recognised-lines.ts'
import { writeEntry } from '#app/features/payments/write-entry.server.ts'
import { moveRefundedCopies } from '#app/features/settlement/refund-copies.server.ts'
import { takeRefundOffRuns } from '#app/features/settlement/refund-revenue.server.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import type { db, Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

/** A payment as refunds need it. */
export type RefundPayment = {
  id: string
  method: MoneyMethod
  currency: string
  amount: number
  allocatedYen: number
  refundedYen: number
  chargeId: string | null
  receivedOn: TokyoDay
  stripeIntentId: string | null
}

/** What is to go back of one payment. */
export type RefundDraft = {
  /** How it goes back, which may be another way than it came. */
  method: MoneyMethod
  /** In the currency's smallest unit. */
  amount: number
  surplusYen: number
  /** Taken off the charge: the sum of the lines, or without lines what was advanced for an order that is not paid in full. */
  allocatedYen: number
  lines: readonly LineRefund[]
  state: 'pending' | 'succeeded'
  eventOn: TokyoDay
  reason: string | null
  /** The report of a parcel that it settles. */
  parcelReportId?: string | null
  provisional?: boolean
  stripeRefundId?: string
  sourceKey?: string
  requestedAt?: Date
}

/** The payments of a charge, oldest first, or one payment. */
export async function readPayments(
  client: Tx | typeof db,
  which: { chargeId: string } | { paymentId: string },
  { lock = false }: { lock?: boolean } = {},
): Promise<RefundPayment[]> {
  const [column, value] = 'chargeId' in which ? ['charge_id', which.chargeId] : ['id', which.paymentId]
  return await client.$queryRawUnsafe<RefundPayment[]>(
    `SELECT id, method::text, currency, amount, allocated_yen AS "allocatedYen", refunded_yen AS "refundedYen",
            charge_id AS "chargeId", received_on::text AS "receivedOn", stripe_intent_id AS "stripeIntentId"
     FROM payments WHERE ${column} = $1::uuid ORDER BY received_at, id ${lock ? 'FOR UPDATE' : ''}`,
    value,
  )
}

/** The same, each locked until the transaction ends. The caller holds the lock on the charge. */
export async function lockPayments(
  tx: Tx,
  which: { chargeId: string } | { paymentId: string },
): Promise<RefundPayment[]> {
  return await readPayments(tx, which, { lock: true })
}

/**
 * The only writer of refunds: the row and its lines, the running sums of payment, charge and lines, the allocation taken back, the
 * entry, and what becomes of the copies. The caller holds the locks on charge and payment, and has made sure that there is that much.
 * @param order null for money that belongs to no charge
 * @returns the refund's id, and the order as it stands after it
 */
export async function writeRefund<Order extends OrderGraph | null>(
  tx: Tx,
  context: { order: Order; payment: RefundPayment; draft: RefundDraft; now: Date },
): Promise<{ refundId: string; order: Order }> {
  const { order, payment, draft, now } = context
  const refundId = newId()
  const lines = draft.lines.map((line) => ({ id: newId(), ...line }))
  await tx.refund.create({
    data: {
      id: refundId,
      paymentId: payment.id,
      stripeRefundId: draft.stripeRefundId ?? null,
      state: draft.state,
      amountYen: draft.amount,
      surplusYen: draft.surplusYen,
      provisional: draft.provisional ?? false,
      reason: draft.reason,
      parcelReportId: draft.parcelReportId ?? null,
      method: draft.method,
      sourceKey: draft.sourceKey ?? null,
      requestedAt: draft.requestedAt ?? null,
      staffId: currentStaffId(),
      createdAt: now,
      lines: { createMany: { data: lines } },
    },
  })
  await moveMoney(tx, { refundId, payment, order, ...draft, lines, sign: 1, now })
  if (payment.currency === 'jpy') {
    await writeEntry(tx, {
      causeKey: `refund:${refundId}`,
      kind: 'refund',
      eventOn: draft.eventOn,
      memo: order?.code ?? '',
      orderId: order?.id ?? null,
      postings: postingsOf(order, draft),
      now,
    })
  }
  if (order) {
    await takeRefundOffRuns(tx, order, { id: refundId, lines }, { earnedOn: draft.eventOn, now })
    await moveRefundedCopies(tx, order, lines, now)
  }
  return { refundId, order: order ? (standingAfter(order, draft) as Order) : order }
}

/** The postings of a refund of an order as it stood before it. */
export function postingsOf(
  order: OrderGraph | null,
  refund: Pick<RefundDraft, 'method' | 'surplusYen' | 'allocatedYen' | 'lines'>,
): ReturnType<typeof refundPostings> {
  return refundPostings({
    method: refund.method,
    surplusYen: order ? refund.surplusYen : 0,
    unidentifiedYen: order ? 0 : refund.surplusYen,
    allocatedYen: refund.allocatedYen,
    standing: order ? chargeStanding(order) : { allocatedYen: 0, recognisedYen: 0 },
    returned: order ? returnedLines(order, refund.lines) : [],
  })
}

/** Every line of an order with what giving some back takes of its income. */
export function returnedLines(
  order: OrderGraph,
  lines: readonly Pick<LineRefund, 'chargeLineId' | 'recognisedYen'>[],
): RecognisedLine[] {
  return recognisedLines(
    order,
    ({ chargeLineId }) => lines.find((line) => line.chargeLineId === chargeLineId)?.recognisedYen ?? 0,
  )
}

/** Moves the running sums of charge, lines and payment by a refund, or back. The charge's refunds move first or last, as its check asks. */
export async function moveMoney(
  tx: Tx,
  move: {
    refundId: string
    payment: Pick<RefundPayment, 'id'>
    /** The order, or the bill that none stands behind. */
    order: { charge: { id: string } } | null
    surplusYen: number
    allocatedYen: number
    lines: readonly Pick<LineRefund, 'chargeLineId' | 'amountYen'>[]
    sign: 1 | -1
    now: Date
  },
): Promise<void> {
  const { payment, order, sign } = move
  // Only what is refunded of lines is due no more; an advance without lines may be paid again.
  const ofLinesYen = sumYen(move.lines.map((line) => line.amountYen))
  const charge = async (): Promise<void> => {
    if (!order || ofLinesYen === 0) return
    await tx.charge.update({
      where: { id: order.charge.id },
      data: { refundedYen: { increment: sign * ofLinesYen } },
    })
  }
  const allocation = async (): Promise<void> => {
    if (!order || move.allocatedYen === 0) return
    await tx.allocation.create({
      data: {
        id: newId(),
        paymentId: payment.id,
        chargeId: order.charge.id,
        amountYen: -sign * move.allocatedYen,
        refundId: move.refundId,
        createdAt: move.now,
      },
    })
  }
  const paid = async (): Promise<void> => {
    await tx.payment.update({
      where: { id: payment.id },
      data: { refundedYen: { increment: sign * (move.allocatedYen + move.surplusYen) } },
    })
  }
  const steps = [charge, allocation, paid]
  for (const step of sign === 1 ? steps : steps.reverse()) await step()
  for (const line of move.lines) {
    await tx.chargeLine.update({
      where: { id: line.chargeLineId },
      data: { refundedYen: { increment: sign * line.amountYen } },
    })
  }
}

/** The order after a refund, for the next refund in the same transaction. */
function standingAfter(order: OrderGraph, draft: RefundDraft): OrderGraph {
  return {
    ...order,
    charge: {
      ...order.charge,
      allocatedYen: order.charge.allocatedYen - draft.allocatedYen,
      refundedYen: order.charge.refundedYen + sumYen(draft.lines.map((line) => line.amountYen)),
    },
    lines: order.lines.map((line) => {
      const back = draft.lines.find(({ chargeLineId }) => chargeLineId === line.chargeLineId)
      return {
        ...line,
        refundedYen: line.refundedYen + (back?.amountYen ?? 0),
        refundedRecognisedYen: line.refundedRecognisedYen + (back?.recognisedYen ?? 0),
      }
    }),
  }
}
