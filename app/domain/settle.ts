import { splitByWeight, type Yen } from '#app/domain/money.ts'

export type ChargeForSettling = {
  state: 'open' | 'covered' | 'cancelled' | 'expired'
  amountYen: Yen
  allocatedYen: Yen
  /** What was refunded of its lines, and so is due no more: a bill that is paid in part. */
  refundedYen: Yen
}

export type IncomingPayment = {
  amount: number
  currency: string
  /** False when the payment names another charge than the one it arrived for. */
  belongsToCharge: boolean
}

export type Settlement = {
  /** What joins the payment to the charge. */
  allocateYen: Yen
  /** What stays open as the payer's credit (預り金). */
  surplusYen: Yen
  /** Money whose owner is not known (仮受金). */
  unidentifiedYen: Yen
  /** True when this payment completes the charge, so its effects run now. */
  covers: boolean
  missingYen: Yen
  tell: 'paid' | 'part-paid' | 'overpaid' | 'late' | null
  task: 'overpaid' | 'paid-after-hold-gone' | 'wrong-currency' | 'wrong-charge' | null
}

const NOTHING = { allocateYen: 0, surplusYen: 0, unidentifiedYen: 0, covers: false, missingYen: 0 } as const

/**
 * What one payment does to one charge. A part payment waits, an excess stays open as surplus and the goods go out; money
 * for a charge that is no longer open is never lost: it is kept as surplus and a person decides (pretix/pretix#74).
 * Money in another currency or for another's charge is recorded for the treasurer and has no effect (DESIGN.md 2).
 * Example: a charge of 1,800 yen with 1,000 allocated meets 1,000 yen: 800 allocated, 200 surplus, covered, `overpaid`.
 */
export function settleCharge(charge: ChargeForSettling, payment: IncomingPayment): Settlement {
  if (payment.currency !== 'jpy') return { ...NOTHING, tell: null, task: 'wrong-currency' }
  if (!payment.belongsToCharge) {
    return { ...NOTHING, unidentifiedYen: payment.amount, tell: null, task: 'wrong-charge' }
  }
  if (charge.state === 'cancelled' || charge.state === 'expired') {
    return { ...NOTHING, surplusYen: payment.amount, tell: 'late', task: 'paid-after-hold-gone' }
  }
  const openYen = charge.state === 'open' ? charge.amountYen - charge.allocatedYen - charge.refundedYen : 0
  const allocateYen = Math.min(openYen, payment.amount)
  const surplusYen = payment.amount - allocateYen
  const missingYen = openYen - allocateYen
  const covers = charge.state === 'open' && missingYen === 0
  if (surplusYen > 0) {
    return { ...NOTHING, allocateYen, surplusYen, covers, tell: 'overpaid', task: 'overpaid' }
  }
  return { ...NOTHING, allocateYen, covers, missingYen, tell: covers ? 'paid' : 'part-paid', task: null }
}

export type RefundableLine = {
  chargeLineId: string
  amountYen: Yen
  recognisedYen: Yen
  refundedYen: Yen
  /** Of what was refunded, the part that had been recognised as income. */
  refundedRecognisedYen: Yen
}

export type RefundSplit = {
  /** Taken from what was never allocated: the payer's own credit goes back first. */
  surplusYen: Yen
  /** Taken back from the charge. */
  allocatedYen: Yen
  lines: { chargeLineId: string; amountYen: Yen; recognisedYen: Yen }[]
}

/**
 * Where a refund without chosen lines comes from: first the payment's surplus, then the charge's lines, spread over what is
 * left of each in proportion (largest remainder), and within a line first from what has not been recognised as income yet.
 * Never more than was paid for a line. @throws RangeError when the refund exceeds what the payment still has
 */
export function spreadRefund(
  amountYen: Yen,
  payment: { surplusYen: Yen; allocatedYen: Yen },
  lines: readonly RefundableLine[],
): RefundSplit {
  const surplusYen = Math.min(amountYen, payment.surplusYen)
  const allocatedYen = amountYen - surplusYen
  if (allocatedYen > payment.allocatedYen) {
    throw new RangeError(`a refund of ${amountYen} yen exceeds what is left of the payment`)
  }
  const left = lines.map((line) => line.amountYen - line.refundedYen)
  const parts = allocatedYen === 0 ? left.map(() => 0) : splitByWeight(allocatedYen, left)
  return {
    surplusYen,
    allocatedYen,
    lines: lines
      .map((line, index) => {
        const part = parts[index] ?? 0
        const recognisedLeft = line.recognisedYen - line.refundedRecognisedYen
        const unrecognisedLeft = line.amountYen - line.refundedYen - recognisedLeft
        return {
          chargeLineId: line.chargeLineId,
          amountYen: part,
          recognisedYen: Math.max(0, part - unrecognisedLeft),
        }
      })
      .filter((line) => line.amountYen > 0),
  }
}
