import type { SubmissionResult } from '@conform-to/react'
import { parseWithZod } from '@conform-to/zod/v4'
import { z } from 'zod'
import { CheckoutDetails, CONTACT_FIELDS, unlessWrong } from '#app/features/checkout/address.ts'
import { isTextKey, type TextKey, type TextValues } from '#app/platform/i18n/texts.ts'

// The forms of checkout and of correcting an order: what stands in them, and how it becomes `CheckoutDetails`.

export const ADDRESS_FIELDS = [
  'name',
  'country',
  'postalCode',
  'prefecture',
  'city',
  'street',
  'building',
] as const
const PLAIN_FIELDS = [
  'email',
  'noEmail',
  'contactName',
  'furigana',
  'phone',
  'mailLocale',
  'hasBilling',
  'receiptName',
  'note',
  'method',
] as const
const FIELD_NAMES = new Set<string>([
  ...PLAIN_FIELDS,
  ...ADDRESS_FIELDS.flatMap((field) => [`delivery.${field}`, `billing.${field}`]),
])

export type TypedAddress = Partial<Record<(typeof ADDRESS_FIELDS)[number], string>>

/** A form as it was typed. */
export type TypedDetails = Partial<Record<(typeof PLAIN_FIELDS)[number], string>> & {
  delivery?: TypedAddress | undefined
  billing?: TypedAddress | undefined
}

/** What is wrong with a field, in no language yet. */
export type FieldProblem = { key: TextKey; values?: TextValues }

export type FormReply = SubmissionResult<FieldProblem[]>

/** What an order needs to know: something is posted, something is downloaded. */
export type Needs = { post: boolean; downloads: boolean }

/** Stands for a name that was left out until the reader's own is known to be right. */
const NO_NAME = '-'

const typed = z.string({ error: 'errors:tampered' }).optional()
const typedAddress = z
  .object(Object.fromEntries(ADDRESS_FIELDS.map((field) => [field, typed])) as Record<string, typeof typed>, {
    error: 'errors:tampered',
  })
  .optional()
const typedForm = z.object({
  ...(Object.fromEntries(PLAIN_FIELDS.map((field) => [field, typed])) as Record<
    (typeof PLAIN_FIELDS)[number],
    typeof typed
  >),
  delivery: typedAddress,
  billing: typedAddress,
})

export type ParsedForm<Value> = { ok: true; value: Value; reply: FormReply } | { ok: false; reply: FormReply }

/** Reads the checkout form; all problems at once, each at its field, and everything typed in the reply. */
export function parseCheckoutForm(form: URLSearchParams, needs: Needs): ParsedForm<CheckoutDetails> {
  return parse(form, needs, withEmailRules(CheckoutDetails, form, needs))
}

const ContactDetails = z.object(CONTACT_FIELDS)
export type ContactDetails = z.output<typeof ContactDetails>

/** Reads the form that corrects an order: the same without the way of paying. */
export function parseContactForm(form: URLSearchParams, needs: Needs): ParsedForm<ContactDetails> {
  return parse(form, needs, withEmailRules(ContactDetails, form, needs))
}

function parse<Value>(form: URLSearchParams, needs: Needs, details: z.ZodType<Value>): ParsedForm<Value> {
  const submission = parseWithZod(ownFields(form), {
    schema: typedForm
      .transform((value) => toDetails(value as TypedDetails, needs))
      .pipe(details as z.ZodType<Value, object>),
    formatError: (issues: z.core.$ZodIssue[]): FieldProblem[] => issues.map(toProblem),
  })
  const reply = submission.reply() as FormReply
  if (submission.status !== 'success') return { ok: false, reply }
  return { ok: true, value: withNames(submission.value as Value), reply }
}

/** Most parcels go to who orders them: an address without a name of its own is hers. */
function withNames<Value>(value: Value): Value {
  const { contactName, delivery, billing } = value as ContactDetails
  const named = (address: ContactDetails['delivery']): ContactDetails['delivery'] =>
    address && { ...address, name: address.name === NO_NAME ? contactName : address.name }
  return { ...value, delivery: named(delivery), billing: named(billing) }
}

/** What was typed, nested as the form is, without looking at whether it is right. */
export function typedDetails(form: URLSearchParams): TypedDetails {
  const values: TypedDetails = {}
  for (const [name, value] of ownFields(form)) {
    const [first, second] = name.split('.') as [string, string | undefined]
    if (second === undefined) values[first as (typeof PLAIN_FIELDS)[number]] = value
    else {
      const which = first as 'delivery' | 'billing'
      values[which] = { ...values[which], [second]: value }
    }
  }
  return values
}

/** A stored form back in the shape that is typed. */
export function toTyped(details: ContactDetails & { method?: string }): TypedDetails {
  const address = (value: ContactDetails['delivery']): TypedAddress | undefined =>
    value ? withoutNulls(value) : undefined
  return {
    ...withoutNulls({
      email: details.email,
      contactName: details.contactName,
      furigana: details.furigana,
      phone: details.phone,
      mailLocale: details.mailLocale,
      receiptName: details.receiptName,
      note: details.note,
      method: details.method ?? null,
    }),
    ...(details.email ? {} : { noEmail: 'on' }),
    ...(details.billing ? { hasBilling: 'on' } : {}),
    delivery: address(details.delivery),
    billing: address(details.billing),
  }
}

/** Each field of the form once, by its name: a form that was tampered with cannot smuggle others in. */
function ownFields(form: URLSearchParams): URLSearchParams {
  const own = new URLSearchParams()
  for (const [name, value] of form) {
    if (FIELD_NAMES.has(name)) own.set(name, value)
  }
  return own
}

function toDetails(form: TypedDetails, needs: Needs): object {
  const address = (value: TypedAddress | undefined): object => ({
    ...value,
    name: value?.name?.trim() ? value.name : NO_NAME,
  })
  return {
    ...form,
    email: form.noEmail ? undefined : form.email,
    delivery: needs.post ? address(form.delivery) : undefined,
    billing: form.hasBilling ? address(form.billing) : undefined,
  }
}

function withEmailRules<Schema extends z.ZodType<{ email: string | null }>>(
  schema: Schema,
  form: URLSearchParams,
  needs: Needs,
): Schema {
  const saysNone = form.has('noEmail')
  return schema.refine(({ email }) => Boolean(email) || (saysNone && !needs.downloads && needs.post), {
    path: ['email'],
    error: needs.downloads || !needs.post ? 'errors:emailForDownloads' : 'errors:emailOrNone',
    when: unlessWrong('email'),
  })
}

function toProblem(issue: z.core.$ZodIssue): FieldProblem {
  if (!isTextKey(issue.message)) return { key: 'errors:tampered' }
  return issue.code === 'too_big'
    ? { key: issue.message, values: { max: Number(issue.maximum) } }
    : { key: issue.message }
}

function withoutNulls(values: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null),
  )
}
