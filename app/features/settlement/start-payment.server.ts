import Stripe from 'stripe'
import { checkoutDeadline } from '#app/domain/deadlines.ts'
import { loadOrderGraph, type OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { createSession, toCheckoutSession } from '#app/features/payments/checkout-session.server.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { log } from '#app/platform/log.server.ts'
import { stripe } from '#app/platform/stripe.server.ts'
import { applySession } from '#app/features/settlement/apply-session.server.ts'
import { SESSION_EXPAND } from '#app/features/settlement/read-session.server.ts'

export type StartPaymentResult =
  { ok: true; url: string } | { ok: false; reason: 'not-open' | 'stripe-refused' | 'stripe-unreachable' }

/**
 * Gives the address of the page at Stripe where a charge is paid: the one that is open, or a new one. The attempt is stored before
 * Stripe is called, and the call is made with its id as idempotency key, so a lost answer never makes a second page. The hold is
 * stretched to outlive the page.
 */
export async function startPayment(chargeId: string, { now }: { now: Date }): Promise<StartPaymentResult> {
  const attempt = await inTransaction((tx) => openAttempt(tx, chargeId, now))
  if (!attempt) return { ok: false, reason: 'not-open' }
  try {
    if (attempt.stripeSessionId) {
      const session = await stripe().checkout.sessions.retrieve(attempt.stripeSessionId, {
        expand: SESSION_EXPAND,
      })
      if (session.status === 'open' && session.url) return { ok: true, url: session.url }
      // Paid, or out as a voucher, or expired since: the order's page will say so.
      await applySession(session, { now })
      return { ok: false, reason: 'not-open' }
    }
    const session = await createSession(attempt)
    return session.url ? { ok: true, url: session.url } : { ok: false, reason: 'stripe-refused' }
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error
    log.warn(
      { chargeId, attemptId: attempt.id, type: error.type, code: error.code },
      'Stripe did not open a page',
    )
    const isRefused = error instanceof Stripe.errors.StripeInvalidRequestError
    // Stripe answers a key that met a 500 with that 500 for a day: the next try needs a key of its own.
    if (isRefused || error instanceof Stripe.errors.StripeAPIError) {
      await db.checkoutAttempt.updateMany({
        where: { id: attempt.id, state: 'creating' },
        data: { state: 'failed' },
      })
    }
    return { ok: false, reason: isRefused ? 'stripe-refused' : 'stripe-unreachable' }
  }
}

/** How near its end a page may be and still be offered to a reader. */
const LEAST_LEFT_MS = 5 * 60_000

async function openAttempt(
  tx: Tx,
  chargeId: string,
  now: Date,
): Promise<{ id: string; request: unknown; stripeSessionId: string | null } | null> {
  const order = await loadOrderGraph(tx, { chargeId }, { lock: true })
  if (!order || order.charge.state !== 'open' || order.charge.allocatedYen > 0) return null
  const { method } = order.charge
  if (method !== 'card' && method !== 'konbini') return null
  const attempts = await tx.checkoutAttempt.findMany({ where: { chargeId }, orderBy: { number: 'desc' } })
  const last = attempts[0]
  if (attempts.some(({ state }) => state === 'voucher' || state === 'complete')) return null
  const isUsable =
    last &&
    (last.state === 'open' || last.state === 'creating') &&
    last.sessionExpiresAt.getTime() - now.getTime() > LEAST_LEFT_MS
  if (isUsable) return last

  const deadline = checkoutDeadline(now)
  const id = newId()
  const request = toCheckoutSession(sessionSource(order, { id, method, ...deadline }), env.baseUrl)
  await tx.checkoutAttempt.create({
    data: {
      id,
      chargeId,
      number: (last?.number ?? 0) + 1,
      request: request as unknown as Prisma.InputJsonValue,
      sessionExpiresAt: deadline.sessionExpiresAt,
      createdAt: now,
    },
  })
  await tx.charge.updateMany({
    where: { id: chargeId, expiresAt: { lt: deadline.expiresAt } },
    data: { expiresAt: deadline.expiresAt },
  })
  return { id, request, stripeSessionId: null }
}

function sessionSource(
  order: OrderGraph,
  attempt: { id: string; method: 'card' | 'konbini'; sessionExpiresAt: Date },
): Parameters<typeof toCheckoutSession>[0] {
  return {
    attemptId: attempt.id,
    chargeId: order.charge.id,
    sessionExpiresAt: attempt.sessionExpiresAt,
    method: attempt.method,
    locale: order.locale,
    email: order.email,
    token: order.token,
    code: order.code,
    lines: order.lines,
  }
}
