import { z } from 'zod'
import { now } from '#app/platform/clock.server.ts'
import { inSandbox, listObjects, readObject, seconds } from '#app/sandbox/store.server.ts'
import {
  chooseKonbini,
  declineCard,
  payCard,
  payVoucher,
  SandboxRefusal,
  walkAway,
} from '#app/sandbox/stripe/actions.server.ts'
import { idOf } from '#app/sandbox/stripe/payments.server.ts'

export type CheckoutPage = {
  state: 'open' | 'complete' | 'expired'
  isPaid: boolean
  amount: number
  currency: string
  lines: { id: string; name: string; quantity: number; amount: number }[]
  email: string | null
  methods: { card: boolean; konbini: boolean }
  wasDeclined: boolean
  expiresAt: Date
  successUrl: string | null
  cancelUrl: string | null
}

/** What the hosted Checkout page shows of a session; null when there is none. */
export async function loadCheckoutPage(sessionId: string): Promise<CheckoutPage | null> {
  return await inSandbox({ now: now() }, async (tx) => {
    const session = await readObject(tx, 'checkout.session', sessionId)
    if (!session) return null
    const lines = await listObjects(tx, 'item', { parent: sessionId, order: 'oldest' })
    const intentId = idOf(session.payment_intent)
    const intent = intentId === null ? undefined : await readObject(tx, 'payment_intent', intentId)
    const isOver = session.expires_at <= seconds(tx.now)
    return {
      state:
        session.status === 'complete'
          ? 'complete'
          : session.status === 'open' && !isOver
            ? 'open'
            : 'expired',
      isPaid: session.payment_status === 'paid',
      amount: session.amount_total ?? 0,
      currency: session.currency ?? 'jpy',
      lines: lines.map(({ data }) => ({
        id: data.id,
        name: data.description ?? '',
        quantity: data.quantity ?? 1,
        amount: data.amount_total,
      })),
      email: session.customer_email,
      methods: {
        card: session.payment_method_types.includes('card'),
        konbini: session.payment_method_types.includes('konbini'),
      },
      wasDeclined: intent?.last_payment_error?.code === 'card_declined',
      expiresAt: new Date(session.expires_at * 1000),
      successUrl: session.success_url?.replaceAll('{CHECKOUT_SESSION_ID}', session.id) ?? null,
      cancelUrl: session.cancel_url,
    }
  })
}

const Choice = z.enum(['pay', 'decline', 'konbini-now', 'konbini-later', 'konbini-never', 'walk-away'])

export type ChoiceResult =
  /** Where to go next; null keeps the payer on the page. */
  { ok: true; redirectTo: string | null } | { ok: false; status: 400 | 404 | 409 }

/** Does what the payer pressed on the hosted page. */
export async function chooseAtCheckout(sessionId: string, form: URLSearchParams): Promise<ChoiceResult> {
  const choice = Choice.safeParse(form.get('choice'))
  if (!choice.success) return { ok: false, status: 400 }
  try {
    return { ok: true, redirectTo: await carryOut(sessionId, choice.data) }
  } catch (error) {
    return refused(error)
  }
}

async function carryOut(sessionId: string, choice: z.output<typeof Choice>): Promise<string | null> {
  switch (choice) {
    case 'pay':
      return (await payCard(sessionId)).redirectTo
    case 'decline':
      return (await declineCard(sessionId)).redirectTo
    case 'konbini-now':
      return (await chooseKonbini(sessionId, 'now')).redirectTo
    case 'konbini-later':
      return (await chooseKonbini(sessionId, 'later')).redirectTo
    case 'konbini-never':
      return (await chooseKonbini(sessionId, 'never')).redirectTo
    case 'walk-away':
      return await walkAway(sessionId)
  }
}

export type VoucherPage = {
  state: 'waiting' | 'paid' | 'over'
  amountYen: number
  confirmationNumber: string
  stores: { store: 'familymart' | 'lawson' | 'ministop' | 'seicomart'; paymentCode: string }[]
  expiresAt: Date | null
}

/** What the page of a konbini voucher shows; null when there is no such payment. */
export async function loadVoucherPage(intentId: string): Promise<VoucherPage | null> {
  return await inSandbox({ now: now() }, async (tx) => {
    const intent = await readObject(tx, 'payment_intent', intentId)
    if (!intent?.payment_method_types.includes('konbini')) return null
    const voucher = intent.next_action?.konbini_display_details
    const isOver = voucher === undefined || seconds(tx.now) > voucher.expires_at
    return {
      state:
        intent.status === 'succeeded'
          ? 'paid'
          : intent.status === 'requires_action' && !isOver
            ? 'waiting'
            : 'over',
      amountYen: intent.amount,
      confirmationNumber: voucher?.stores.lawson?.confirmation_number ?? '',
      stores: (['familymart', 'lawson', 'ministop', 'seicomart'] as const).flatMap((store) => {
        const details = voucher?.stores[store]
        return details ? [{ store, paymentCode: details.payment_code }] : []
      }),
      expiresAt: voucher ? new Date(voucher.expires_at * 1000) : null,
    }
  })
}

/** Pays the voucher that the page shows. */
export async function payAtTill(intentId: string): Promise<ChoiceResult> {
  try {
    await payVoucher(intentId)
    return { ok: true, redirectTo: null }
  } catch (error) {
    return refused(error)
  }
}

function refused(error: unknown): ChoiceResult {
  if (!(error instanceof SandboxRefusal)) throw error
  return { ok: false, status: error.reason === 'not-found' ? 404 : 409 }
}
