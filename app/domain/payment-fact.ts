/** The parts of Stripe's Checkout Session and its objects that the shop looks at; the whole is much larger. */
export type SessionFacts = {
  id: string
  status: 'open' | 'complete' | 'expired' | null
  /** Stripe's `payment_status` is `paid`. */
  isPaid: boolean
  chargeId: string | null
  intent: {
    id: string
    status: string
    amountReceived: number
    currency: string
    chargeId: string | null
    stripeChargeId: string | null
    /** Whether Stripe has told its fee already. */
    hasFee: boolean
    paidAt: Date | null
    method: 'card' | 'konbini' | null
    voucher: { url: string; expiresAt: Date } | null
  } | null
}

export type PaymentFact =
  | {
      kind: 'paid'
      intentId: string
      stripeChargeId: string | null
      hasFee: boolean
      amount: number
      currency: string
      paidAt: Date | null
      method: 'card' | 'konbini'
      /** The charge that the payment itself names. */
      namedChargeId: string | null
    }
  | { kind: 'voucher'; url: string; expiresAt: Date }
  | { kind: 'failed' }
  | { kind: 'expired' }
  | { kind: 'pending' }

/**
 * What a session says has happened, read from its current state and never from the order of events. Nothing is paid while
 * `payment_status` is `unpaid` (docs.stripe.com/checkout/fulfillment); an unpaid session that is complete waits for its voucher,
 * or has lost it.
 */
export function toPaymentFact(session: SessionFacts): PaymentFact {
  const { intent } = session
  if (intent && (session.isPaid || intent.status === 'succeeded')) {
    return {
      kind: 'paid',
      intentId: intent.id,
      stripeChargeId: intent.stripeChargeId,
      hasFee: intent.hasFee,
      amount: intent.amountReceived,
      currency: intent.currency,
      paidAt: intent.paidAt,
      method: intent.method ?? 'card',
      namedChargeId: intent.chargeId ?? session.chargeId,
    }
  }
  if (session.status === 'expired') return { kind: 'expired' }
  if (session.status !== 'complete' || !intent) return { kind: 'pending' }
  if (intent.status === 'requires_action' && intent.voucher) return { kind: 'voucher', ...intent.voucher }
  if (intent.status === 'requires_payment_method' || intent.status === 'canceled') return { kind: 'failed' }
  return { kind: 'pending' }
}
