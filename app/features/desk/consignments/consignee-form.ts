import { DAYS_TO_PAY } from '#app/domain/consignment.ts'
import { normaliseEmail } from '#app/domain/email.ts'
import { LOCALES, type Locale } from '#app/domain/locale.ts'
import { PostalAddress } from '#app/features/checkout/address.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { readCount } from '#app/features/desk/form-answer.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'

export type TypedConsignee = {
  name: string
  kind: 'bookshop' | 'stall'
  commissionPercent: number
  daysToPay: number
  contact: string | null
  email: string | null
  phone: string | null
  locale: Locale
  note: string | null
  address: ReturnType<typeof PostalAddress.parse> | null
  isDisabled: boolean
}

export const ADDRESS_FIELDS = ['postalCode', 'prefecture', 'city', 'street', 'building'] as const

/** The longest that each may be, as `saveConsignee` takes it. */
const MOST = { name: 120, contact: 120, email: 200, phone: 40, note: 1000 } as const

/** Between what the days to pay may lie, for texts. */
export function daysRange(): { least: number; most: number } {
  const { least, most } = DAYS_TO_PAY
  return { least, most }
}

/** Reads a bookshop or a stall; its address is for bills and may be left out, but not in parts. */
export function readConsignee(
  form: URLSearchParams,
): { ok: true; value: TypedConsignee } | { ok: false; problems: [string, FieldProblem][] } {
  const problems: [string, FieldProblem][] = []
  const text = (name: string): string | null => form.get(name)?.trim() || null
  const name = text('name')
  const kind = form.get('kind') === 'stall' ? 'stall' : 'bookshop'
  const percent = kind === 'stall' ? 0 : readCount(form.get('percent'))
  const days = kind === 'stall' ? 0 : readCount(form.get('days'))
  const typedEmail = text('email')
  const email = typedEmail === null ? null : normaliseEmail(typedEmail)
  const locale = LOCALES.find((one) => one === form.get('locale')) ?? 'ja'
  if (!name) problems.push(['name', { key: 'errors:required' }])
  if (percent === null || percent > 100) problems.push(['percent', { key: 'deskConsign:percentWrong' }])
  if (days === null || days > DAYS_TO_PAY.most) {
    problems.push(['days', { key: 'deskConsign:daysWrong', values: daysRange() }])
  }
  if (typedEmail !== null && !email) problems.push(['email', { key: 'errors:email' }])
  for (const [field, max] of Object.entries(MOST)) {
    if ((text(field)?.length ?? 0) > max) problems.push([field, { key: 'errors:tooLong', values: { max } }])
  }
  const hasAddress = ADDRESS_FIELDS.some((field) => text(field) !== null)
  const address = hasAddress
    ? PostalAddress.safeParse({
        name: name ?? '',
        country: 'JP',
        ...Object.fromEntries(ADDRESS_FIELDS.flatMap((field) => (text(field) ? [[field, text(field)]] : []))),
      })
    : null
  for (const issue of address?.error?.issues ?? []) {
    const field = String(issue.path[0])
    if (field !== 'name') problems.push([field, { key: issue.message as TextKey }])
  }
  if (problems.length > 0 || !name || percent === null || days === null) return { ok: false, problems }
  return {
    ok: true,
    value: {
      name,
      kind,
      commissionPercent: percent,
      daysToPay: days,
      contact: text('contact'),
      email: email ?? null,
      phone: text('phone'),
      locale,
      note: text('note'),
      address: address?.data ?? null,
      isDisabled: form.has('isDisabled'),
    },
  }
}
