import { bookingDayProblem } from '#app/domain/booking-day.ts'
import { startOfDay, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { findReferences } from '#app/domain/reference.ts'
import { normaliseOrderCode } from '#app/domain/order-code.ts'
import type { ChangedOrder } from '#app/features/checkout/stale-order.server.ts'
import { manualReference } from '#app/features/payments/manual-reference.ts'
import { settle } from '#app/features/settlement/settle.server.ts'
import type { Settlement } from '#app/domain/settle.ts'
import { db } from '#app/platform/db.server.ts'

export type RecordPaymentResult =
  | { ok: true; isNew: boolean; orderCode: string; settlement: Settlement | null }
  | {
      ok: false
      reason:
        | 'unknown-charge'
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
 * @param input.charge the payment reference, or the code of the order, as people write them
 */
export async function recordPayment(
  input: {
    charge: string
    amountYen: number
    method: 'bank' | 'postal' | 'cash'
    on: TokyoDay
    ref: string
    seenEventId?: string
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
  const charge = await findCharge(input.charge)
  if (!charge) return { ok: false, reason: 'unknown-charge' }
  const sourceKey = `${input.method}:${ref}`
  const result = await settle(
    charge.id,
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
    { now, ...(input.seenEventId === undefined ? {} : { seenEventId: input.seenEventId }) },
  )
  if (!result.ok) return result.reason === 'changed' ? result : { ok: false, reason: 'unknown-charge' }
  if (result.isNew) {
    return { ok: true, isNew: true, orderCode: charge.orderCode, settlement: result.settlement }
  }
  const known = await db.payment.findUniqueOrThrow({ where: { sourceKey } })
  const isSame =
    known.chargeId === charge.id &&
    known.amount === input.amountYen &&
    tokyoDayOf(known.receivedAt) === input.on
  if (!isSame) return { ok: false, reason: 'reference-used' }
  return { ok: true, isNew: false, orderCode: charge.orderCode, settlement: null }
}

async function findCharge(text: string): Promise<{ id: string; orderCode: string } | null> {
  const code = normaliseOrderCode(text)
  const order = await db.order.findFirst({
    where: { OR: [...(code ? [{ code }] : []), { charge: { reference: { in: findReferences(text) } } }] },
    select: { code: true, chargeId: true },
  })
  return order && { id: order.chargeId, orderCode: order.code }
}
