import type { TokyoDay } from '#app/domain/day.ts'
import { MOST_REASON } from '#app/domain/refund.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import type { ChangedOrder } from '#app/features/checkout/stale-order.server.ts'
import { DAY_WORDS } from '#app/features/desk/payment-form.ts'
import { lineField } from '#app/features/desk/refund-form.ts'
import type { NotedProblem } from '#app/features/settlement/noted-refund.server.ts'
import type { RefundOrderResult } from '#app/features/settlement/refund-order.server.ts'

export type ProblemAt = { field: string | null; problem: FieldProblem }

type Refusal = Exclude<Extract<RefundOrderResult, { ok: false }>, ChangedOrder>

/** Why a refund was refused, at its field where one is to blame. */
export function refundProblem(refusal: Refusal): ProblemAt {
  switch (refusal.reason) {
    case 'not-found':
    case 'line-unknown':
      return { field: null, problem: { key: 'errors:tampered' } }
    case 'nothing':
      return { field: 'what', problem: { key: 'deskOrders:refund.nothing' } }
    case 'not-paid':
      return { field: 'what', problem: { key: 'deskOrders:refund.onlyWhole' } }
    case 'copies':
      return { field: null, problem: { key: 'deskOrders:refund.fewerLeft', values: { left: refusal.left } } }
    case 'amount':
      return {
        field: lineField('amount', refusal.chargeLineId),
        problem: { key: 'errors:quantity', values: { min: 0, max: refusal.left } },
      }
    case 'exceeds-paid':
      return { field: 'what', problem: { key: 'deskOrders:refund.exceeds', values: { left: refusal.left } } }
    case 'stripe-exceeded':
      return {
        field: 'way',
        problem: { key: 'deskOrders:refund.stripeExceeded', values: { left: refusal.left } },
      }
    case 'not-stripe':
      return { field: 'way', problem: { key: 'deskOrders:refund.notStripe' } }
    case 'credit-only':
      return { field: 'way', problem: { key: 'deskOrders:refund.creditOnly' } }
    case 'credit-exceeded':
      return {
        field: 'way',
        problem: { key: 'deskOrders:refund.creditExceeded', values: { left: refusal.left } },
      }
    case 'report-resolved':
      return { field: null, problem: { key: 'deskOrders:parcel.alreadyResolved' } }
    case 'email-needed':
      return { field: 'way', problem: { key: 'deskOrders:refund.emailNeeded' } }
    case 'surplus':
    case 'reason-too-long':
    case 'reference-missing':
    case 'reference-used':
    case 'day-in-future':
    case 'day-too-early':
    case 'day-before-payment':
      return notedProblemAt(refusal)
    case 'stripe-refused':
      return {
        field: null,
        problem: { key: 'deskOrders:refund.stripeRefused', values: { message: refusal.message } },
      }
  }
}

type NotedRefusal =
  | { reason: 'surplus'; left: number }
  | { reason: 'reference-used' | NotedProblem }
  | { reason: 'day-before-payment'; receivedOn: TokyoDay }

/** What is said, of an order or of a bill, of a refund by hand that cannot be noted so. */
export function notedProblemAt(refusal: NotedRefusal): ProblemAt {
  switch (refusal.reason) {
    case 'surplus':
      return { field: 'surplus', problem: { key: 'errors:quantity', values: { min: 0, max: refusal.left } } }
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
  }
}
