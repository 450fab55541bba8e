import { tokyoDayOf } from '#app/domain/day.ts'
import { claims, recogniseShipment, recognitionPostings, type MoneyMethod } from '#app/domain/ledger.ts'
import { sumYen } from '#app/domain/money.ts'
import {
  planLines,
  type LineProblem,
  type LineRefund,
  type LineWish,
  type RefundLineState,
} from '#app/domain/refund.ts'
import {
  loadOrderGraph,
  type OrderGraph,
  type OrderGraphLine,
} from '#app/features/checkout/order-graph.server.ts'
import { chargeStanding, recognisedLines } from '#app/features/checkout/recognised-lines.ts'
import { staleOrder, type ChangedOrder } from '#app/features/checkout/stale-order.server.ts'
import { endTask } from '#app/features/messages/complete-task.server.ts'
import { writeEntry } from '#app/features/payments/write-entry.server.ts'
import { moveRefundedCopies } from '#app/features/settlement/refund-copies.server.ts'
import { refundStates } from '#app/features/settlement/refund-states.server.ts'
import { giveToRuns, takeRefundOffRuns } from '#app/features/settlement/refund-revenue.server.ts'
import { reverseRefund } from '#app/features/settlement/take-back-refund.server.ts'
import { postingsOf } from '#app/features/settlement/write-refund.server.ts'
import { undoRevenue } from '#app/features/stock/write-run-revenue.server.ts'
import { actedBy } from '#app/platform/actor.server.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

export type ResolveRefundResult =
  | { ok: true }
  | ChangedOrder
  | { ok: false; reason: 'not-found' | 'not-provisional' }
  /** The lines do not add up to the refund, which is `left` yen without its surplus. */
  | { ok: false; reason: 'sum'; left: number }
  | ({ ok: false } & LineProblem)

/**
 * Says what a refund was for that was made in Stripe's dashboard: its money moves from the lines it was spread over to those that a person
 * chooses, and their copies are given up or come back. The money itself does not move; the entry is reversed and written anew. What was
 * posted and had seemed refunded is earned after all.
 */
export async function resolveProvisionalRefund(
  input: { refundId: string; lines: readonly LineWish[]; seenEventId?: string },
  { now }: { now: Date },
): Promise<ResolveRefundResult> {
  const found = await db.refund.findUnique({
    where: { id: input.refundId },
    select: { payment: { select: { chargeId: true } } },
  })
  const chargeId = found?.payment?.chargeId
  if (!chargeId) return { ok: false, reason: 'not-found' }
  return await inTransaction(async (tx) => {
    const order = await loadOrderGraph(tx, { chargeId }, { lock: true })
    if (!order) return { ok: false, reason: 'not-found' }
    const stale = await staleOrder(tx, order.id, input.seenEventId)
    if (stale) return stale
    const refund = await tx.refund.findUniqueOrThrow({
      where: { id: input.refundId },
      include: { lines: true },
    })
    const { method } = refund
    if (!refund.provisional || refund.state === 'failed' || method === null) {
      return { ok: false, reason: 'not-provisional' }
    }

    const allocatedYen = sumYen(refund.lines.map((line) => line.amountYen))
    const states = (await refundStates(tx, order)).map((state) => withoutLine(state, refund.lines))
    const planned = planLines(states, input.lines)
    if (!planned.ok) return { ok: false, ...planned.problem }
    const isSame = sumYen(planned.lines.map((line) => line.amountYen)) === allocatedYen
    if (!isSame) return { ok: false, reason: 'sum', left: allocatedYen }

    await moveLines(tx, order, { refund: { ...refund, method }, lines: planned.lines, allocatedYen, now })
    await earnWhatIsPosted(tx, order.id, refund.id, now)
    await endTask(tx, `refund-lines:${refund.stripeRefundId ?? ''}`, 'refund-lines', now)
    await tx.orderEvent.create({
      data: {
        id: newId(),
        orderId: order.id,
        kind: 'refund-lines',
        at: now,
        ...actedBy('system'),
        details: { refundId: refund.id, amountYen: refund.amountYen },
      },
    })
    return { ok: true }
  })
}

type OldLine = {
  chargeLineId: string
  amountYen: number
  recognisedYen: number
  copies: number
  released: number
}

/** A line as it stood without this refund. Copies that it has set free stay free: they are owed, as `refundableOf` counts them. */
function withoutLine(state: RefundLineState, old: readonly OldLine[]): RefundLineState {
  const line = old.find(({ chargeLineId }) => chargeLineId === state.chargeLineId)
  if (!line) return state
  return {
    ...state,
    refundedYen: state.refundedYen - line.amountYen,
    refundedRecognisedYen: state.refundedRecognisedYen - line.recognisedYen,
    print: state.print && {
      ...state.print,
      refundedCopies: state.print.refundedCopies - line.copies,
      refundedReleased: state.print.refundedReleased - line.released,
    },
  }
}

