import { z } from 'zod'
import { invalidRequest, type StripeRefusal } from './errors.ts'

// What the endpoints take, as strictly as Stripe does: a parameter that is not named here is refused.

const whole = z
  .string()
  .regex(/^-?\d{1,15}$/, { error: (issue) => `Invalid integer: ${String(issue.input)}` })
  .transform(Number)

function integer(min: number, max: number) {
  return whole.refine((value) => value >= min && value <= max, {
    error: `This value must be between ${min} and ${max}.`,
  })
}

function text(max: number) {
  return z
    .string()
    .min(1, 'You passed an empty string.')
    .max(max, { error: `Invalid string: must be at most ${max} characters` })
}

function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, {
    error: (issue) => `Invalid value ${String(issue.input)}: must be one of ${values.join(', ')}`,
  })
}

const metadata = z
  .record(text(40), z.string().max(500, 'Metadata values can have up to 500 characters.'))
  .refine((value) => Object.keys(value).length <= 50, 'Metadata can have up to 50 keys.')
  .transform((value) => Object.fromEntries(Object.entries(value).filter(([, item]) => item !== '')))

const email = z
  .string()
  .max(512)
  .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, { error: (issue) => `Invalid email address: ${String(issue.input)}` })

const webAddress = z
  .string()
  .max(5000)
  .regex(/^https?:\/\/[^\s/]+/, 'Not a valid URL')

const expandable = { expand: z.array(z.string()).max(20).optional() }

/** `created=1` or `created[gte]=1`. */
const range = z.union([
  whole,
  z.strictObject({
    gt: whole.optional(),
    gte: whole.optional(),
    lt: whole.optional(),
    lte: whole.optional(),
  }),
])

export type Range = z.output<typeof range>

const paged = {
  ...expandable,
  limit: integer(1, 100).default(10),
  starting_after: text(200).optional(),
  ending_before: text(200).optional(),
}

const LOCALES = (
  'auto bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hi-IN hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl ' +
  'sv th tr vi zh zh-HK zh-TW'
).split(' ') as [string, ...string[]]

const lineItem = z.strictObject({
  price_data: z.strictObject({
    currency: z
      .string()
      .toLowerCase()
      .regex(/^[a-z]{3}$/, { error: (issue) => `Invalid currency: ${String(issue.input)}` }),
    unit_amount: integer(0, 999_999_999_999),
    product_data: z.strictObject({
      name: text(250),
      description: text(40_000).optional(),
      images: z.array(webAddress).max(8).optional(),
      metadata: metadata.optional(),
      tax_code: text(50).optional(),
    }),
    tax_behavior: oneOf(['exclusive', 'inclusive', 'unspecified']).optional(),
  }),
  quantity: integer(1, 999_999),
  metadata: metadata.optional(),
})

const message = z.strictObject({ message: text(1200) })

export const CreateSession = z.strictObject({
  ...expandable,
  mode: oneOf(['payment']),
  ui_mode: oneOf(['hosted_page']).optional(),
  line_items: z.array(lineItem).min(1).max(100),
  // `payment_method_types` was taken out of this call with 2026-09-30.endive; it is refused like any unknown parameter.
  allowed_payment_method_types: z
    .array(oneOf(['card', 'konbini']))
    .min(1)
    .max(2)
    .optional(),
  payment_method_options: z
    .strictObject({
      card: z
        .strictObject({ request_three_d_secure: oneOf(['any', 'automatic', 'challenge']).optional() })
        .optional(),
      konbini: z.strictObject({ expires_after_days: integer(1, 60).optional() }).optional(),
    })
    .optional(),
  payment_intent_data: z
    .strictObject({
      description: text(1000).optional(),
      metadata: metadata.optional(),
      receipt_email: email.optional(),
    })
    .optional(),
  client_reference_id: text(200).optional(),
  customer_creation: oneOf(['always', 'if_required']).optional(),
  customer_email: email.optional(),
  custom_text: z.strictObject({ submit: message.optional(), after_submit: message.optional() }).optional(),
  submit_type: oneOf(['auto', 'book', 'donate', 'pay']).optional(),
  billing_address_collection: oneOf(['auto', 'required']).optional(),
  locale: z.enum(LOCALES, { error: (issue) => `Invalid locale: ${String(issue.input)}` }).optional(),
  metadata: metadata.optional(),
  expires_at: whole.optional(),
  success_url: webAddress,
  cancel_url: webAddress.optional(),
})

export type CreateSession = z.output<typeof CreateSession>

export const Expandable = z.strictObject(expandable)

export const ListSessions = z.strictObject({
  ...paged,
  payment_intent: text(200).optional(),
  status: oneOf(['open', 'complete', 'expired']).optional(),
  created: range.optional(),
})

export const CancelIntent = z.strictObject({
  ...expandable,
  cancellation_reason: oneOf(['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer']).optional(),
})

export const CreateRefund = z.strictObject({
  ...expandable,
  charge: text(200).optional(),
  payment_intent: text(200).optional(),
  amount: integer(1, 999_999_999_999).optional(),
  reason: oneOf(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  instructions_email: email.optional(),
  metadata: metadata.optional(),
})

export type CreateRefund = z.output<typeof CreateRefund>

export const ListRefunds = z.strictObject({
  ...paged,
  charge: text(200).optional(),
  payment_intent: text(200).optional(),
  created: range.optional(),
})

export const ListBalanceTransactions = z.strictObject({
  ...paged,
  payout: text(200).optional(),
  type: text(50).optional(),
  source: text(200).optional(),
  currency: text(3).optional(),
  created: range.optional(),
})

export const ListPayouts = z.strictObject({
  ...paged,
  status: text(20).optional(),
  arrival_date: range.optional(),
  created: range.optional(),
})

export const ListDisputes = z.strictObject({
  ...paged,
  charge: text(200).optional(),
  payment_intent: text(200).optional(),
  created: range.optional(),
})

export const ListEvents = z.strictObject({
  ...paged,
  type: text(100).optional(),
  types: z.array(text(100)).max(20).optional(),
  created: range.optional(),
})

/**
 * Checks parameters.
 * @throws StripeRefusal that names the first wrong one
 */
export function readParams<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw refusalOf(parsed.error.issues[0], input)
}

function refusalOf(issue: z.core.$ZodIssue | undefined, input: unknown): StripeRefusal {
  if (!issue) return invalidRequest('Invalid request.')
  if (issue.code === 'unrecognized_keys') {
    const param = paramName([...issue.path, issue.keys[0] ?? ''])
    return invalidRequest(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param })
  }
  const param = paramName(issue.path)
  if (valueAt(input, issue.path) === undefined) {
    return invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
  }
  if (issue.message.startsWith('Not a valid URL')) {
    return invalidRequest(issue.message, { code: 'url_invalid', param })
  }
  if (issue.message.startsWith('Invalid email')) {
    return invalidRequest(issue.message, { code: 'email_invalid', param })
  }
  if (issue.message.startsWith('Invalid integer')) {
    return invalidRequest(issue.message, { code: 'parameter_invalid_integer', param })
  }
  if (issue.message.startsWith('You passed an empty string')) {
    const message = `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter.`
    return invalidRequest(message, { code: 'parameter_invalid_empty', param })
  }
  return invalidRequest(issue.message, { param })
}

function paramName(path: readonly PropertyKey[]): string {
  const [head, ...rest] = path.map(String)
  return `${head ?? ''}${rest.map((part) => `[${part}]`).join('')}`
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value === null || typeof value !== 'object' ? undefined : Reflect.get(value, key)),
    input,
  )
}
