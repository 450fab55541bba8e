import Stripe from 'stripe'
import { recoverSession } from '#app/features/payments/checkout-session.server.ts'
import { applySession } from '#app/features/settlement/apply-session.server.ts'
import { SESSION_EXPAND } from '#app/features/settlement/read-session.server.ts'
import { db } from '#app/platform/db.server.ts'
import { log } from '#app/platform/log.server.ts'
import { stripe } from '#app/platform/stripe.server.ts'

/**
 * Asks Stripe how the unfinished attempts of a charge stand, and brings the charge there: what the landing page does, in case the webhook
 * is late or lost. Never throws because of Stripe.
 * @returns false when Stripe could not be asked, so nothing may be concluded
 */
export async function refreshCharge(chargeId: string, { now }: { now: Date }): Promise<boolean> {
  try {
    await catchUpCharge(chargeId, { now })
    return true
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error
    log.warn({ chargeId, type: error.type, code: error.code }, 'Stripe could not be asked about a charge')
    return false
  }
}

/**
 * The same for the sweep, which goes on otherwise with what only one charge fails at than with Stripe away.
 * @throws Stripe.errors.StripeError when Stripe could not be asked
 */
export async function catchUpCharge(chargeId: string, { now }: { now: Date }): Promise<void> {
  const attempts = await db.checkoutAttempt.findMany({
    where: { chargeId, state: { in: ['creating', 'open', 'voucher'] } },
    orderBy: { number: 'asc' },
  })
  for (const attempt of attempts) {
    const sessionId = attempt.stripeSessionId ?? (await recoverSession(attempt))?.id
    if (!sessionId) {
      await db.checkoutAttempt.updateMany({
        where: { id: attempt.id, state: 'creating' },
        data: { state: 'failed' },
      })
      continue
    }
    const session = await stripe().checkout.sessions.retrieve(sessionId, { expand: SESSION_EXPAND })
    await applySession(session, { now })
  }
}
