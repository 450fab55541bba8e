import { bookingDayProblem, isUnlikelyDay } from '#app/domain/booking-day.ts'
import { isTokyoDay, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { readCount } from '#app/features/desk/form-answer.ts'

/** How money comes that no machine reports. */
export const HAND_METHODS = ['bank', 'postal', 'cash'] as const
export type HandMethod = (typeof HAND_METHODS)[number]

export function isHandMethod(value: string | null): value is HandMethod {
  return (HAND_METHODS as readonly (string | null)[]).includes(value)
}

export type TypedPayment = { method: HandMethod; amountYen: number; on: TokyoDay; ref: string }

/** What is said of a day on which money cannot have moved. */
export const DAY_WORDS = {
  'day-in-future': 'deskOrders:payment.dayInFuture',
  'day-too-early': 'deskOrders:payment.dayTooEarly',
} as const

/**
 * Reads a payment that the treasurer has seen. An amount that differs from what is missing is asked about first, and so is a day before the
 * order or long ago: most of these are slips of the pen, and what is recorded can only be refunded.
 */
export function readPayment(
  form: URLSearchParams,
  { openYen, placedAt, today }: { openYen: number; placedAt: Date; today: TokyoDay },
): { ok: true; payment: TypedPayment } | { ok: false; problems: [string, FieldProblem][] } {
  const problems: [string, FieldProblem][] = []
  const method = form.get('method')
  const amountYen = readCount(form.get('amount'))
  const on = form.get('on')
  if (!isHandMethod(method)) problems.push(['method', { key: 'errors:choice' }])
  if (!amountYen) problems.push(['amount', { key: 'deskOrders:payment.amountWrong' }])
  else if (amountYen !== openYen && !form.has('sure')) {
    problems.push(['sure', { key: 'deskOrders:payment.amountDiffers' }])
  }
  const dayProblem = isTokyoDay(on) ? bookingDayProblem(on, today) : null
  if (!isTokyoDay(on)) problems.push(['on', { key: 'deskOrders:payment.dayWrong' }])
  else if (dayProblem) problems.push(['on', { key: DAY_WORDS[dayProblem] }])
  else if (isUnlikelyDay(on, { placedOn: tokyoDayOf(placedAt), today }) && !form.has('sureDay')) {
    problems.push(['sureDay', { key: 'deskOrders:payment.dayUnlikely' }])
  }
  const ref = readReference(form, problems)
  if (problems.length > 0 || !isHandMethod(method) || !amountYen || !isTokyoDay(on)) {
    return { ok: false, problems }
  }
  return { ok: true, payment: { method, amountYen, on, ref } }
}

/** Reads what stands on the statement or slip by which money came or went back. */
export function readReference(form: URLSearchParams, problems: [string, FieldProblem][]): string {
  const ref = form.get('ref') ?? ''
  if (ref.trim() === '') problems.push(['ref', { key: 'errors:required' }])
  else if (ref.length > 100) problems.push(['ref', { key: 'errors:tooLong', values: { max: 100 } }])
  return ref
}

/** What is said at which field of what `recordPayment` refuses. */
export const PAYMENT_PROBLEMS: Record<
  'amount' | 'day-in-future' | 'day-too-early' | 'reference-missing' | 'reference-used',
  [field: string, problem: FieldProblem]
> = {
  amount: ['amount', { key: 'deskOrders:payment.amountWrong' }],
  'day-in-future': ['on', { key: DAY_WORDS['day-in-future'] }],
  'day-too-early': ['on', { key: DAY_WORDS['day-too-early'] }],
  'reference-missing': ['ref', { key: 'errors:required' }],
  'reference-used': ['ref', { key: 'deskOrders:payment.refUsed' }],
}