async function moveLines(
  tx: Tx,
  order: OrderGraph,
  context: {
    refund: { id: string; method: MoneyMethod; surplusYen: number; lines: readonly OldLine[] }
    lines: readonly LineRefund[]
    allocatedYen: number
    now: Date
  },
): Promise<void> {
  const { refund, lines, allocatedYen, now } = context
  await reverseRefund(tx, refund.id, now, 'refund-lines')
  await tx.refundLine.deleteMany({ where: { refundId: refund.id } })
  await addToLines(tx, refund.lines, -1)
  const saved = lines.map((line) => ({ id: newId(), ...line }))
  await tx.refundLine.createMany({ data: saved.map((line) => ({ ...line, refundId: refund.id })) })
  await addToLines(tx, saved, 1)
  await tx.refund.update({ where: { id: refund.id }, data: { provisional: false } })
  const before = withoutRefund(order, refund.lines, allocatedYen)
  const earnedOn = tokyoDayOf(now)
  await writeEntry(tx, {
    causeKey: `refund-lines:${refund.id}`,
    kind: 'refund-lines',
    eventOn: earnedOn,
    memo: order.code,
    orderId: order.id,
    postings: postingsOf(before, { ...refund, lines, allocatedYen }),
    now,
  })
  await undoRevenue(tx, { refundId: refund.id }, { refundId: refund.id }, { earnedOn, now })
  await takeRefundOffRuns(tx, before, { id: refund.id, lines }, { earnedOn, now })
  await moveRefundedCopies(tx, order, saved, now)
}

async function addToLines(
  tx: Tx,
  lines: readonly { chargeLineId: string; amountYen: number }[],
  sign: 1 | -1,
): Promise<void> {
  for (const { chargeLineId, amountYen } of lines) {
    await tx.chargeLine.update({
      where: { id: chargeLineId },
      data: { refundedYen: { increment: sign * amountYen } },
    })
  }
}

/** The order as it stood before the refund, as the postings of a refund want it. */
function withoutRefund(order: OrderGraph, old: readonly OldLine[], allocatedYen: number): OrderGraph {
  return {
    ...order,
    charge: { ...order.charge, allocatedYen: order.charge.allocatedYen + allocatedYen },
    lines: order.lines.map((line) => {
      const back = old.find(({ chargeLineId }) => chargeLineId === line.chargeLineId)
      return { ...line, refundedRecognisedYen: line.refundedRecognisedYen - (back?.recognisedYen ?? 0) }
    }),
  }
}

/** Copies that were posted while their money seemed to have gone back earned too little: the rest is earned now. */
async function earnWhatIsPosted(tx: Tx, orderId: string, refundId: string, now: Date): Promise<void> {
  const order = await loadOrderGraph(tx, { orderId })
  if (!order) return
  const anythingPosted = order.lines.some((line) => (line.goods?.posted ?? 0) > 0)
  const lines = recognisedLines(order, (line) => earned(line, anythingPosted))
  const totalYen = sumYen(lines.map((line) => line.deltaYen))
  if (totalYen === 0) return
  for (const [index, line] of order.lines.entries()) {
    const deltaYen = lines[index]?.deltaYen ?? 0
    if (deltaYen === 0) continue
    await tx.chargeLine.update({
      where: { id: line.chargeLineId },
      data: { recognisedYen: { increment: deltaYen } },
    })
  }
  await writeEntry(tx, {
    causeKey: `refund-earned:${refundId}`,
    kind: 'shipment',
    eventOn: tokyoDayOf(now),
    memo: order.code,
    orderId,
    postings: recognitionPostings(lines, { fromAdvancesYen: claims(chargeStanding(order)).advancesYen }),
    now,
  })
  await giveToRuns(tx, order, lines, { earnedOn: tokyoDayOf(now), now })
}

function earned(line: OrderGraphLine, anythingPosted: boolean): number {
  const { goods } = line
  if (!goods || goods.format === 'pdf') {
    const isOut = goods ? goods.availableAt !== null : anythingPosted
    return isOut ? recogniseShipment(line, { postedAfter: 1, toPostInAll: 1 }) : 0
  }
  if (goods.posted === 0) return 0
  return recogniseShipment(line, {
    postedAfter: goods.posted,
    toPostInAll: goods.copies - goods.released,
  })
}
