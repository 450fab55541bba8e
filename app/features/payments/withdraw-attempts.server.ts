import Stripe from 'stripe'
import { db } from '#app/platform/db.server.ts'
import { stripe } from '#app/platform/stripe.server.ts'
import { recoverSession } from '#app/features/payments/checkout-session.server.ts'

export type Withdrawal = { ok: true } | { ok: false; reason: 'voucher-out' | 'paid' | 'stripe-unreachable' }

/**
 * Closes every page of Stripe Checkout that could still pay a charge, so that its copies may be given back. Network calls only, and
 * safe to repeat. Refused when a voucher is out or a page was completed whose money is not booked yet; the charge then stays as it
 * is. A page whose money is booked can pay no more, whatever that money did (a wrong currency does nothing).
 */
export async function withdrawAttempts(chargeId: string): Promise<Withdrawal> {
  const attempts = await db.checkoutAttempt.findMany({
    where: { chargeId, state: { in: ['creating', 'open', 'voucher'] } },
    orderBy: { number: 'asc' },
  })
  if (attempts.some((attempt) => attempt.state === 'voucher')) return { ok: false, reason: 'voucher-out' }
  for (const attempt of attempts) {
    try {
      // An attempt whose answer never came may have a page at Stripe all the same: the same key brings the same page back.
      const sessionId = attempt.stripeSessionId ?? (await recoverSession(attempt))?.id
      if (sessionId) {
        const session = await stripe().checkout.sessions.retrieve(sessionId)
        if (session.status === 'complete') {
          return { ok: false, reason: session.payment_status === 'paid' ? 'paid' : 'voucher-out' }
        }
        if (session.status === 'open') await stripe().checkout.sessions.expire(sessionId)
      }
      await db.checkoutAttempt.updateMany({
        where: { id: attempt.id, state: { in: ['creating', 'open'] } },
        data: { state: 'expired' },
      })
    } catch (error) {
      if (error instanceof Stripe.errors.StripeInvalidRequestError) {
        // Completed between the two calls: money or a voucher is on its way.
        return { ok: false, reason: 'paid' }
      }
      if (error instanceof Stripe.errors.StripeError) return { ok: false, reason: 'stripe-unreachable' }
      throw error
    }
  }
  return { ok: true }
}
