import type Stripe from 'stripe'
import {
  insertObject,
  lockObject,
  readObject,
  saveObject,
  seconds,
  stripeId,
  type SandboxTx,
} from '#app/sandbox/store.server.ts'
import { bookBalance, bookCharge, DISPUTE_FEE_YEN } from './balance.server.ts'
import { emit } from './events.server.ts'
import { newDispute } from './objects.ts'
import { idOf } from './payments.server.ts'

const EVIDENCE_SECONDS = 9 * 24 * 60 * 60

/**
 * A card holder's bank takes a payment back. The caller has locked the charge and made sure that it can be disputed.
 */
export async function disputeCharge(tx: SandboxTx, charge: Stripe.Charge): Promise<Stripe.Dispute> {
  const id = stripeId('du')
  const booked = await bookCharge(tx, charge)
  const amount = charge.amount - charge.amount_refunded
  const withdrawal = await bookBalance(tx, {
    type: 'adjustment',
    reportingCategory: 'dispute',
    source: id,
    description: `Chargeback withdrawal for ${charge.id}`,
    amount: -amount,
    currency: charge.currency,
    fee: DISPUTE_FEE_YEN,
    feeDescription: 'Dispute fee',
  })
  const dispute = newDispute({
    id,
    created: seconds(tx.now),
    charge,
    amount,
    withdrawal,
    dueBy: seconds(tx.now) + EVIDENCE_SECONDS,
  })
  await insertObject(tx, 'dispute', dispute, charge.id)
  const disputed = await saveObject<'charge'>(tx, { ...booked, disputed: true })
  await emit(tx, 'charge.updated', disputed, { disputed: false })
  await emit(tx, 'charge.dispute.created', dispute)
  await emit(tx, 'charge.dispute.funds_withdrawn', dispute)
  return dispute
}

/** The bank decides. What was won comes back; the dispute's fee does not. */
export async function decideDispute(
  tx: SandboxTx,
  disputeId: string,
  outcome: 'won' | 'lost',
): Promise<Stripe.Dispute | undefined> {
  const seen = await readObject(tx, 'dispute', disputeId)
  if (!seen) return undefined
  await lockObject(tx, 'charge', idOf(seen.charge) ?? '')
  const dispute = await lockObject(tx, 'dispute', disputeId)
  if (dispute?.status !== 'needs_response') return dispute

  const closed: Stripe.Dispute = { ...dispute, status: outcome }
  if (outcome === 'won') {
    const reinstatement = await bookBalance(tx, {
      type: 'adjustment',
      reportingCategory: 'dispute_reversal',
      source: dispute.id,
      description: `Chargeback reversal for ${idOf(dispute.charge)}`,
      amount: dispute.amount,
      currency: dispute.currency,
    })
    closed.balance_transactions = [...dispute.balance_transactions, reinstatement]
  }
  await saveObject<'dispute'>(tx, closed)
  await emit(tx, 'charge.dispute.closed', closed, { status: dispute.status })
  if (outcome === 'won') await emit(tx, 'charge.dispute.funds_reinstated', closed)
  return closed
}
