import { bookingDayProblem } from '#app/domain/booking-day.ts'
import { startOfDay, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { findReferences } from '#app/domain/reference.ts'
import { normaliseOrderCode } from '#app/domain/order-code.ts'
import { normaliseSubjectCode } from '#app/domain/subject-code.ts'
import type { ChangedOrder } from '#app/features/checkout/stale-order.server.ts'
import { manualReference } from '#app/features/payments/manual-reference.ts'
import { settle } from '#app/features/settlement/settle.server.ts'
import type { Settlement } from '#app/domain/settle.ts'
import { db } from '#app/platform/db.server.ts'

/** What the money was for: an order, or a bill that no order stands behind, by the code that people call it. */
type Paid = { orderCode: string; subject: null } | { orderCode: null; subject: string }

export type RecordPaymentResult =
  | ({ ok: true; isNew: boolean; settlement: Settlement | null } & Paid)
  | {
      ok: false
      reason:
        | 'unknown-charge'
        | 'several-charges'
        | 'reference-used'
        | 'day-in-future'
        | 'day-too-early'
        | 'amount'
        | 'reference-missing'
    }
  | ChangedOrder

/**
 * Records money that the treasurer has seen on a statement or in the cash box, through `settle()`. Its own reference is unique per
 * method: the same line typed twice is one payment, and one reference for two different ones is refused.
 * @param input.charge the payment reference, the code of the order, or that of another matter (L-7K2M), as people write them
 * @param input.seen what the form's maker had seen: the newest event of an order, the `seen` of a bill
 */
export async function recordPayment(
  input: {
    charge: string
    amountYen: number
    method: 'bank' | 'postal' | 'cash'
    on: TokyoDay
    ref: string
    seen?: string
  },
  { now }: { now: Date },
): Promise<RecordPaymentResult> {
  const ref = manualReference(input.ref)
  if (ref === '') return { ok: false, reason: 'reference-missing' }
  if (!Number.isInteger(input.amountYen) || input.amountYen < 1 || input.amountYen > 100_000_000) {
    return { ok: false, reason: 'amount' }
  }
  const dayProblem = bookingDayProblem(input.on, tokyoDayOf(now))
  if (dayProblem) return { ok: false, reason: dayProblem }
  const sourceKey = `${input.method}:${ref}`
  const found = await findCharge(input.charge, sourceKey)
  if (!found.ok) return found
  const { chargeId, paid } = found
  const result = await settle(
    chargeId,
    {
      sourceKey,
      method: input.method,
      amount: input.amountYen,
      currency: 'jpy',
      receivedAt: startOfDay(input.on),
      receivedOn: input.on,
      belongsToCharge: true,
      confirmed: false,
      note: ref,
    },
    { now, ...(input.seen === undefined ? {} : { seen: input.seen }) },
  )
  if (!result.ok) return result.reason === 'changed' ? result : { ok: false, reason: 'unknown-charge' }
  if (result.isNew) {
    return { ok: true, isNew: true, ...paid, settlement: result.settlement }
  }
  const known = await db.payment.findUniqueOrThrow({ where: { sourceKey } })
  const isSame =
    known.chargeId === chargeId &&
    known.amount === input.amountYen &&
    tokyoDayOf(known.receivedAt) === input.on
  if (!isSame) return { ok: false, reason: 'reference-used' }
  return { ok: true, isNew: false, ...paid, settlement: null }
}

type FoundCharge =
  { ok: true; chargeId: string; paid: Paid } | { ok: false; reason: 'unknown-charge' | 'several-charges' }

async function findCharge(text: string, sourceKey: string): Promise<FoundCharge> {
  const code = normaliseOrderCode(text)
  const references = findReferences(text)
  const order = await db.order.findFirst({
    where: { OR: [...(code ? [{ code }] : []), { charge: { reference: { in: references } } }] },
    select: { code: true, chargeId: true },
  })
  if (order) return { ok: true, chargeId: order.chargeId, paid: { orderCode: order.code, subject: null } }
  const subject = normaliseSubjectCode(text)
  const bills = await db.chargePayer.findMany({
    where: { OR: [...(subject ? [{ subject }] : []), { charge: { reference: { in: references } } }] },
    select: { chargeId: true, subject: true, charge: { select: { state: true } } },
  })
  if (bills.length === 0) return { ok: false, reason: 'unknown-charge' }
  const bill = await chooseBill(bills, sourceKey)
  if (!bill) return { ok: false, reason: 'several-charges' }
  return { ok: true, chargeId: bill.chargeId, paid: { orderCode: null, subject: bill.subject } }
}

/** One matter may have several bills: the one that this money was recorded for before, else the only one that is open, else the only one. */
async function chooseBill<Bill extends { chargeId: string; charge: { state: string } }>(
  bills: readonly Bill[],
  sourceKey: string,
): Promise<Bill | undefined> {
  if (bills.length === 1) return bills[0]
  const known = await db.payment.findUnique({ where: { sourceKey }, select: { chargeId: true } })
  const before = bills.find((bill) => bill.chargeId === known?.chargeId)
  if (before) return before
  const open = bills.filter((bill) => bill.charge.state === 'open')
  return open.length === 1 ? open[0] : undefined
}
