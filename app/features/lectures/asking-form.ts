import { normaliseEmail } from '#app/domain/email.ts'
import { CONTACT_FIELDS, PostalAddress } from '#app/features/checkout/address.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { cleanLines } from '#app/features/inquiries/inquiry-form.ts'
import { MOST_AUDIENCE, MOST_LINE, MOST_WISHES, MOST_WORDS } from '#app/features/lectures/lecture.ts'

export const LECTURE_ADDRESS_FIELDS = ['postalCode', 'prefecture', 'city', 'street', 'building'] as const

/** What is asked of whoever wishes for a lecturer, in the order of the form. */
export const ASKING_FIELDS = [
  'organisation',
  'name',
  'email',
  'phone',
  ...LECTURE_ADDRESS_FIELDS,
  'topic',
  'wishes',
  'place',
  'isOnline',
  'audience',
  'message',
] as const
export type AskingField = (typeof ASKING_FIELDS)[number]

/** The form as it was typed; of a box that was ticked, `on`. */
export type TypedAsking = Record<AskingField, string>

/** What is wrong with which field, in the order of the form. */
export type AskingProblems = [AskingField, FieldProblem][]

/** What was asked, ready to keep. */
export type Asking = {
  /** Empty for somebody who asks for herself. */
  organisation: string
  name: string
  email: string | null
  phone: string | null
  address: PostalAddress | null
  topic: string
  wishes: string
  place: string | null
  isOnline: boolean
  audience: number | null
  message: string | null
}

/** Takes the fields of the form as they came; what is absent is empty. */
export function typedAsking(form: URLSearchParams): TypedAsking {
  return Object.fromEntries(ASKING_FIELDS.map((field) => [field, form.get(field) ?? ''])) as TypedAsking
}

/** What was kept, as the form has it. */
export function asTyped(asking: Asking): TypedAsking {
  const { address, isOnline, audience, ...texts } = asking
  const lines = LECTURE_ADDRESS_FIELDS.map((field) => [field, address?.[field] ?? ''] as const)
  return {
    ...(Object.fromEntries(
      Object.entries(texts).map(([field, text]) => [field, text ?? '']),
    ) as typeof texts & Record<'email' | 'phone' | 'place' | 'message', string>),
    ...(Object.fromEntries(lines) as Record<(typeof LECTURE_ADDRESS_FIELDS)[number], string>),
    isOnline: isOnline ? 'on' : '',
    audience: audience === null ? '' : String(audience),
  }
}

/**
 * Reads what is asked; every field that is wrong is named with its problem. Over the public form an e-mail address is needed, for the answer; who
 * asks by telephone or post may have none. An address in Japan, for the bill, may be left out, but not in parts.
 */
export function parseAsking(
  typed: TypedAsking,
  { needsEmail }: { needsEmail: boolean },
): { ok: true; asking: Asking } | { ok: false; problems: AskingProblems } {
  const problems: AskingProblems = []
  const line = (field: 'organisation' | 'name' | 'topic' | 'place', isNeeded = false): string =>
    checkLength(field, typed[field].replace(/\p{Cc}+/gu, ' ').trim(), MOST_LINE, isNeeded)
  const lines = (field: 'wishes' | 'message', most: number, isNeeded = false): string =>
    checkLength(field, cleanLines(typed[field]), most, isNeeded)
  function checkLength(field: AskingField, text: string, max: number, isNeeded: boolean): string {
    if (isNeeded && text === '') problems.push([field, { key: 'errors:required' }])
    if (text.length > max) problems.push([field, { key: 'errors:tooLong', values: { max } }])
    return text
  }

  const organisation = line('organisation')
  const name = line('name', true)
  const email = normaliseEmail(typed.email)
  if (!email && typed.email.trim() !== '') problems.push(['email', { key: 'errors:email' }])
  else if (!email && needsEmail) problems.push(['email', { key: 'errors:required' }])
  const phone = CONTACT_FIELDS.phone.safeParse(typed.phone.trim() || undefined)
  if (!phone.success) problems.push(['phone', { key: 'errors:phone' }])
  const address = parseAddress(typed, problems)
  const topic = line('topic', true)
  const wishes = lines('wishes', MOST_WISHES, true)
  const place = line('place')
  const audience = parseAudience(typed.audience)
  if (audience === 'wrong') {
    problems.push(['audience', { key: 'errors:quantity', values: { min: 1, max: MOST_AUDIENCE } }])
  }
  const message = lines('message', MOST_WORDS)
  if (problems.length > 0 || audience === 'wrong') return { ok: false, problems }
  return {
    ok: true,
    asking: {
      organisation,
      name,
      email,
      phone: phone.data ?? null,
      address,
      topic,
      wishes,
      place: place || null,
      isOnline: typed.isOnline !== '',
      audience,
      message: message || null,
    },
  }
}

function parseAddress(typed: TypedAsking, problems: AskingProblems): PostalAddress | null {
  const filled = LECTURE_ADDRESS_FIELDS.filter((field) => typed[field].trim() !== '')
  if (filled.length === 0) return null
  const parsed = PostalAddress.safeParse({
    // A bill goes to whoever pays it; who that is, is said when it is made.
    name: '-',
    country: 'JP',
    ...Object.fromEntries(filled.map((field) => [field, typed[field]])),
  })
  if (parsed.success) return parsed.data
  for (const field of LECTURE_ADDRESS_FIELDS) {
    const issue = parsed.error.issues.find(({ path }) => path[0] === field)
    if (issue) problems.push([field, problemOf(issue)])
  }
  return null
}

/** The messages of `PostalAddress` are keys; what is too long says how long it may be. */
function problemOf(issue: { message: string; maximum?: unknown }): FieldProblem {
  const key = issue.message as FieldProblem['key']
  return typeof issue.maximum === 'number' ? { key, values: { max: issue.maximum } } : { key }
}

function parseAudience(text: string): number | null | 'wrong' {
  const plain = text.normalize('NFKC').replace(/[\s,、人名]/g, '')
  if (plain === '') return null
  const count = /^\d{1,9}$/.test(plain) ? Number(plain) : 0
  return count >= 1 && count <= MOST_AUDIENCE ? count : 'wrong'
}
