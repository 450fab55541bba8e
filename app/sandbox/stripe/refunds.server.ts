import type Stripe from 'stripe'
import {
  insertObject,
  lockObject,
  readObject,
  saveObject,
  seconds,
  setTimer,
  stripeId,
  type SandboxTx,
} from '#app/sandbox/store.server.ts'
import { bookBalance, bookCharge } from './balance.server.ts'
import { invalidRequest, noSuch } from './errors.ts'
import { emit } from './events.server.ts'
import { newRefund } from './objects.ts'
import type { CreateRefund } from './params.ts'
import { idOf } from './payments.server.ts'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
/** How long the payer of a konbini has to say where the money should go. */
const INSTRUCTIONS_DAYS = 45

/**
 * Gives money back. By card it is gone at once; by konbini the payer is first asked by mail for an account. Stripe keeps its fee.
 * @throws StripeRefusal when the charge cannot give that much back
 */
export async function createRefund(tx: SandboxTx, params: CreateRefund): Promise<Stripe.Refund> {
  const charge = await lockObject(tx, 'charge', await chargeIdOf(tx, params))
  if (!charge) throw noSuch('charge', params.charge ?? '', 'charge')
  const amount = refundable(charge, params)
  const isCard = charge.payment_method_details?.type === 'card'
  if (!isCard && params.instructions_email === undefined) {
    throw invalidRequest('Refunds of this payment method require `instructions_email`.', {
      code: 'parameter_missing',
      param: 'instructions_email',
    })
  }

  const id = stripeId(isCard ? 're' : 'pyr')
  const booked = await bookBalance(tx, {
    type: isCard ? 'refund' : 'payment_refund',
    reportingCategory: 'refund',
    source: id,
    description: `REFUND FOR ${isCard ? 'CHARGE' : 'PAYMENT'}${charge.description ? ` (${charge.description})` : ''}`,
    amount: -amount,
    currency: charge.currency,
  })
  const refund = newRefund({
    id,
    created: seconds(tx.now),
    charge,
    amount,
    balanceTransaction: booked.id,
    reason: params.reason ?? null,
    metadata: params.metadata ?? {},
    instructions:
      isCard || params.instructions_email === undefined
        ? null
        : {
            email: params.instructions_email,
            expiresAt: seconds(tx.now) + (INSTRUCTIONS_DAYS * DAY_MS) / 1000,
          },
  })
  await insertObject(tx, 'refund', refund, charge.id)
  const refunded = await withRefunded(tx, await bookCharge(tx, charge), charge.amount_refunded + amount)
  if (!isCard) {
    await setTimer(tx, new Date(tx.now.getTime() + HOUR_MS), { kind: 'refund-pending', subject: id })
    await setTimer(tx, new Date(tx.now.getTime() + DAY_MS), { kind: 'refund-done', subject: id })
  }
  await emit(tx, 'refund.created', refund)
  await emit(tx, 'charge.refunded', refunded, {
    amount_refunded: charge.amount_refunded,
    refunded: charge.refunded,
  })
  return refund
}

/** The payer has named an account, and the money is on its way. */
export async function refundPending(tx: SandboxTx, refundId: string): Promise<void> {
  const refund = await lockRefund(tx, refundId)
  if (refund?.status !== 'requires_action') return
  const { next_action: _, ...rest } = refund
  await saveAndTell(tx, { ...rest, status: 'pending', pending_reason: 'processing' }, refund)
}

/** The money has arrived, or has come back to Stripe's balance. Does nothing to a refund that is through. */
export async function finishRefund(
  tx: SandboxTx,
  refundId: string,
  outcome: 'succeeded' | 'failed',
): Promise<Stripe.Refund | undefined> {
  const refund = await lockRefund(tx, refundId)
  if (!refund || (refund.status !== 'requires_action' && refund.status !== 'pending')) return refund
  const { next_action: _, pending_reason: __, ...rest } = refund
  if (outcome === 'succeeded') {
    return await saveAndTell(tx, { ...rest, status: 'succeeded', ...arrived }, refund)
  }
  const returned = await bookBalance(tx, {
    type: 'refund_failure',
    reportingCategory: 'refund_failure',
    source: refund.id,
    description: `REFUND FAILURE (${refund.id})`,
    amount: refund.amount,
    currency: refund.currency,
  })
  const charge = await lockObject(tx, 'charge', idOf(refund.charge) ?? '')
  if (charge) await withRefunded(tx, charge, charge.amount_refunded - refund.amount)
  const failed: Stripe.Refund = {
    ...rest,
    status: 'failed',
    failure_reason: 'unknown',
    failure_balance_transaction: returned.id,
  }
  const saved = await saveAndTell(tx, failed, refund)
  await emit(tx, 'refund.failed', saved)
  return saved
}

const arrived = {
  destination_details: {
    type: 'jp_bank_transfer',
    jp_bank_transfer: { reference: 'SANDBOX', reference_status: 'available' },
  },
}

/** Locks a refund behind its charge, as everywhere. */
async function lockRefund(tx: SandboxTx, refundId: string): Promise<Stripe.Refund | undefined> {
  const seen = await readObject(tx, 'refund', refundId)
  if (!seen) return undefined
  await lockObject(tx, 'charge', idOf(seen.charge) ?? '')
  return await lockObject(tx, 'refund', refundId)
}

async function saveAndTell(
  tx: SandboxTx,
  refund: Stripe.Refund,
  before: Stripe.Refund,
): Promise<Stripe.Refund> {
  const saved = await saveObject<'refund'>(tx, refund)
  await emit(tx, 'refund.updated', saved, { status: before.status })
  await emit(tx, 'charge.refund.updated', saved, { status: before.status })
  return saved
}

async function withRefunded(
  tx: SandboxTx,
  charge: Stripe.Charge,
  amountRefunded: number,
): Promise<Stripe.Charge> {
  return await saveObject<'charge'>(tx, {
    ...charge,
    amount_refunded: amountRefunded,
    refunded: amountRefunded === charge.amount,
  })
}

async function chargeIdOf(tx: SandboxTx, params: CreateRefund): Promise<string> {
  if (params.charge !== undefined) return params.charge
  if (params.payment_intent === undefined) {
    throw invalidRequest(
      'One of the following params should be provided for this request: payment_intent or charge.',
    )
  }
  const intent = await readObject(tx, 'payment_intent', params.payment_intent)
  if (!intent) throw noSuch('payment_intent', params.payment_intent, 'payment_intent')
  const chargeId = idOf(intent.latest_charge)
  if (chargeId === null || intent.status !== 'succeeded') {
    throw invalidRequest(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
      param: 'payment_intent',
    })
  }
  return chargeId
}

function refundable(charge: Stripe.Charge, params: CreateRefund): number {
  if (charge.status !== 'succeeded') {
    throw invalidRequest(`Charge ${charge.id} was not successful, so it cannot be refunded.`, {
      param: 'charge',
    })
  }
  if (charge.disputed) {
    throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    })
  }
  const left = charge.amount - charge.amount_refunded
  if (left === 0) {
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, {
      code: 'charge_already_refunded',
    })
  }
  const amount = params.amount ?? left
  if (amount > left) {
    throw invalidRequest(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    })
  }
  return amount
}
