import type Stripe from 'stripe'
import { z } from 'zod'
import { now } from '#app/platform/clock.server.ts'
import { pool } from '#app/platform/db.server.ts'
import { CALL_FAULTS, clearFaults, listFaults, setFault, WEBHOOK_FAULTS } from '#app/sandbox/faults.server.ts'
import { inSandbox, listObjects, readObject } from '#app/sandbox/store.server.ts'
import {
  closeDispute,
  dashboardRefund,
  expireVoucher,
  openDispute,
  payVoucher,
  runPayout,
  SandboxRefusal,
  settleRefund,
} from '#app/sandbox/stripe/actions.server.ts'
import { ENDPOINTS } from '#app/sandbox/stripe/endpoints.server.ts'
import { StripeRefusal } from '#app/sandbox/stripe/errors.ts'
import { idOf } from '#app/sandbox/stripe/payments.server.ts'
import { advanceSandbox } from '#app/sandbox/time.server.ts'

const SHOWN = 20

/** The webhooks that the shop listens for; a fault can be set for each. */
const WEBHOOK_TYPES = [
  'checkout.session.completed',
  'checkout.session.expired',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'payment_intent.requires_action',
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'charge.succeeded',
  'charge.updated',
  'charge.refunded',
  'charge.dispute.created',
  'charge.dispute.closed',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'payout.reconciliation_completed',
  'email.bounced',
  'email.complained',
] as const

export type PaymentState =
  'open' | 'voucher' | 'paid' | 'part-refunded' | 'refunded' | 'disputed' | 'failed' | 'expired'

export type PaymentRow = {
  sessionId: string
  intentId: string | null
  amount: number
  currency: string
  madeAt: Date
  state: PaymentState
  can: { pay: boolean; payVoucher: boolean; refund: boolean; dispute: boolean }
}

export type HomePage = {
  payments: PaymentRow[]
  disputes: { id: string; amountYen: number }[]
  refunds: { id: string; amountYen: number }[]
  payouts: { id: string; amountYen: number; arrivesAt: Date; isPaid: boolean }[]
  webhooks: { id: string; type: string; attempts: number; state: 'waiting' | 'delivered' | 'lost' }[]
  faults: { id: string; match: string; fault: string; remaining: number }[]
  callMatches: string[]
  webhookMatches: string[]
}

/** What the sandbox's front page shows: the newest of everything, and what can be done to it. */
export async function loadHomePage(): Promise<HomePage> {
  const shown = await inSandbox({ now: now() }, async (tx) => {
    const payments: PaymentRow[] = []
    for (const { data: session } of await listObjects(tx, 'checkout.session', { limit: SHOWN })) {
      const intentId = idOf(session.payment_intent)
      const intent = intentId === null ? undefined : await readObject(tx, 'payment_intent', intentId)
      const chargeId = idOf(intent?.latest_charge)
      const charge = chargeId === null ? undefined : await readObject(tx, 'charge', chargeId)
      payments.push(paymentRow(session, intent, charge))
    }
    const disputes = await listObjects(tx, 'dispute', { equal: { status: 'needs_response' }, limit: SHOWN })
    const refunds = await listObjects(tx, 'refund', { limit: SHOWN })
    const payouts = await listObjects(tx, 'payout', { limit: SHOWN })
    return { payments, disputes, refunds, payouts }
  })
  return {
    payments: shown.payments,
    disputes: shown.disputes.map(({ data }) => ({ id: data.id, amountYen: data.amount })),
    refunds: shown.refunds
      .filter(({ data }) => data.status === 'requires_action' || data.status === 'pending')
      .map(({ data }) => ({ id: data.id, amountYen: data.amount })),
    payouts: shown.payouts.map(({ data }) => ({
      id: data.id,
      amountYen: data.amount,
      arrivesAt: new Date(data.arrival_date * 1000),
      isPaid: data.status === 'paid',
    })),
    webhooks: await recentWebhooks(),
    faults: await listFaults(),
    callMatches: [...ENDPOINTS.map(({ method, pattern }) => `${method} ${pattern}`), 'POST /emails'],
    webhookMatches: [...WEBHOOK_TYPES],
  }
}

function paymentRow(
  session: Stripe.Checkout.Session,
  intent: Stripe.PaymentIntent | undefined,
  charge: Stripe.Charge | undefined,
): PaymentRow {
  const state = stateOf(session, intent, charge)
  const isRefundable = state === 'paid' || state === 'part-refunded'
  return {
    sessionId: session.id,
    intentId: intent?.id ?? null,
    amount: session.amount_total ?? 0,
    currency: session.currency ?? 'jpy',
    madeAt: new Date(session.created * 1000),
    state,
    can: {
      pay: state === 'open',
      payVoucher: state === 'voucher',
      refund: isRefundable,
      dispute: isRefundable && charge?.payment_method_details?.type === 'card',
    },
  }
}

