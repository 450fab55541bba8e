import type Stripe from 'stripe'
import { addBusinessDays, dayToDb, tokyoDayOf } from '#app/domain/day.ts'
import { isHoliday } from '#app/platform/holidays.server.ts'
import {
  adopt,
  insertObject,
  lockObject,
  saveObject,
  seconds,
  setTimer,
  stripeId,
  type SandboxTx,
} from '#app/sandbox/store.server.ts'
import { emit } from './events.server.ts'
import { newBalanceTransaction, newPayout } from './objects.ts'

// Stripe's side of the money: what a payment brings after the fee, when it can be had, and when it goes to the bank.

const FEE_PER_MILLE = 36
/** Business days until a payment's money can be paid out. */
const DAYS_TO_AVAILABLE = 4
/** What Stripe takes for a dispute in Japan, and keeps. */
export const DISPUTE_FEE_YEN = 1300
const BANK_ACCOUNT = 'ba_SandboxBankAccount00000'

/** Stripe's fee on a payment: 3.6 %, halves up. */
export function feeOf(amount: number): number {
  return Math.floor((amount * FEE_PER_MILLE + 500) / 1000)
}

/** Books a movement of Stripe's balance. Money that comes in is available after four business days, money that goes out goes at once. */
export async function bookBalance(
  tx: SandboxTx,
  facts: {
    type:
      | 'charge'
      | 'payment'
      | 'refund'
      | 'payment_refund'
      | 'payment_failure_refund'
      | 'refund_failure'
      | 'adjustment'
    reportingCategory: string
    source: string
    description: string | null
    amount: number
    currency: string
    fee?: number
    feeDescription?: string
  },
): Promise<Stripe.BalanceTransaction> {
  const isIncoming = facts.amount > 0
  const availableDay = addBusinessDays(tokyoDayOf(tx.now), DAYS_TO_AVAILABLE, isHoliday)
  const availableAt = isIncoming ? dayToDb(availableDay) : tx.now
  const booked = newBalanceTransaction({
    id: stripeId('txn'),
    created: seconds(tx.now),
    availableOn: seconds(availableAt),
    type: facts.type,
    reportingCategory: facts.reportingCategory,
    source: facts.source,
    description: facts.description,
    amount: facts.amount,
    currency: facts.currency,
    fee: facts.fee ?? 0,
    feeDescription: facts.feeDescription ?? 'Stripe processing fees',
    status: isIncoming ? 'pending' : 'available',
  })
  await insertObject(tx, 'balance_transaction', booked)
  if (isIncoming) await setTimer(tx, availableAt, { kind: 'run-payout', subject: availableDay })
  return booked
}

/** Books what a charge brought, unless it is booked. The caller holds the charge's lock. */
export async function bookCharge(tx: SandboxTx, charge: Stripe.Charge): Promise<Stripe.Charge> {
  if (charge.balance_transaction !== null || charge.status !== 'succeeded') return charge
  const booked = await bookBalance(tx, {
    type: charge.payment_method_details?.type === 'card' ? 'charge' : 'payment',
    reportingCategory: 'charge',
    source: charge.id,
    description: charge.description,
    amount: charge.amount,
    currency: charge.currency,
    fee: feeOf(charge.amount),
  })
  return await saveObject<'charge'>(tx, { ...charge, balance_transaction: booked.id })
}

/** Capture is asynchronous: what a card payment brought is known a little later and told by `charge.updated`. */
export async function bookChargeLater(tx: SandboxTx, chargeId: string): Promise<void> {
  const charge = await lockObject(tx, 'charge', chargeId)
  if (!charge || charge.balance_transaction !== null) return
  const booked = await bookCharge(tx, charge)
  await emit(tx, 'charge.updated', booked, { balance_transaction: null })
}

type PayoutOptions = {
  /** Pay out also what would be available later only. */
  includePending?: boolean
  /** The money is at the bank at once, not on the next business day. */
  arriveNow?: boolean
}

/**
 * Pays out everything available that has not been paid out, if it is more than nothing.
 * @returns the payout, or undefined when there is nothing to pay out
 */
