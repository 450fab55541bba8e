import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'
import { DESK_MOST_COPIES } from '#app/domain/order.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { readCount } from '#app/features/desk/form-answer.ts'
import { isHandMethod, type HandMethod } from '#app/features/desk/payment-form.ts'

/** The ways an order comes that nobody placed in the shop. */
export const ENTERED_CHANNELS = ['post', 'phone', 'mail', 'visit'] as const
export type EnteredChannel = (typeof ENTERED_CHANNELS)[number]

export const TERMS = ['prepaid', 'billed'] as const

/** Rows for editions at first, and how many a press of the button adds. */
export const ROWS = 3
const MOST_ROWS = 40

/** A row as it was typed: what edition, how many copies, and which of several editions it means. */
export type TypedRow = { edition: string; copies: string; choice: string }

export type TypedTerms = {
  channel: EnteredChannel
  method: HandMethod
  terms: { kind: 'prepaid' } | { kind: 'billed'; dueOn: TokyoDay }
  buyerReference: string | null
}

type Problems = [field: string, problem: FieldProblem][]

/** The name of a row's field. Example: `edition.0`. */
export function rowField(name: 'edition' | 'copies' | 'choice', index: number): string {
  return `${name}.${index}`
}

/** The rows of the form, empty ones included; some more when the button for that was pressed. */
export function readRows(form: URLSearchParams): TypedRow[] {
  const sent = Math.min(readCount(form.get('rows')) ?? ROWS, MOST_ROWS)
  const count = form.get('intent') === 'rows' ? Math.min(sent + ROWS, MOST_ROWS) : sent
  return Array.from({ length: count }, (_, index) => ({
    edition: form.get(rowField('edition', index))?.trim() ?? '',
    copies: form.get(rowField('copies', index))?.trim() ?? '',
    choice: form.get(rowField('choice', index)) ?? '',
  }))
}

/** How many copies a row asks for: one when that was left empty; null for what is no number. */
export function copiesOf(row: TypedRow): number | null {
  if (row.copies === '') return 1
  const copies = readCount(row.copies)
  return copies !== null && copies >= 1 && copies <= DESK_MOST_COPIES ? copies : null
}

/** Reads how the order came and how it is paid. All problems at once, each at its field. */
export function readTerms(
  form: URLSearchParams,
  { today }: { today: TokyoDay },
): { ok: true; value: TypedTerms } | { ok: false; problems: Problems } {
  const problems: Problems = []
  const channel = ENTERED_CHANNELS.find((known) => known === form.get('channel'))
  const method = form.get('method')
  const kind = TERMS.find((known) => known === form.get('terms'))
  const dueOn = form.get('dueOn')
  const buyerReference = form.get('buyerReference')?.trim() ?? ''
  if (!channel) problems.push(['channel', { key: 'errors:choice' }])
  if (!isHandMethod(method)) problems.push(['method', { key: 'errors:choice' }])
  else if (kind === 'billed' && method === 'cash') {
    problems.push(['method', { key: 'deskOrders:enter.billedCash' }])
  }
  if (!kind) problems.push(['terms', { key: 'errors:choice' }])
  if (kind === 'billed' && !isTokyoDay(dueOn))
    problems.push(['dueOn', { key: 'deskOrders:payment.dayWrong' }])
  else if (kind === 'billed' && isTokyoDay(dueOn) && dueOn < today) {
    problems.push(['dueOn', { key: 'deskOrders:enter.dueInPast' }])
  }
  if (buyerReference.length > 100) {
    problems.push(['buyerReference', { key: 'errors:tooLong', values: { max: 100 } }])
  }
  if (problems.length > 0 || !channel || !isHandMethod(method) || !kind) return { ok: false, problems }
  return {
    ok: true,
    value: {
      channel,
      method,
      terms: kind === 'billed' && isTokyoDay(dueOn) ? { kind, dueOn } : { kind: 'prepaid' },
      buyerReference: buyerReference || null,
    },
  }
}
