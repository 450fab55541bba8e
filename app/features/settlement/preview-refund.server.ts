import type { TokyoDay } from '#app/domain/day.ts'
import { sumYen } from '#app/domain/money.ts'
import { isServed } from '#app/domain/order.ts'
import { backBefore, planRefund, type RefundProblem } from '#app/domain/refund.ts'
import { loadOrderGraph } from '#app/features/checkout/order-graph.server.ts'
import {
  dayBeforePayment,
  refundSources,
  refundStates,
} from '#app/features/settlement/refund-states.server.ts'
import type { RefundOrderInput } from '#app/features/settlement/refund-order.server.ts'
import { readPayments } from '#app/features/settlement/write-refund.server.ts'
import type { PaymentMethod } from '#app/generated/prisma/enums.ts'
import { db } from '#app/platform/db.server.ts'

export type RefundPreview = {
  lines: {
    description: string
    textLanguage: string
    amountYen: number
    copies: number
    /** Of the copies, those that had not been posted, and those that go back to stock. */
    released: number
    restocked: number
    /** Those that the post brought back before. */
    cameBack: number
  }[]
  /** What was advanced for an order that is not served: it has no lines yet. */
  advanceYen: number
  surplusYen: number
  /** The money that goes back. */
  totalYen: number
  /** What is credited against a bill: less of it is due. */
  creditYen: number
  /** What goes back to each payment. */
  parts: { method: PaymentMethod; amountYen: number }[]
}

/**
 * What `refundOrder` would do, for a page to show before it is done. Decides by the same rules and saves nothing; what it says may be
 * overtaken, so `refundOrder` decides again.
 */
export async function previewRefund({
  orderId,
  what,
  way,
}: Pick<RefundOrderInput, 'orderId' | 'what' | 'way'>): Promise<
  | { ok: true; preview: RefundPreview }
  | { ok: false; reason: 'not-found' }
  | { ok: false; reason: 'day-before-payment'; receivedOn: TokyoDay }
  | ({ ok: false } & RefundProblem)
> {
  const order = await loadOrderGraph(db, { orderId })
  if (!order) return { ok: false, reason: 'not-found' }
  const [payments, states] = await Promise.all([
    readPayments(db, { chargeId: order.charge.id }),
    isServed(order.charge) ? refundStates(db, order) : null,
  ])
  const plan = planRefund(what, { lines: states, ...refundSources(order, payments, way.kind) })
  if (!plan.ok) return { ok: false, ...plan.problem }
  const tooEarly = dayBeforePayment(way.kind === 'byHand' ? way.on : null, plan.refunds, payments)
  if (tooEarly) return { ok: false, ...tooEarly }
  const planned = plan.refunds.flatMap((refund) => refund.lines)
  const surplusYen = sumYen(plan.refunds.map((refund) => refund.surplusYen))
  const chargeYen = sumYen(plan.refunds.map((refund) => refund.allocatedYen))
  const credits = plan.refunds.filter(({ paymentId }) => paymentId === null)
  const creditYen = sumYen(credits.map((credit) => credit.allocatedYen))
  const linesYen = sumYen(planned.map((line) => line.amountYen))
  return {
    ok: true,
    preview: {
      lines: order.lines.flatMap(({ chargeLineId, description, textLanguage }) => {
        const parts = planned.filter((part) => part.chargeLineId === chargeLineId)
        if (parts.length === 0) return []
        const copies = sum(parts.map((part) => part.copies))
        const released = sum(parts.map((part) => part.released))
        const state = states?.find((line) => line.chargeLineId === chargeLineId)
        return [
          {
            description,
            textLanguage,
            amountYen: sumYen(parts.map((part) => part.amountYen)),
            copies,
            released,
            restocked: sum(parts.map((part) => part.restocked)),
            cameBack: state ? backBefore(state, copies - released) : 0,
          },
        ]
      }),
      advanceYen: chargeYen - linesYen,
      surplusYen,
      totalYen: chargeYen + surplusYen - creditYen,
      creditYen,
      parts: plan.refunds.flatMap((refund) => {
        const payment = payments.find(({ id }) => id === refund.paymentId)
        if (!payment) return []
        return [{ method: payment.method, amountYen: refund.allocatedYen + refund.surplusYen }]
      }),
    },
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
