import type { TokyoDay } from '#app/domain/day.ts'
import { netOfLines, refundPostings, type MoneyMethod, type RecognisedLine } from '#app/domain/ledger.ts'
import { sumYen } from '#app/domain/money.ts'
import type { SourceRefund } from '#app/domain/refund.ts'
import { billStanding, type BillGraph } from '#app/features/payments/load-bill.server.ts'
import { writeEntry } from '#app/features/payments/write-entry.server.ts'
import { moveMoney } from '#app/features/settlement/write-refund.server.ts'
import { writeRunRevenue, type Earning } from '#app/features/stock/write-run-revenue.server.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

export type BillRefundDraft = Omit<SourceRefund, 'paymentId'> & {
  paymentId: string
  method: MoneyMethod
  eventOn: TokyoDay
  reason: string | null
  sourceKey: string
  now: Date
}

/**
 * The only writer of refunds of bills that no order stands behind: the row and its lines, the running sums of payment, charge and lines, the
 * entry, and what runs earned by copies that a consignee sold. The caller holds the locks on charge and payment, and has made sure that there
 * is that much.
 * @returns the refund's id, and the bill as it stands after it
 */
export async function writeBillRefund(
  tx: Tx,
  bill: BillGraph,
  draft: BillRefundDraft,
): Promise<{ refundId: string; bill: BillGraph }> {
  const { method, surplusYen, allocatedYen, eventOn, now } = draft
  const refundId = newId()
  const lines = draft.lines.map((line) => ({ id: newId(), ...line }))
  await tx.refund.create({
    data: {
      id: refundId,
      paymentId: draft.paymentId,
      state: 'succeeded',
      amountYen: allocatedYen + surplusYen,
      surplusYen,
      reason: draft.reason,
      method,
      sourceKey: draft.sourceKey,
      staffId: currentStaffId(),
      createdAt: now,
      lines: { createMany: { data: lines } },
    },
  })
  const payment = { id: draft.paymentId }
  await moveMoney(tx, { refundId, payment, order: bill, surplusYen, allocatedYen, lines, sign: 1, now })
  const sold = await soldLines(tx, bill)
  const returned = bill.lines.map((line, index): RecognisedLine => {
    const back = lines.find(({ chargeLineId }) => chargeLineId === line.id)
    return {
      kind: line.kind,
      titleId: sold[index]?.titleId ?? null,
      taxRate: line.taxRate,
      recognisedBeforeYen: line.recognisedYen - line.refundedYen,
      deltaYen: back?.recognisedYen ?? 0,
    }
  })
  await writeEntry(tx, {
    causeKey: `refund:${refundId}`,
    kind: 'refund',
    eventOn,
    memo: bill.payer.subject,
    chargeId: bill.charge.id,
    postings: refundPostings({ method, surplusYen, allocatedYen, standing: billStanding(bill), returned }),
    now,
  })
  const net = netOfLines(returned, -1)
  const earnings = sold.flatMap((line, index): Earning[] => {
    const netYen = net[index] ?? 0
    return line && netYen !== 0 ? [{ cause: { refundId }, parts: line.parts, netYen: -netYen }] : []
  })
  await writeRunRevenue(tx, earnings, { earnedOn: eventOn, now })
  return { refundId, bill: after(bill, { allocatedYen, lines }) }
}

/** The bill after a refund, for the next one in the same transaction. */
function after(
  bill: BillGraph,
  back: { allocatedYen: number; lines: readonly { chargeLineId: string; amountYen: number }[] },
): BillGraph {
  const { charge } = bill
  return {
    ...bill,
    charge: {
      ...charge,
      allocatedYen: charge.allocatedYen - back.allocatedYen,
      refundedYen: charge.refundedYen + sumYen(back.lines.map((line) => line.amountYen)),
    },
    lines: bill.lines.map((line) => {
      const amountYen = back.lines.find(({ chargeLineId }) => chargeLineId === line.id)?.amountYen ?? 0
      return { ...line, refundedYen: line.refundedYen + amountYen }
    }),
  }
}

type SoldLine = { titleId: string; parts: { printRunId: string; copies: number }[] }

/**
 * Whose copies the lines of a consignment's bill are of: title and runs, line by line; null for lines of anything else. A bill has the lines of
 * its settlement in the same order, without those that ask nothing.
 */
async function soldLines(tx: Tx, { charge, lines }: BillGraph): Promise<(SoldLine | null)[]> {
  const settled = await tx.consignmentSettlementLine.findMany({
    where: { settlement: { chargeId: charge.id }, sold: { gt: 0 } },
    orderBy: { id: 'asc' },
    include: {
      consignmentLine: { select: { unitYen: true, edition: { select: { titleId: true } } } },
      movements: { where: { kind: 'consignee_sold' }, select: { printRunId: true, copies: true } },
    },
  })
  let next = 0
  return lines.map((line) => {
    if (line.kind !== 'consignment') return null
    const index = settled.findIndex(
      ({ sold, consignmentLine }, at) =>
        at >= next && sold === line.quantity && consignmentLine.unitYen === line.unitYen,
    )
    const found = settled[index]
    if (!found) return null
    next = index + 1
    return {
      titleId: found.consignmentLine.edition.titleId,
      parts: found.movements.map(({ printRunId, copies }) => ({ printRunId, copies: -copies })),
    }
  })
}
