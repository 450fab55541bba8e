import type Stripe from 'stripe'
import { addDays, endOfDay, tokyoDayOf } from '#app/domain/day.ts'
import { env } from '#app/platform/env.server.ts'
import {
  digits,
  insertObject,
  lockObject,
  parentOf,
  readObject,
  saveObject,
  seconds,
  setTimer,
  stripeId,
  type SandboxTx,
} from '#app/sandbox/store.server.ts'
import { bookCharge } from './balance.server.ts'
import { emit } from './events.server.ts'
import { customerDetails, konbiniVoucher, newCharge, newIntent, type PaymentMethodType } from './objects.ts'

// What becomes of a Checkout Session: paid, declined, turned into a voucher, expired. Locks are taken in one order everywhere,
// session before payment intent before charge, so that two processes never wait for each other.

/** How long a card payment's balance transaction takes. */
const CAPTURE_MS = 2000
const DEFAULT_VOUCHER_DAYS = 3

type Session = Stripe.Checkout.Session
type Intent = Stripe.PaymentIntent

/** Pays an open session by card. The caller has made sure that it may be. */
export async function completeByCard(
  tx: SandboxTx,
  session: Session,
): Promise<{ session: Session; intent: Intent }> {
  const { intent, isNew } = await intentFor(tx, session)
  const charge = await insertObject(
    tx,
    'charge',
    newCharge({
      id: stripeId('ch'),
      created: seconds(tx.now),
      intent,
      paymentMethodId: stripeId('pm'),
      method: 'card',
      email: session.customer_email,
      outcome: 'paid',
    }),
    intent.id,
  )
  const paid = await savePaid(tx, intent, charge)
  const complete = await saveSession(tx, {
    ...session,
    ...completed(session, 'paid'),
    payment_intent: intent.id,
  })
  await setTimer(tx, new Date(tx.now.getTime() + CAPTURE_MS), { kind: 'book-charge', subject: charge.id })
  if (isNew) await emit(tx, 'payment_intent.created', intent)
  await emit(tx, 'charge.succeeded', charge)
  await emit(tx, 'payment_intent.succeeded', paid)
  await emit(tx, 'checkout.session.completed', complete)
  return { session: complete, intent: paid }
}

/** The bank declines the card; the session stays open. */
export async function declineCardOf(
  tx: SandboxTx,
  session: Session,
): Promise<{ session: Session; intent: Intent }> {
  const { intent, isNew } = await intentFor(tx, session)
  const charge = await insertObject(
    tx,
    'charge',
    newCharge({
      id: stripeId('ch'),
      created: seconds(tx.now),
      intent,
      paymentMethodId: stripeId('pm'),
      method: 'card',
      email: session.customer_email,
      outcome: 'declined',
    }),
    intent.id,
  )
  const declined = await saveIntent(tx, {
    ...intent,
    latest_charge: charge.id,
    payment_method: null,
    status: 'requires_payment_method',
    last_payment_error: {
      type: 'card_error',
      advice_code: 'try_again_later',
      charge: charge.id,
      code: 'card_declined',
      decline_code: 'generic_decline',
      doc_url: 'https://docs.stripe.com/error-codes#card-declined',
      message: 'Your card was declined.',
      network_decline_code: '05',
    },
  })
  const open = await saveSession(tx, { ...session, payment_intent: intent.id })
  if (isNew) await emit(tx, 'payment_intent.created', intent)
  await emit(tx, 'charge.failed', charge)
  await emit(tx, 'payment_intent.payment_failed', declined)
  return { session: open, intent: declined }
}

/** The payer chooses the konbini: the session is complete and not paid, and a voucher is out. */
export async function issueVoucher(
  tx: SandboxTx,
  session: Session,
): Promise<{ session: Session; intent: Intent }> {
  const { intent, isNew } = await intentFor(tx, session)
  const days = session.payment_method_options?.konbini?.expires_after_days ?? DEFAULT_VOUCHER_DAYS
  // 23:59:59 in Japan on the last day.
  const expiresAt = new Date(endOfDay(addDays(tokyoDayOf(tx.now), days)).getTime() - 1000)
  const waiting = await saveIntent(tx, {
    ...intent,
    last_payment_error: null,
    next_action: konbiniVoucher({
      url: `${env.baseUrl}/sandbox/voucher/${intent.id}`,
      expiresAt: seconds(expiresAt),
      confirmationNumber: digits(11),
      paymentCodes: {
        familymart: digits(6),
        lawson: digits(6),
        ministop: digits(6),
        seicomart: digits(6),
      },
    }),
    payment_method: stripeId('pm'),
    status: 'requires_action',
  })
  const complete = await saveSession(tx, {
    ...session,
    ...completed(session, 'unpaid'),
    payment_intent: intent.id,
  })
  // One second later: the last second still belongs to the payer.
  await setTimer(tx, new Date(expiresAt.getTime() + 1000), { kind: 'expire-voucher', subject: intent.id })
  if (isNew) await emit(tx, 'payment_intent.created', intent)
  await emit(tx, 'payment_intent.requires_action', waiting)
  await emit(tx, 'checkout.session.completed', complete)
  return { session: complete, intent: waiting }
}

