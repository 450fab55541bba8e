import type Stripe from 'stripe'
import { env } from '#app/platform/env.server.ts'
import {
  insertObject,
  lockObject,
  seconds,
  setTimer,
  stripeId,
  type SandboxTx,
} from '#app/sandbox/store.server.ts'
import { invalidRequest, noSuch } from './errors.ts'
import { newLine, newSession, type PaymentMethodType } from './objects.ts'
import type { CreateSession } from './params.ts'
import { closeSession } from './payments.server.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const SHORTEST_LIFE = 30 * MINUTE
const LONGEST_LIFE = 24 * HOUR

/** Smallest and largest amounts in yen (docs.stripe.com/payments/konbini; cards: Stripe's minimum charge). */
const LIMITS_YEN = {
  card: { least: 50, most: 99_999_999 },
  konbini: { least: 120, most: 300_000 },
} as const

/**
 * Opens a Checkout Session.
 * @throws StripeRefusal when its amount, currency or life is not one that Stripe takes
 */
export async function createSession(tx: SandboxTx, params: CreateSession): Promise<Stripe.Checkout.Session> {
  const currency = onlyCurrency(params)
  const amount = params.line_items.reduce((sum, line) => sum + line.price_data.unit_amount * line.quantity, 0)
  const created = seconds(tx.now)
  const id = stripeId('cs_test', 58)
  const session = newSession({
    id,
    url: `${env.baseUrl}/sandbox/checkout/${id}`,
    created,
    expiresAt: expiryOf(params, created),
    amount,
    currency,
    methods: eligibleMethods(params, amount, currency),
    allowedMethods: params.allowed_payment_method_types ?? null,
    threeDSecure: params.payment_method_options?.card?.request_three_d_secure ?? 'automatic',
    konbiniDays: params.payment_method_options?.konbini?.expires_after_days ?? null,
    cancelUrl: params.cancel_url ?? null,
    successUrl: params.success_url,
    clientReferenceId: params.client_reference_id ?? null,
    customerCreation: params.customer_creation ?? 'if_required',
    customerEmail: params.customer_email ?? null,
    customText: {
      submit: params.custom_text?.submit?.message ?? null,
      afterSubmit: params.custom_text?.after_submit?.message ?? null,
    },
    submitType: params.submit_type ?? null,
    billingAddressCollection: params.billing_address_collection ?? null,
    locale: params.locale ?? null,
    metadata: params.metadata ?? {},
  })
  await insertObject(tx, 'checkout.session', session)
  await setTimer(tx, new Date(session.expires_at * 1000), { kind: 'expire-session', subject: id })
  for (const line of params.line_items) {
    await insertObject(
      tx,
      'item',
      newLine({
        id: stripeId('li'),
        priceId: stripeId('price'),
        productId: stripeId('prod', 14),
        created,
        name: line.price_data.product_data.name,
        currency,
        unitAmount: line.price_data.unit_amount,
        quantity: line.quantity,
        taxBehavior: line.price_data.tax_behavior ?? 'unspecified',
        metadata: line.metadata ?? {},
      }),
      id,
    )
  }
  await insertObject(
    tx,
    'intent_data',
    {
      id: `${id}:intent`,
      description: params.payment_intent_data?.description ?? null,
      receiptEmail: params.payment_intent_data?.receipt_email ?? null,
      metadata: params.payment_intent_data?.metadata ?? {},
    },
    id,
  )
  return session
}

/**
 * Expires an open session on demand.
 * @throws StripeRefusal when it is not open
 */
export async function expireOnDemand(tx: SandboxTx, id: string): Promise<Stripe.Checkout.Session> {
  const session = await lockObject(tx, 'checkout.session', id)
  if (!session) throw noSuch('checkout.session', id, 'session')
  if (session.status !== 'open') {
    throw invalidRequest(
      'Only Checkout Sessions with a status in ["open"] can be expired. ' +
        `This Checkout Session has a status of \`${session.status}\`.`,
      { param: 'session' },
    )
  }
  return await closeSession(tx, session)
}

function onlyCurrency(params: CreateSession): string {
  const currencies = new Set(params.line_items.map((line) => line.price_data.currency))
  const [currency = 'jpy', other] = currencies
  if (other !== undefined) {
    throw invalidRequest('All prices on a Checkout Session must have the same currency.', {
      param: 'line_items',
    })
  }
  return currency
}

/**
 * The methods that the page offers: those the account has (card and konbini), filtered by the allowed list, the currency and the
 * amount, as Stripe's dynamic payment methods are. With none left the call is refused.
 */
function eligibleMethods(params: CreateSession, amount: number, currency: string): PaymentMethodType[] {
  const allowed = params.allowed_payment_method_types ?? ['card', 'konbini']
  const inCurrency = allowed.filter((method) => currency === 'jpy' || method !== 'konbini')
  const [first] = inCurrency
  if (first === undefined) {
    throw invalidRequest(
      `The payment method \`konbini\` is invalid because it can only be used with the following currencies: \`jpy\`.`,
      { param: 'allowed_payment_method_types' },
    )
  }
  if (currency !== 'jpy') return inCurrency
  const eligible = inCurrency.filter(
    (method) => amount >= LIMITS_YEN[method].least && amount <= LIMITS_YEN[method].most,
  )
  if (eligible.length === 0) throw amountRefused(first, amount)
  return eligible
}

function amountRefused(method: PaymentMethodType, amount: number): Error {
  const { least, most } = LIMITS_YEN[method]
  return amount < least
    ? invalidRequest(
        `The Checkout Session's total amount must be at least ¥${least} for the payment method \`${method}\`.`,
        { code: 'amount_too_small', param: 'line_items' },
      )
    : invalidRequest(
        `The Checkout Session's total amount must be no more than ¥${most} for the payment method \`${method}\`.`,
        { code: 'amount_too_large', param: 'line_items' },
      )
}

function expiryOf(params: CreateSession, created: number): number {
  const expiresAt = params.expires_at ?? created + LONGEST_LIFE
  if (expiresAt < created + SHORTEST_LIFE) {
    throw invalidRequest(
      'The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.',
      { param: 'expires_at' },
    )
  }
  if (expiresAt > created + LONGEST_LIFE) {
    throw invalidRequest(
      'The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.',
      { param: 'expires_at' },
    )
  }
  return expiresAt
}
