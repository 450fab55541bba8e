import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'
import { PostalAddress } from '#app/features/checkout/address.ts'
import { ADDRESS_FIELDS, type FieldProblem } from '#app/features/checkout/details-form.ts'
import { readCount } from '#app/features/desk/form-answer.ts'
import { isTextKey } from '#app/platform/i18n/texts.ts'

/** What the desk does next about a parcel that came back. */
export const NEXT_STEPS = ['again', 'refund', 'wait'] as const
export type CameBackNext = (typeof NEXT_STEPS)[number]

export type TypedCameBack = {
  returnedOn: TokyoDay
  lines: { sku: string; good: number; spoilt: number }[]
  asksReader: boolean
  next: CameBackNext
}

type Problems = [field: string, problem: FieldProblem][]

/** The name of the field that says how many copies of an edition came back in this condition. */
export function backField(condition: 'good' | 'spoilt', sku: string): string {
  return `${condition}.${sku}`
}

/**
 * Reads what came back in a parcel. A field left empty is none; a parcel of nothing is a problem of its first line.
 * @param parcel its lines with what can still have come back
 */
export function readCameBack(
  form: URLSearchParams,
  parcel: readonly { sku: string; returnable: number }[],
): { ok: true; value: TypedCameBack } | { ok: false; problems: Problems } {
  const problems: Problems = []
  const returnedOn = form.get('on')?.trim() ?? ''
  const next = NEXT_STEPS.find((step) => step === form.get('next'))
  if (!isTokyoDay(returnedOn)) problems.push(['on', { key: 'deskOrders:payment.dayWrong' }])
  const lines = parcel.map(({ sku, returnable: max }) => {
    const [good = null, spoilt = null] = (['good', 'spoilt'] as const).map((condition) => {
      const typed = form.get(backField(condition, sku))?.trim()
      const copies = typed ? readCount(typed) : 0
      if (copies === null) {
        problems.push([backField(condition, sku), { key: 'errors:quantity', values: { min: 0, max } }])
      }
      return copies
    })
    if (good !== null && spoilt !== null && good + spoilt > max) {
      problems.push([backField('good', sku), { key: 'deskOrders:cameBack.tooMany', values: { max } }])
    }
    return { sku, good: good ?? 0, spoilt: spoilt ?? 0 }
  })
  const [first] = parcel
  if (first && problems.length === 0 && lines.every(({ good, spoilt }) => good + spoilt === 0)) {
    problems.push([backField('good', first.sku), { key: 'deskOrders:cameBack.nothing' }])
  }
  if (!next) problems.push(['next', { key: 'errors:choice' }])
  if (problems.length > 0 || !next || !isTokyoDay(returnedOn)) return { ok: false, problems }
  return { ok: true, value: { returnedOn, lines, asksReader: form.has('ask'), next } }
}

/**
 * Reads the address that a parcel is sent to again.
 * @param name who it goes to when the form leaves that out
 */
export function readParcelAddress(
  form: URLSearchParams,
  name: string,
): { ok: true; address: PostalAddress } | { ok: false; problems: Problems } {
  const typed = ADDRESS_FIELDS.flatMap((field) => {
    const value = form.get(`delivery.${field}`)?.trim()
    return value ? [[field, value] as const] : []
  })
  const parsed = PostalAddress.safeParse({ name, ...Object.fromEntries(typed) })
  if (parsed.success) return { ok: true, address: parsed.data }
  return {
    ok: false,
    problems: parsed.error.issues.map((issue) => [
      `delivery.${String(issue.path[0])}`,
      {
        key: isTextKey(issue.message) ? issue.message : 'errors:characters',
        ...(issue.code === 'too_big' ? { values: { max: Number(issue.maximum) } } : {}),
      },
    ]),
  }
}
