import type Stripe from 'stripe'

// Stripe's objects with every field filled in. The shapes are Stripe's published fixtures and its typings; a test holds what the
// sandbox makes against both.

export type PaymentMethodType = 'card' | 'konbini'

type Metadata = Record<string, string>

export function newSession(facts: {
  id: string
  url: string
  created: number
  expiresAt: number
  amount: number
  currency: string
  methods: PaymentMethodType[]
  allowedMethods: PaymentMethodType[] | null
  threeDSecure: string
  konbiniDays: number | null
  cancelUrl: string | null
  successUrl: string
  clientReferenceId: string | null
  customerCreation: string
  customerEmail: string | null
  customText: { submit: string | null; afterSubmit: string | null }
  submitType: string | null
  billingAddressCollection: string | null
  locale: string | null
  metadata: Metadata
}): Stripe.Checkout.Session {
  const options: Stripe.Checkout.Session.PaymentMethodOptions = {}
  if (facts.methods.includes('card')) {
    options.card = { request_three_d_secure: facts.threeDSecure }
  }
  if (facts.methods.includes('konbini')) {
    options.konbini = { expires_after_days: facts.konbiniDays }
  }
  return {
    id: facts.id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: facts.allowedMethods,
    amount_subtotal: facts.amount,
    amount_total: facts.amount,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: facts.billingAddressCollection,
    cancel_url: facts.cancelUrl,
    client_reference_id: facts.clientReferenceId,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: facts.created,
    currency: facts.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: message(facts.customText.afterSubmit),
      shipping_address: null,
      submit: message(facts.customText.submit),
      terms_of_service_acceptance: null,
    },
    customer: null,
    customer_account: null,
    customer_creation: facts.customerCreation,
    customer_details: facts.customerEmail === null ? null : customerDetails(facts.customerEmail),
    customer_email: facts.customerEmail,
    discounts: [],
    expires_at: facts.expiresAt,
    integration_identifier: null,
    invoice: null,
    invoice_creation: {
      enabled: false,
      invoice_data: {
        account_tax_ids: null,
        custom_fields: null,
        description: null,
        footer: null,
        issuer: null,
        metadata: {},
        rendering_options: null,
      },
    },
    livemode: false,
    locale: facts.locale,
    managed_payments: { enabled: false },
    metadata: facts.metadata,
    mode: 'payment',
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: 'if_required',
    payment_method_configuration_details: null,
    payment_method_options: options,
    payment_method_types: facts.methods,
    payment_status: 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: facts.submitType,
    subscription: null,
    success_url: facts.successUrl,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: facts.url,
    wallet_options: null,
  }
}

function message(text: string | null): { message: string } | null {
  return text === null ? null : { message: text }
}

/** What Checkout learnt about the payer. */
export function customerDetails(email: string | null): Stripe.Checkout.Session.CustomerDetails {
  return {
    address: {
      city: null,
      country: 'JP',
      line1: null,
      line2: null,
      postal_code: null,
      state: null,
    },
    business_name: null,
    email,
    individual_name: null,
    name: null,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  }
}

export function newLine(facts: {
  id: string
  priceId: string
  productId: string
  created: number
  name: string
  currency: string
  unitAmount: number
  quantity: number
  taxBehavior: string
  metadata: Metadata
}): Stripe.LineItem {
  const amount = facts.unitAmount * facts.quantity
  return {
    id: facts.id,
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: facts.currency,
    description: facts.name,
    metadata: facts.metadata,
    price: {
      id: facts.priceId,
      object: 'price',
      active: false,
      billing_scheme: 'per_unit',
      created: facts.created,
      currency: facts.currency,
      custom_unit_amount: null,
      livemode: false,
      lookup_key: null,
      metadata: {},
      nickname: null,
      product: facts.productId,
      recurring: null,
      tax_behavior: facts.taxBehavior,
      tiers_mode: null,
      transform_quantity: null,
      type: 'one_time',
      unit_amount: facts.unitAmount,
      // A decimal number travels as text; the SDK makes a Decimal of it.
      unit_amount_decimal: String(facts.unitAmount) as unknown as Stripe.Price['unit_amount_decimal'],
    },
    quantity: facts.quantity,
  }
}

