import type Stripe from 'stripe'
import type { SessionFacts } from '#app/domain/payment-fact.ts'

/** The expansions that `readSession` needs. */
export const SESSION_EXPAND = ['payment_intent', 'payment_intent.latest_charge']

/** Reads the facts out of a Checkout Session as retrieved with `SESSION_EXPAND`. */
export function readSession(session: Stripe.Checkout.Session): SessionFacts {
  const intent = typeof session.payment_intent === 'object' ? session.payment_intent : null
  return {
    id: session.id,
    status: statusOf(session.status),
    // Anything that is not known to be paid is not paid.
    isPaid: session.payment_status === 'paid',
    chargeId: session.metadata?.chargeId ?? session.client_reference_id,
    intent: intent && readIntent(intent),
  }
}

function readIntent(intent: Stripe.PaymentIntent): NonNullable<SessionFacts['intent']> {
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null
  const type = charge?.payment_method_details?.type ?? intent.payment_method_types[0]
  const voucher = intent.next_action?.konbini_display_details
  return {
    id: intent.id,
    status: intent.status,
    amountReceived: intent.amount_received,
    currency: intent.currency,
    chargeId: intent.metadata.chargeId ?? null,
    stripeChargeId: charge?.id ?? (typeof intent.latest_charge === 'string' ? intent.latest_charge : null),
    hasFee: Boolean(charge?.balance_transaction),
    paidAt: charge ? new Date(charge.created * 1000) : null,
    method: type === 'konbini' ? 'konbini' : type === 'card' ? 'card' : null,
    voucher: voucher?.hosted_voucher_url
      ? { url: voucher.hosted_voucher_url, expiresAt: new Date(voucher.expires_at * 1000) }
      : null,
  }
}

function statusOf(status: string | null): SessionFacts['status'] {
  return status === 'open' || status === 'complete' || status === 'expired' ? status : null
}