/** The voucher is paid at the shop's till: konbini payments are confirmed, and booked, at once. */
export async function completeVoucher(
  tx: SandboxTx,
  session: Session,
  intent: Intent,
): Promise<{ session: Session; intent: Intent }> {
  const created = newCharge({
    id: stripeId('py'),
    created: seconds(tx.now),
    intent,
    paymentMethodId: String(intent.payment_method),
    method: 'konbini',
    email: session.customer_email,
    outcome: 'paid',
  })
  await insertObject(tx, 'charge', created, intent.id)
  const charge = await bookCharge(tx, created)
  const paid = await savePaid(tx, intent, charge)
  const complete = await saveSession(tx, { ...session, payment_status: 'paid' })
  await emit(tx, 'charge.succeeded', charge)
  await emit(tx, 'payment_intent.succeeded', paid)
  await emit(tx, 'checkout.session.async_payment_succeeded', complete)
  return { session: complete, intent: paid }
}

/** Nobody paid the voucher in time. */
export async function failVoucher(tx: SandboxTx, session: Session, intent: Intent): Promise<void> {
  const failed = await saveIntent(tx, {
    ...intent,
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
    last_payment_error: {
      type: 'invalid_request_error',
      code: 'payment_intent_payment_attempt_expired',
      doc_url: 'https://docs.stripe.com/error-codes#payment-intent-payment-attempt-expired',
      message: 'The latest payment attempt of the PaymentIntent has expired.',
    },
  })
  await emit(tx, 'payment_intent.payment_failed', failed)
  await emit(tx, 'checkout.session.async_payment_failed', session)
}

/** Ends an open session; a payment that was tried in it is cancelled. */
export async function closeSession(tx: SandboxTx, session: Session): Promise<Session> {
  const expired = await saveSession(tx, { ...session, status: 'expired', url: null })
  const intentId = idOf(session.payment_intent)
  const intent = intentId === null ? undefined : await lockObject(tx, 'payment_intent', intentId)
  if (intent?.status === 'requires_payment_method') await cancelIntentRow(tx, intent, 'automatic')
  await emit(tx, 'checkout.session.expired', expired)
  return expired
}

/** Writes a payment intent off. */
export async function cancelIntentRow(tx: SandboxTx, intent: Intent, reason: string | null): Promise<Intent> {
  const canceled = await saveIntent(tx, {
    ...intent,
    canceled_at: seconds(tx.now),
    cancellation_reason: reason,
    next_action: null,
    status: 'canceled',
  })
  await emit(tx, 'payment_intent.canceled', canceled)
  return canceled
}

/** A session whose time is up. */
export async function expireSession(tx: SandboxTx, sessionId: string): Promise<void> {
  const session = await lockObject(tx, 'checkout.session', sessionId)
  if (session?.status === 'open' && session.expires_at <= seconds(tx.now)) await closeSession(tx, session)
}

/** A voucher whose time is up. */
export async function expireVoucherOf(tx: SandboxTx, intentId: string): Promise<void> {
  const locked = await lockPayment(tx, intentId)
  if (locked?.intent.status === 'requires_action') await failVoucher(tx, locked.session, locked.intent)
}

/** Locks a payment intent and its session, the session first. */
export async function lockPayment(
  tx: SandboxTx,
  intentId: string,
): Promise<{ session: Session; intent: Intent } | undefined> {
  const sessionId = await parentOf(tx, intentId)
  const session = sessionId === null ? undefined : await lockObject(tx, 'checkout.session', sessionId)
  const intent = await lockObject(tx, 'payment_intent', intentId)
  return session && intent ? { session, intent } : undefined
}

/** The id of what is named by id or expanded. */
export function idOf(value: string | { id: string } | null | undefined): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : value.id
}

/** Checkout makes its payment intent when the payer first tries to pay, and keeps it for the next try. */
async function intentFor(tx: SandboxTx, session: Session): Promise<{ intent: Intent; isNew: boolean }> {
  const known = idOf(session.payment_intent)
  const existing = known === null ? undefined : await lockObject(tx, 'payment_intent', known)
  if (existing) return { intent: existing, isNew: false }
  const wanted = await readObject(tx, 'intent_data', `${session.id}:intent`)
  const intent = newIntent({
    id: stripeId('pi'),
    secret: stripeId('s').slice(2),
    created: seconds(tx.now),
    amount: session.amount_total ?? 0,
    currency: session.currency ?? 'jpy',
    description: wanted?.description ?? null,
    receiptEmail: wanted?.receiptEmail ?? null,
    methods: session.payment_method_types as PaymentMethodType[],
    allowedMethods: session.allowed_payment_method_types as PaymentMethodType[] | null,
    konbiniDays: session.payment_method_options?.konbini?.expires_after_days ?? null,
    threeDSecure: session.payment_method_options?.card?.request_three_d_secure ?? 'automatic',
    metadata: wanted?.metadata ?? {},
  })
  return { intent: await insertObject(tx, 'payment_intent', intent, session.id), isNew: true }
}

async function savePaid(tx: SandboxTx, intent: Intent, charge: Stripe.Charge): Promise<Intent> {
  return await saveIntent(tx, {
    ...intent,
    amount_received: intent.amount,
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    payment_method: charge.payment_method,
    status: 'succeeded',
  })
}

function completed(session: Session, status: 'paid' | 'unpaid') {
  return {
    status: 'complete',
    payment_status: status,
    url: null,
    customer_details: customerDetails(session.customer_email),
  } as const
}

async function saveIntent(tx: SandboxTx, intent: Intent): Promise<Intent> {
  return await saveObject<'payment_intent'>(tx, intent)
}

async function saveSession(tx: SandboxTx, session: Session): Promise<Session> {
  return await saveObject<'checkout.session'>(tx, session)
}