function stateOf(
  session: Stripe.Checkout.Session,
  intent: Stripe.PaymentIntent | undefined,
  charge: Stripe.Charge | undefined,
): PaymentState {
  if (session.status === 'open') return 'open'
  if (session.status === 'expired') return 'expired'
  if (intent?.status === 'requires_action') return 'voucher'
  if (charge?.status !== 'succeeded') return 'failed'
  if (charge.disputed) return 'disputed'
  if (charge.refunded) return 'refunded'
  return charge.amount_refunded > 0 ? 'part-refunded' : 'paid'
}

async function recentWebhooks(): Promise<HomePage['webhooks']> {
  const found = await pool.query<{ id: string; type: string; attempts: number; state: 'waiting' }>(
    `SELECT id, payload->>'type' AS type, attempts,
       CASE WHEN lost THEN 'lost' WHEN delivered_at IS NULL THEN 'waiting' ELSE 'delivered' END AS state
     FROM sandbox_webhooks ORDER BY seq DESC LIMIT ${SHOWN}`,
  )
  return found.rows
}

const id = z.string().min(1).max(200)

const Command = z.discriminatedUnion('do', [
  z.object({ do: z.literal('pay-voucher'), id }),
  z.object({ do: z.literal('expire-voucher'), id }),
  z.object({
    do: z.literal('refund'),
    id,
    amount: z
      .string()
      .regex(/^\d{0,9}$/)
      .transform((text) => (text === '' ? undefined : Number(text)))
      .refine((yen) => yen === undefined || yen > 0),
  }),
  z.object({ do: z.literal('dispute'), id }),
  z.object({ do: z.literal('win-dispute'), id }),
  z.object({ do: z.literal('lose-dispute'), id }),
  z.object({ do: z.literal('finish-refund'), id }),
  z.object({ do: z.literal('fail-refund'), id }),
  z.object({ do: z.literal('run-payout') }),
  z.object({
    do: z.literal('set-call-fault'),
    match: z.string().refine((match) => isCall(match)),
    fault: z.enum(CALL_FAULTS).exclude(['delay', 'delay-after']),
    times: z.coerce.number().int().min(1).max(99),
  }),
  z.object({
    do: z.literal('set-webhook-fault'),
    match: z.enum(WEBHOOK_TYPES),
    fault: z.enum(WEBHOOK_FAULTS),
    times: z.coerce.number().int().min(1).max(99),
  }),
  z.object({ do: z.literal('clear-faults') }),
])

/** A delayed webhook of the demo comes after a minute: long enough to see the shop without it. */
const DEMO_DELAY_MS = 60_000

export type CommandResult = { ok: true } | { ok: false; status: 409 | 422 }

/** Does what was pressed on the sandbox's front page. */
export async function runCommand(form: URLSearchParams): Promise<CommandResult> {
  const command = Command.safeParse(Object.fromEntries(form))
  if (!command.success) return { ok: false, status: 422 }
  try {
    return (await carryOut(command.data)) ? { ok: true } : { ok: false, status: 409 }
  } catch (error) {
    if (error instanceof SandboxRefusal || error instanceof StripeRefusal) return { ok: false, status: 409 }
    throw error
  }
}

async function carryOut(command: z.output<typeof Command>): Promise<boolean> {
  switch (command.do) {
    case 'pay-voucher':
      await payVoucher(command.id)
      return true
    case 'expire-voucher':
      await expireVoucher(command.id)
      return true
    case 'refund':
      await dashboardRefund(command.id, command.amount)
      return true
    case 'dispute':
      await openDispute(command.id)
      return true
    case 'win-dispute':
      await closeDispute(command.id, 'won')
      return true
    case 'lose-dispute':
      await closeDispute(command.id, 'lost')
      return true
    case 'finish-refund':
      await settleRefund(command.id, 'succeeded')
      return true
    case 'fail-refund':
      await settleRefund(command.id, 'failed')
      return true
    case 'run-payout':
      // Nobody wants to wait four business days in a demo.
      await advanceSandbox(now())
      return (await runPayout(now(), { includePending: true })) !== undefined
    case 'set-call-fault':
      await setFault(command)
      return true
    case 'set-webhook-fault':
      await setFault({ ...command, delayMs: command.fault === 'delay' ? DEMO_DELAY_MS : 0 })
      return true
    case 'clear-faults':
      await clearFaults()
      return true
  }
}

function isCall(match: string): boolean {
  return match === 'POST /emails' || ENDPOINTS.some(({ method, pattern }) => `${method} ${pattern}` === match)
}
