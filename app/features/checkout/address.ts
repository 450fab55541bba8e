import { z } from 'zod'
import { isFurigana, toFurigana } from '#app/domain/kana.ts'
import { normaliseEmail } from '#app/domain/email.ts'
import { LOCALES } from '#app/domain/locale.ts'
import { parsePostalCode } from '#app/domain/postal-code.ts'
import { isCountry } from '#app/features/checkout/countries.ts'

// Messages are keys of the namespace `errors`; the form translates them. All problems of a form are found at once: rules that look at
// several fields run whenever those fields are right, whatever the others are.

const CONTROL = /\p{Cc}/u
/** Line breaks belong into a note. */
const CONTROL_BUT_BREAKS = /[^\P{Cc}\n\t]/u

const line = (most: number) =>
  z
    .string({ error: 'errors:required' })
    .trim()
    .min(1, 'errors:required')
    .max(most, 'errors:tooLong')
    .refine((value) => !CONTROL.test(value), 'errors:characters')

const optionalLine = (most: number) =>
  line(most)
    .optional()
    .transform((value) => value ?? null)

/** For a rule over several fields: it waits until none of them is wrong by itself. */
export function unlessWrong(...fields: string[]): (payload: z.core.ParsePayload) => boolean {
  return ({ issues }) => !issues.some((issue) => fields.includes(String(issue.path?.[0])))
}

const PostalAddressFields = {
  name: line(100),
  country: z.string({ error: 'errors:country' }).refine(isCountry, 'errors:country'),
  postalCode: optionalLine(16),
  prefecture: optionalLine(60),
  city: line(120),
  street: line(160),
  building: optionalLine(120),
}

/** A postal address as it was typed, kept as a snapshot in the order. Postal codes of Japan are seven digits. */
export const PostalAddress = z
  .object(PostalAddressFields)
  .refine(({ country, postalCode }) => country !== 'JP' || parsePostalCode(postalCode ?? '') !== null, {
    path: ['postalCode'],
    error: 'errors:postalCode',
    when: unlessWrong('country', 'postalCode'),
  })
  .refine(
    ({ country, postalCode }) => country === 'JP' || !postalCode || /^[\dA-Z -]{2,12}$/i.test(postalCode),
    {
      path: ['postalCode'],
      error: 'errors:postalCodeForeign',
      when: unlessWrong('country', 'postalCode'),
    },
  )
  .refine(({ country, prefecture }) => country !== 'JP' || Boolean(prefecture), {
    path: ['prefecture'],
    error: 'errors:prefecture',
    when: unlessWrong('country', 'prefecture'),
  })
  .transform((address) => ({
    ...address,
    postalCode: address.country === 'JP' ? parsePostalCode(address.postalCode ?? '') : address.postalCode,
  }))
export type PostalAddress = z.output<typeof PostalAddress>

/** Whether two addresses say the same, in whatever order their fields were stored. */
export function isSameAddress(one: PostalAddress | null, other: PostalAddress | null): boolean {
  if (!one || !other) return one === other
  const fields = Object.keys(PostalAddressFields) as (keyof PostalAddress)[]
  return fields.every((field) => (one[field] ?? null) === (other[field] ?? null))
}

const Email = z.string({ error: 'errors:email' }).transform((value, context) => {
  const email = normaliseEmail(value)
  if (!email) context.addIssue({ code: 'custom', message: 'errors:email' })
  return email ?? ''
})

const Furigana = z
  .string({ error: 'errors:furigana' })
  .trim()
  .max(100, 'errors:tooLong')
  .refine((value) => isFurigana(value), 'errors:furigana')
  .transform((value) => toFurigana(value))

const Phone = z
  .string({ error: 'errors:phone' })
  .trim()
  .regex(/^[+0-9０-９()（）\-‐－ー\s]{6,24}$/, 'errors:phone')
  .refine((value) => !CONTROL.test(value), 'errors:phone')
  .transform((value) => value.normalize('NFKC').replace(/[‐ー]/g, '-'))

const Note = z
  .string({ error: 'errors:characters' })
  .transform((value) => value.replace(/\r\n?/g, '\n').trim())
  .pipe(
    z
      .string()
      .max(1000, 'errors:tooLong')
      .refine((value) => !CONTROL_BUT_BREAKS.test(value), 'errors:characters'),
  )

export const PAYMENT_METHODS = ['card', 'konbini', 'bank', 'postal'] as const

/** Who is written to and where the parcel goes: what a reader may correct until it is packed. */
export const CONTACT_FIELDS = {
  email: Email.optional().transform((value) => value ?? null),
  contactName: line(100),
  furigana: Furigana.optional().transform((value) => value ?? null),
  phone: Phone.optional().transform((value) => value ?? null),
  mailLocale: z.enum(LOCALES, { error: 'errors:choice' }),
  delivery: PostalAddress.optional().transform((value) => value ?? null),
  billing: PostalAddress.optional().transform((value) => value ?? null),
  receiptName: optionalLine(100),
  note: Note.optional().transform((value) => value || null),
}

/**
 * What a reader fills in at checkout. E-mail may be missing where a postal address is given; without it only transfers are
 * possible, since Stripe's receipts, vouchers and refunds need one. Downloads need an e-mail; the form and `placeOrder` see to that,
 * who know the cart.
 */
export const CheckoutDetails = z
  .object({ ...CONTACT_FIELDS, method: z.enum(PAYMENT_METHODS, { error: 'errors:choice' }) })
  .refine(({ email, method }) => Boolean(email) || (method !== 'card' && method !== 'konbini'), {
    path: ['method'],
    error: 'errors:emailNeeded',
    when: unlessWrong('email', 'method'),
  })
export type CheckoutDetails = z.output<typeof CheckoutDetails>

/** Konbini takes 120 to 300,000 yen, cards at least 50 (PEERS.md 5.7, 5.8). */
export function methodTakes(method: CheckoutDetails['method'] | 'cash', amountYen: number): boolean {
  if (method === 'konbini') return amountYen >= 120 && amountYen <= 300_000
  if (method === 'card') return amountYen >= 50 && amountYen <= 99_999_999
  return true
}
