import type Stripe from 'stripe'
import { now } from '#app/platform/clock.server.ts'
import {
  inSandbox,
  listObjects,
  lockObject,
  readObject,
  seconds,
  type SandboxTx,
} from '#app/sandbox/store.server.ts'
import { createPayout } from './balance.server.ts'
import { decideDispute, disputeCharge } from './disputes.server.ts'
import {
  completeByCard,
  completeVoucher,
  declineCardOf,
  failVoucher,
  idOf,
  issueVoucher,
  lockPayment,
} from './payments.server.ts'
import { createRefund, finishRefund } from './refunds.server.ts'

// What people do outside of the shop: payers on the hosted pages and at the till, their banks, and the secretariat in the dashboard.

export type RefusalReason =
  | 'not-found'
  | 'not-open'
  | 'method-not-offered'
  | 'no-voucher'
  | 'not-paid'
  | 'not-disputable'
  | 'already-decided'

/** What was asked for cannot be done to the object as it is. */
export class SandboxRefusal extends Error {
  readonly reason: RefusalReason

  constructor(reason: RefusalReason, what: string) {
    super(`${reason}: ${what}`)
    this.name = 'SandboxRefusal'
    this.reason = reason
  }
}

export type CheckoutResult = {
  session: Stripe.Checkout.Session
  intentId: string
  /** Where the hosted page sends the payer; null where it keeps her. */
  redirectTo: string | null
}

/** Pays by card. @throws SandboxRefusal */
export async function payCard(sessionId: string): Promise<CheckoutResult> {
  return await atCheckout(sessionId, 'card', async (tx, session) => {
    const done = await completeByCard(tx, session)
    return resultOf(done, successUrl(session))
  })
}

/** The bank declines the card; the session stays open. @throws SandboxRefusal */
export async function declineCard(sessionId: string): Promise<CheckoutResult> {
  return await atCheckout(sessionId, 'card', async (tx, session) =>
    resultOf(await declineCardOf(tx, session), null),
  )
}

/**
 * Chooses the konbini: paid at once at the till (`now`), or a voucher that can be paid later (`later`) or that nobody pays until it
 * expires (`never`).
 * @throws SandboxRefusal
 */
export async function chooseKonbini(
  sessionId: string,
  when: 'now' | 'later' | 'never',
): Promise<CheckoutResult> {
  return await atCheckout(sessionId, 'konbini', async (tx, session) => {
    const issued = await issueVoucher(tx, session)
    const done = when === 'now' ? await completeVoucher(tx, issued.session, issued.intent) : issued
    return resultOf(done, successUrl(session))
  })
}

/** Leaves the hosted page by its back link: nothing happens but the address it leads to. @throws SandboxRefusal */
export async function walkAway(sessionId: string): Promise<string | null> {
  const session = await inSandbox({ now: now() }, (tx) => readObject(tx, 'checkout.session', sessionId))
  if (!session) throw new SandboxRefusal('not-found', sessionId)
  return session.cancel_url
}

/** Pays a voucher at the till. @throws SandboxRefusal */
export async function payVoucher(intentId: string): Promise<void> {
  await inSandbox({ now: now() }, async (tx) => {
    const { session, intent } = await openVoucher(tx, intentId)
    const expiresAt = intent.next_action?.konbini_display_details?.expires_at ?? 0
    if (seconds(tx.now) > expiresAt) throw new SandboxRefusal('no-voucher', intentId)
    await completeVoucher(tx, session, intent)
  })
}

/** Lets a voucher expire now instead of on its last day. @throws SandboxRefusal */
export async function expireVoucher(intentId: string): Promise<void> {
  await inSandbox({ now: now() }, async (tx) => {
    const { session, intent } = await openVoucher(tx, intentId)
    await failVoucher(tx, session, intent)
  })
}

/**
 * Refunds in the dashboard, all that is left or a part. @param chargeOrIntentId `ch_…`, `py_…` or `pi_…`
 * @throws StripeRefusal when Stripe would refuse
 */
export async function dashboardRefund(chargeOrIntentId: string, amount?: number): Promise<Stripe.Refund> {
  return await inSandbox({ now: now() }, async (tx) => {
    const named = chargeOrIntentId.startsWith('pi_')
      ? { payment_intent: chargeOrIntentId }
      : { charge: chargeOrIntentId }
    return await createRefund(tx, {
      ...named,
      ...(amount === undefined ? {} : { amount }),
      reason: 'requested_by_customer',
      instructions_email: 'reader@example.org',
    })
  })
}