export function newIntent(facts: {
  id: string
  secret: string
  created: number
  amount: number
  currency: string
  description: string | null
  receiptEmail: string | null
  methods: PaymentMethodType[]
  allowedMethods: PaymentMethodType[] | null
  konbiniDays: number | null
  threeDSecure: string
  metadata: Metadata
}): Stripe.PaymentIntent {
  const options: Stripe.PaymentIntent.PaymentMethodOptions = {}
  if (facts.methods.includes('card')) {
    options.card = {
      installments: null,
      mandate_options: null,
      network: null,
      request_three_d_secure: facts.threeDSecure,
    }
  }
  if (facts.methods.includes('konbini')) {
    options.konbini = {
      confirmation_number: null,
      expires_after_days: facts.konbiniDays,
      expires_at: null,
      product_description: null,
    }
  }
  return {
    id: facts.id,
    object: 'payment_intent',
    allowed_payment_method_types: facts.allowedMethods,
    amount: facts.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${facts.id}_secret_${facts.secret}`,
    confirmation_method: 'automatic',
    created: facts.created,
    currency: facts.currency,
    customer: null,
    customer_account: null,
    description: facts.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: { enabled: false },
    metadata: facts.metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: options,
    payment_method_types: facts.methods,
    payment_record: null,
    processing: null,
    receipt_email: facts.receiptEmail,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
  }
}

/** Where the payer goes on with a konbini payment. */
export function konbiniVoucher(facts: {
  url: string
  expiresAt: number
  confirmationNumber: string
  paymentCodes: Record<'familymart' | 'lawson' | 'ministop' | 'seicomart', string>
}): Stripe.PaymentIntent.NextAction {
  const confirmation_number = facts.confirmationNumber
  return {
    type: 'konbini_display_details',
    konbini_display_details: {
      expires_at: facts.expiresAt,
      hosted_voucher_url: facts.url,
      stores: {
        familymart: { confirmation_number, payment_code: facts.paymentCodes.familymart },
        lawson: { confirmation_number, payment_code: facts.paymentCodes.lawson },
        ministop: { confirmation_number, payment_code: facts.paymentCodes.ministop },
        seicomart: { confirmation_number, payment_code: facts.paymentCodes.seicomart },
      },
    },
  }
}

export function newCharge(facts: {
  id: string
  created: number
  intent: Stripe.PaymentIntent
  paymentMethodId: string
  method: PaymentMethodType
  email: string | null
  outcome: 'paid' | 'declined'
}): Stripe.Charge {
  const { intent } = facts
  const isPaid = facts.outcome === 'paid'
  return {
    id: facts.id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: isPaid ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: {
      address: { city: null, country: 'JP', line1: null, line2: null, postal_code: null, state: null },
      email: facts.email,
      name: null,
      phone: null,
      tax_id: null,
    },
    calculated_statement_descriptor: facts.method === 'card' ? 'M-NET SHOP' : null,
    captured: isPaid,
    created: facts.created,
    currency: intent.currency,
    customer: null,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: isPaid ? null : 'card_declined',
    failure_message: isPaid ? null : 'Your card was declined.',
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: {
      advice_code: isPaid ? null : 'try_again_later',
      network_advice_code: null,
      network_decline_code: isPaid ? null : '05',
      network_status: isPaid ? 'approved_by_network' : 'declined_by_network',
      reason: isPaid ? null : 'generic_decline',
      risk_level: facts.method === 'card' ? 'normal' : 'not_assessed',
      seller_message: isPaid
        ? 'Payment complete.'
        : 'The bank did not return any further details with this decline.',
      type: isPaid ? 'authorized' : 'issuer_declined',
    },
    paid: isPaid,
    payment_intent: intent.id,
    payment_method: facts.paymentMethodId,
    payment_method_details: facts.method === 'card' ? cardDetails(intent.amount) : konbiniDetails(),
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: isPaid ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: null,
  }
}

function cardDetails(amount: number): Stripe.Charge.PaymentMethodDetails {
  const card: Stripe.Charge.PaymentMethodDetails.Card = {
    amount_authorized: amount,
    authorization_code: '042042',
    brand: 'visa',
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'JP',
    electronic_commerce_indicator: null,
    exp_month: 8,
    exp_year: 2030,
    extended_authorization: { status: 'disabled' },
    fingerprint: 'SANDBOXSANDBOX00',
    funding: 'credit',
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    last4: '4242',
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: 'visa',
    network_token: { used: false },
    network_transaction_id: null,
    overcapture: { maximum_amount_capturable: amount, status: 'unavailable' },
    regulated_status: 'unregulated',
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  }
  return { type: 'card', card }
}

function konbiniDetails(): Stripe.Charge.PaymentMethodDetails {
  return { type: 'konbini', konbini: { store: { chain: 'lawson' } } }
}

export function newBalanceTransaction(facts: {
  id: string
  created: number
  availableOn: number
  type: string
  reportingCategory: string
  source: string
  description: string | null
  amount: number
  currency: string
  fee: number
  feeDescription: string
  status: 'pending' | 'available'
}): Stripe.BalanceTransaction {
  return {
    id: facts.id,
    object: 'balance_transaction',
    amount: facts.amount,
    available_on: facts.availableOn,
    balance_type: 'payments',
    created: facts.created,
    currency: facts.currency,
    description: facts.description,
    exchange_rate: null,
    fee: facts.fee,
    fee_details:
      facts.fee === 0
        ? []
        : [
            {
              amount: facts.fee,
              application: null,
              currency: facts.currency,
              description: facts.feeDescription,
              type: 'stripe_fee',
            },
          ],
    net: facts.amount - facts.fee,
    reporting_category: facts.reportingCategory,
    source: facts.source,
    status: facts.status,
    type: facts.type as Stripe.BalanceTransaction.Type,
  }
}

export function newRefund(facts: {
  id: string
  created: number
  charge: Stripe.Charge
  amount: number
  balanceTransaction: string
  reason: string | null
  metadata: Metadata
  /** Set for konbini: the payer is asked by mail where the money should go. */
  instructions: { email: string; expiresAt: number } | null
}): Stripe.Refund {
  const { charge, instructions } = facts
  const refund: Stripe.Refund = {
    id: facts.id,
    object: 'refund',
    amount: facts.amount,
    balance_transaction: facts.balanceTransaction,
    charge: charge.id,
    created: facts.created,
    currency: charge.currency,
    customer: null,
    customer_account: null,
    destination_details: instructions
      ? { type: 'jp_bank_transfer', jp_bank_transfer: { reference: null, reference_status: 'pending' } }
      : {
          type: 'card',
          card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
        },
    metadata: facts.metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: facts.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: instructions ? 'requires_action' : 'succeeded',
    transfer_reversal: null,
  }
  if (!instructions) return refund
  return {
    ...refund,
    instructions_email: instructions.email,
    next_action: {
      type: 'display_details',
      display_details: {
        email_sent: { email_sent_at: facts.created, email_sent_to: instructions.email },
        expires_at: instructions.expiresAt,
      },
    },
  }
}

export function newDispute(facts: {
  id: string
  created: number
  charge: Stripe.Charge
  amount: number
  withdrawal: Stripe.BalanceTransaction
  dueBy: number
}): Stripe.Dispute {
  return {
    id: facts.id,
    object: 'dispute',
    amount: facts.amount,
    balance_transactions: [facts.withdrawal],
    charge: facts.charge.id,
    created: facts.created,
    currency: facts.charge.currency,
    enhanced_eligibility_types: [],
    evidence: {
      access_activity_log: null,
      billing_address: null,
      cancellation_policy: null,
      cancellation_policy_disclosure: null,
      cancellation_rebuttal: null,
      customer_communication: null,
      customer_email_address: null,
      customer_name: null,
      customer_purchase_ip: null,
      customer_signature: null,
      duplicate_charge_documentation: null,
      duplicate_charge_explanation: null,
      duplicate_charge_id: null,
      enhanced_evidence: {},
      product_description: null,
      receipt: null,
      refund_policy: null,
      refund_policy_disclosure: null,
      refund_refusal_explanation: null,
      service_date: null,
      service_documentation: null,
      shipping_address: null,
      shipping_carrier: null,
      shipping_date: null,
      shipping_documentation: null,
      shipping_tracking_number: null,
      uncategorized_file: null,
      uncategorized_text: null,
    },
    evidence_details: {
      due_by: facts.dueBy,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: facts.charge.payment_intent,
    payment_method_details: {
      type: 'card',
      card: { brand: 'visa', case_type: 'chargeback', network: 'visa', network_reason_code: '13.1' },
    },
    reason: 'product_not_received',
    status: 'needs_response',
  }
}

export function newPayout(facts: {
  id: string
  created: number
  arrivalDate: number
  amount: number
  balanceTransaction: string
  destination: string
}): Stripe.Payout {
  return {
    id: facts.id,
    object: 'payout',
    amount: facts.amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: facts.arrivalDate,
    automatic: true,
    balance_transaction: facts.balanceTransaction,
    created: facts.created,
    currency: 'jpy',
    description: 'STRIPE PAYOUT',
    destination: facts.destination,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: {},
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: 'in_progress',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: null,
    status: 'in_transit',
    trace_id: { status: 'pending', value: null },
    type: 'bank_account',
  }
}
