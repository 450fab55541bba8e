import { tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { planRefund, type RefundProblem, type SourceRefund } from '#app/domain/refund.ts'
import { sumYen } from '#app/domain/money.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { endTask } from '#app/features/messages/complete-task.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { billMailProps, billMailTo } from '#app/features/payments/bill-mail.server.ts'
import { loadBill, type BillGraph } from '#app/features/payments/load-bill.server.ts'
import {
  findNoted,
  notedKey,
  notedProblem,
  partKey,
  type HandWay,
  type NotedProblem,
} from '#app/features/settlement/noted-refund.server.ts'
import { dayBeforePayment, toSource } from '#app/features/settlement/refund-states.server.ts'
import { writeBillRefund } from '#app/features/settlement/write-bill-refund.server.ts'
import {
  lockPayments,
  readPayments,
  type RefundPayment,
} from '#app/features/settlement/write-refund.server.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.server.ts'

export type RefundBillInput = {
  chargeId: string
  /** What goes back of the lines of a bill that is paid. */
  lines: readonly { chargeLineId: string; amountYen: number }[]
  /** What goes back of what was paid too much. */
  surplusYen: number
  /** How it has gone back: a transfer or cash, which a person has made already. */
  way: HandWay
  /** The staff's own words. */
  reason: string | null
  /** The `seen` of the bill when the form was made. */
  seen?: string
}

export type RefundBillRefusal =
  | { ok: false; reason: 'not-found' | 'changed' }
  | { ok: false; reason: 'reference-used' | NotedProblem }
  | { ok: false; reason: 'day-before-payment'; receivedOn: TokyoDay }
  | ({ ok: false } & RefundProblem)

export type RefundBillResult = { ok: true; isNew: boolean; refundIds: string[] } | RefundBillRefusal

/**
 * Notes that money of a bill that no order stands behind has gone back: what was paid too much or for a bill that was cancelled, and parts of the
 * lines of one that is paid. It has gone back by hand, for bills are paid by transfer or in cash. What is taken off a line is taken off what
 * it earned; copies that a consignee sold stay sold, for nothing says that they came back. Noted once for each reference of its method.
 *
 * `not-paid`: lines are refunded of a bill that is paid; one that is not is cancelled, or paid.
 */
export async function refundBill(input: RefundBillInput, { now }: { now: Date }): Promise<RefundBillResult> {
  const problem = notedProblem(input, tokyoDayOf(now))
  if (problem) return { ok: false, reason: problem }
  const organisation = await loadOrganisation()
  try {
    return await inTransaction(async (tx) => {
      const bill = await loadBill(tx, { chargeId: input.chargeId }, { lock: true })
      if (!bill) return { ok: false, reason: 'not-found' }
      const payments = await lockPayments(tx, { chargeId: bill.charge.id })
      const before = await findNoted(tx, bill.charge.id, input.way)
      if (before?.ok) return { ok: true, isNew: false, refundIds: before.refunds.map(({ id }) => id) }
      if (before) return before
      if (input.seen !== undefined && input.seen !== bill.seen) return { ok: false, reason: 'changed' }
      const plan = decide(bill, payments, input)
      if (!plan.ok) return plan
      const refundIds = await save(tx, bill, { payments, plan: plan.refunds, input, now })
      await queueMail(tx, {
        ...billMailTo(bill),
        dedupeKey: `bill-refunded:${refundIds[0] ?? ''}`,
        template: 'bill-refunded',
        props: {
          ...billMailProps(bill, organisation),
          refundYen: sumYen(plan.refunds.map((part) => part.allocatedYen + part.surplusYen)),
          refundedOn: input.way.on,
          method: input.way.method,
        },
        now,
      })
      return { ok: true, isNew: true, refundIds }
    })
  } catch (error) {
    // The same reference noted for another matter in the same moment.
    if (hasDatabaseCode(error, DB_CODE.unique)) return { ok: false, reason: 'reference-used' }
    throw error
  }
}

/** Whether `refundBill` would take this now, for a page to show before it is done; it decides again. */
export async function checkBillRefund(
  input: Pick<RefundBillInput, 'chargeId' | 'lines' | 'surplusYen' | 'way'>,
): Promise<{ ok: true; totalYen: number } | RefundBillRefusal> {
  const bill = await loadBill(db, { chargeId: input.chargeId })
  if (!bill) return { ok: false, reason: 'not-found' }
  const plan = decide(bill, await readPayments(db, { chargeId: bill.charge.id }), input)
  if (!plan.ok) return plan
  return { ok: true, totalYen: sumYen(plan.refunds.map((part) => part.allocatedYen + part.surplusYen)) }
}

function decide(
  { charge, lines }: BillGraph,
  payments: readonly RefundPayment[],
  input: Pick<RefundBillInput, 'lines' | 'surplusYen' | 'way'>,
): { ok: true; refunds: SourceRefund[] } | RefundBillRefusal {
  const plan = planRefund(
    { kind: 'parts', lines: input.lines, surplusYen: input.surplusYen },
    {
      lines:
        charge.state === 'covered'
          ? lines.map(({ id, amountYen, recognisedYen, refundedYen }) => ({
              chargeLineId: id,
              amountYen,
              recognisedYen,
              refundedYen,
              // All of a bill is earned at once.
              refundedRecognisedYen: refundedYen,
              print: null,
            }))
          : null,
      sources: payments.filter(({ currency }) => currency === 'jpy').map(toSource),
      others: [],
      openYen: 0,
      creditOnly: false,
    },
  )
  if (!plan.ok) return { ok: false, ...plan.problem }
  const tooEarly = dayBeforePayment(input.way.on, plan.refunds, payments)
  return tooEarly ? { ok: false, ...tooEarly } : plan
}

async function save(
  tx: Tx,
  before: BillGraph,
  context: {
    payments: readonly RefundPayment[]
    plan: readonly SourceRefund[]
    input: RefundBillInput
    now: Date
  },
): Promise<string[]> {
  const { payments, plan, input, now } = context
  const made: string[] = []
  let bill = before
  for (const [index, part] of plan.entries()) {
    const payment = payments.find(({ id }) => id === part.paymentId)
    if (!payment) throw new Error('a refund of a payment that is not locked')
    const written = await writeBillRefund(tx, bill, {
      ...part,
      paymentId: payment.id,
      method: input.way.method,
      eventOn: input.way.on,
      reason: input.reason,
      sourceKey: partKey(notedKey(input.way), index),
      now,
    })
    bill = written.bill
    made.push(written.refundId)
    const leftYen = payment.amount - payment.allocatedYen - payment.refundedYen - part.surplusYen
    if (part.surplusYen > 0 && leftYen === 0) await endSurplusTasks(tx, payment.id, now)
  }
  return made
}

/** Nothing is too much any more: what a person was asked about is done. */
async function endSurplusTasks(tx: Tx, paymentId: string, now: Date): Promise<void> {
  for (const kind of ['overpaid', 'paid-after-hold-gone']) {
    await endTask(tx, `${kind}:${paymentId}`, 'refund', now)
  }
}
