import { isTokyoDay } from '#app/domain/day.ts'
import { MOST_REASON } from '#app/domain/refund.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { readCount } from '#app/features/desk/form-answer.ts'
import { DAY_WORDS, isHandMethod } from '#app/features/desk/payment-form.ts'
import type { RefundBillInput, RefundBillRefusal } from '#app/features/settlement/refund-bill.server.ts'

type Problems = [field: string, problem: FieldProblem][]

/** The name of the field that says how much of a line goes back. */
export function amountField(lineId: string): string {
  return `amount.${lineId}`
}

/** Reads what of a bill has gone back, how and why: all problems at once. What is left of it is for `refundBill` to say. */
export function readBillRefund(
  form: URLSearchParams,
  lines: readonly { id: string }[],
):
  | { ok: true; refund: Pick<RefundBillInput, 'lines' | 'surplusYen' | 'way' | 'reason'> }
  | { ok: false; problems: Problems } {
  const problems: Problems = []
  const yen = (field: string): number => {
    const text = form.get(field)?.trim() ?? ''
    const amount = text === '' ? 0 : readCount(text)
    if (amount === null) problems.push([field, { key: 'deskOrders:payment.amountWrong' }])
    return amount ?? 0
  }
  const chosen = lines
    .map(({ id }) => ({ chargeLineId: id, amountYen: yen(amountField(id)) }))
    .filter(({ amountYen }) => amountYen > 0)
  const surplusYen = yen('surplus')
  const method = form.get('method')
  const on = form.get('on')?.trim()
  const ref = form.get('ref') ?? ''
  const reason = (form.get('reason') ?? '').replace(/\r\n?/g, '\n').trim()
  if (!isHandMethod(method)) problems.push(['method', { key: 'errors:choice' }])
  if (!isTokyoDay(on)) problems.push(['on', { key: 'deskOrders:payment.dayWrong' }])
  if (ref.trim() === '') problems.push(['ref', { key: 'errors:required' }])
  else if (ref.length > 100) problems.push(['ref', { key: 'errors:tooLong', values: { max: 100 } }])
  if (reason.length > MOST_REASON) {
    problems.push(['reason', { key: 'errors:tooLong', values: { max: MOST_REASON } }])
  }
  if (problems.length > 0 || !isHandMethod(method) || !isTokyoDay(on)) return { ok: false, problems }
  return {
    ok: true,
    refund: { lines: chosen, surplusYen, way: { method, on, ref }, reason: reason || null },
  }
}

/** Why a refund was refused, at its field where one is to blame. */
export function billRefundProblem(refusal: Exclude<RefundBillRefusal, { reason: 'not-found' }>): {
  field: string | null
  problem: FieldProblem
} {
  switch (refusal.reason) {
    case 'changed':
      return { field: null, problem: { key: 'bills:changed' } }
    case 'amount':
      return {
        field: amountField(refusal.chargeLineId),
        problem: { key: 'errors:quantity', values: { min: 0, max: refusal.left } },
      }
    case 'surplus':
      return { field: 'surplus', problem: { key: 'errors:quantity', values: { min: 0, max: refusal.left } } }
    case 'not-paid':
      return { field: null, problem: { key: 'bills:refund.linesNotPaid' } }
    case 'exceeds-paid':
      return { field: null, problem: { key: 'deskOrders:refund.exceeds', values: { left: refusal.left } } }
    case 'reason-too-long':
      return { field: 'reason', problem: { key: 'errors:tooLong', values: { max: MOST_REASON } } }
    case 'reference-missing':
      return { field: 'ref', problem: { key: 'errors:required' } }
    case 'reference-used':
      return { field: 'ref', problem: { key: 'deskOrders:payment.refUsed' } }
    case 'day-in-future':
    case 'day-too-early':
      return { field: 'on', problem: { key: DAY_WORDS[refusal.reason] } }
    case 'day-before-payment':
      return {
        field: 'on',
        problem: { key: 'deskOrders:refund.dayBeforePayment', values: { day: refusal.receivedOn } },
      }
    default:
      return { field: null, problem: { key: 'deskOrders:refund.nothing' } }
  }
}