export async function createPayout(
  tx: SandboxTx,
  options: PayoutOptions = {},
): Promise<Stripe.Payout | undefined> {
  const included = await lockUnpaid(tx, options.includePending ?? false)
  const amount = included.reduce((sum, transaction) => sum + transaction.net, 0)
  await makeAvailable(tx, amount > 0 ? included : included.filter(isOfAge(tx)))
  if (amount <= 0) return undefined

  const id = stripeId('po')
  const arrivalDay = addBusinessDays(tokyoDayOf(tx.now), options.arriveNow ? 0 : 1, isHoliday)
  const own = newBalanceTransaction({
    id: stripeId('txn'),
    created: seconds(tx.now),
    availableOn: seconds(dayToDb(arrivalDay)),
    type: 'payout',
    reportingCategory: 'payout',
    source: id,
    description: 'STRIPE PAYOUT',
    amount: -amount,
    currency: 'jpy',
    fee: 0,
    feeDescription: '',
    status: 'available',
  })
  const payout = newPayout({
    id,
    created: seconds(tx.now),
    arrivalDate: seconds(dayToDb(arrivalDay)),
    amount,
    balanceTransaction: own.id,
    destination: BANK_ACCOUNT,
  })
  await insertObject(tx, 'payout', payout)
  // Stripe lists a payout's own movement among those of the payout, so it is a child as well.
  await insertObject(tx, 'balance_transaction', own, id)
  await adopt(
    tx,
    included.map((transaction) => transaction.id),
    id,
  )
  await emit(tx, 'payout.created', payout)
  if (options.arriveNow) return await arrive(tx, payout)
  await setTimer(tx, dayToDb(arrivalDay), { kind: 'payout-arrives', subject: id })
  return payout
}

/** The payout is at the bank, and Stripe has linked its movements to it. */
export async function payoutArrives(tx: SandboxTx, payoutId: string): Promise<void> {
  const payout = await lockObject(tx, 'payout', payoutId)
  if (payout?.status === 'in_transit') await arrive(tx, payout)
}

async function arrive(tx: SandboxTx, payout: Stripe.Payout): Promise<Stripe.Payout> {
  const paid: Stripe.Payout = {
    ...payout,
    status: 'paid',
    trace_id: { status: 'supported', value: payout.id.replace(/^po_/, 'TRACE') },
  }
  await emit(tx, 'payout.paid', paid)
  const reconciled: Stripe.Payout = { ...paid, reconciliation_status: 'completed' }
  await saveObject<'payout'>(tx, reconciled)
  await emit(tx, 'payout.reconciliation_completed', reconciled)
  return reconciled
}

/** Locks what no payout has taken yet. */
async function lockUnpaid(tx: SandboxTx, includePending: boolean): Promise<Stripe.BalanceTransaction[]> {
  // One payout at a time: two processes would otherwise wait for each other's rows.
  await tx.client.query(`SELECT pg_advisory_xact_lock(hashtext('sandbox payout'))`)
  const found = await tx.client.query<{ data: Stripe.BalanceTransaction }>(
    `SELECT data FROM sandbox_objects
     WHERE type = 'balance_transaction' AND parent IS NULL AND data->>'currency' = 'jpy'
       AND (data->>'available_on')::bigint <= $1
     ORDER BY seq FOR UPDATE`,
    [includePending ? Number.MAX_SAFE_INTEGER : seconds(tx.now)],
  )
  return found.rows.map((row) => row.data)
}

async function makeAvailable(
  tx: SandboxTx,
  transactions: readonly Stripe.BalanceTransaction[],
): Promise<void> {
  for (const transaction of transactions) {
    if (transaction.status === 'available') continue
    const available_on = Math.min(transaction.available_on, seconds(tx.now))
    await saveObject<'balance_transaction'>(tx, { ...transaction, status: 'available', available_on })
  }
}

function isOfAge(tx: SandboxTx): (transaction: Stripe.BalanceTransaction) => boolean {
  return (transaction) => transaction.available_on <= seconds(tx.now)
}