/** A konbini refund goes through, or comes back. @throws SandboxRefusal */
export async function settleRefund(
  refundId: string,
  outcome: 'succeeded' | 'failed' = 'succeeded',
): Promise<Stripe.Refund> {
  return await inSandbox({ now: now() }, async (tx) => {
    const refund = await finishRefund(tx, refundId, outcome)
    if (!refund) throw new SandboxRefusal('not-found', refundId)
    if (refund.status !== outcome) throw new SandboxRefusal('already-decided', refundId)
    return refund
  })
}

/** The card holder's bank disputes a payment. @throws SandboxRefusal */
export async function openDispute(intentId: string): Promise<Stripe.Dispute> {
  return await inSandbox({ now: now() }, async (tx) => {
    const intent = await readObject(tx, 'payment_intent', intentId)
    if (!intent) throw new SandboxRefusal('not-found', intentId)
    const charge = await lockObject(tx, 'charge', idOf(intent.latest_charge) ?? '')
    if (charge?.status !== 'succeeded') throw new SandboxRefusal('not-paid', intentId)
    const isCard = charge.payment_method_details?.type === 'card'
    if (!isCard || charge.disputed || charge.refunded) throw new SandboxRefusal('not-disputable', intentId)
    return await disputeCharge(tx, charge)
  })
}

/** The bank decides a dispute. @throws SandboxRefusal */
export async function closeDispute(disputeId: string, outcome: 'won' | 'lost'): Promise<Stripe.Dispute> {
  return await inSandbox({ now: now() }, async (tx) => {
    const before = await readObject(tx, 'dispute', disputeId)
    if (!before) throw new SandboxRefusal('not-found', disputeId)
    if (before.status !== 'needs_response') throw new SandboxRefusal('already-decided', disputeId)
    const closed = await decideDispute(tx, disputeId, outcome)
    if (closed?.status !== outcome) throw new SandboxRefusal('already-decided', disputeId)
    return closed
  })
}

/**
 * Pays out what is available at that instant, and has it at the bank at once; card payments must have been booked
 * (`advanceSandbox`). @param options.includePending takes along what would be available later only
 * @returns the payout, or undefined when there is nothing to pay out
 */
export async function runPayout(
  at: Date,
  options: { includePending?: boolean } = {},
): Promise<Stripe.Payout | undefined> {
  return await inSandbox({ now: at }, (tx) => createPayout(tx, { ...options, arriveNow: true }))
}

/** The payments of a session, newest first, for tests and pages. */
export async function intentsOf(sessionId: string): Promise<Stripe.PaymentIntent[]> {
  const rows = await inSandbox({ now: now() }, (tx) =>
    listObjects(tx, 'payment_intent', { parent: sessionId }),
  )
  return rows.map((row) => row.data)
}

async function atCheckout(
  sessionId: string,
  method: 'card' | 'konbini',
  work: (tx: SandboxTx, session: Stripe.Checkout.Session) => Promise<CheckoutResult>,
): Promise<CheckoutResult> {
  return await inSandbox({ now: now() }, async (tx) => {
    const session = await lockObject(tx, 'checkout.session', sessionId)
    if (!session) throw new SandboxRefusal('not-found', sessionId)
    if (session.status !== 'open' || session.expires_at <= seconds(tx.now)) {
      throw new SandboxRefusal('not-open', sessionId)
    }
    if (!session.payment_method_types.includes(method)) {
      throw new SandboxRefusal('method-not-offered', sessionId)
    }
    return await work(tx, session)
  })
}

async function openVoucher(tx: SandboxTx, intentId: string) {
  const locked = await lockPayment(tx, intentId)
  if (!locked) throw new SandboxRefusal('not-found', intentId)
  if (locked.intent.status !== 'requires_action') throw new SandboxRefusal('no-voucher', intentId)
  return locked
}

function resultOf(
  done: { session: Stripe.Checkout.Session; intent: Stripe.PaymentIntent },
  redirectTo: string | null,
): CheckoutResult {
  return { session: done.session, intentId: done.intent.id, redirectTo }
}

function successUrl(session: Stripe.Checkout.Session): string | null {
  return session.success_url?.replaceAll('{CHECKOUT_SESSION_ID}', session.id) ?? null
}
