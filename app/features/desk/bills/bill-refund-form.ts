import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { readCount } from '#app/features/desk/form-answer.ts'
import { isHandMethod } from '#app/features/desk/payment-form.ts'
import { readDayAndReference, readReason } from '#app/features/desk/refund-form.ts'
import { notedProblemAt, type ProblemAt } from '#app/features/desk/refund-problem.ts'
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
  if (!isHandMethod(method)) problems.push(['method', { key: 'errors:choice' }])
  const when = readDayAndReference(form, problems)
  const reason = readReason(form, problems)
  if (problems.length > 0 || !isHandMethod(method) || !when) return { ok: false, problems }
  return { ok: true, refund: { lines: chosen, surplusYen, way: { method, ...when }, reason } }
}

/** Why a refund was refused, at its field where one is to blame. */
export function billRefundProblem(refusal: Exclude<RefundBillRefusal, { reason: 'not-found' }>): ProblemAt {
  switch (refusal.reason) {
    case 'changed':
      return { field: null, problem: { key: 'bills:changed' } }
    case 'amount':
      return {
        field: amountField(refusal.chargeLineId),
        problem: { key: 'errors:quantity', values: { min: 0, max: refusal.left } },
      }
    case 'not-paid':
      return { field: null, problem: { key: 'bills:refund.linesNotPaid' } }
    case 'exceeds-paid':
      return { field: null, problem: { key: 'deskOrders:refund.exceeds', values: { left: refusal.left } } }
    case 'surplus':
    case 'reason-too-long':
    case 'reference-missing':
    case 'reference-used':
    case 'day-in-future':
    case 'day-too-early':
    case 'day-before-payment':
      return notedProblemAt(refusal)
    default:
      return { field: null, problem: { key: 'deskOrders:refund.nothing' } }
  }
}
