import { sumYen } from '#app/domain/money.ts'
import { isServed } from '#app/domain/order.ts'
import { refundableOf } from '#app/domain/refund.ts'
import { loadOrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { latestEventId } from '#app/features/checkout/stale-order.server.ts'
import { readPayments } from '#app/features/settlement/write-refund.server.ts'
import { refundSources, refundStates } from '#app/features/settlement/refund-states.server.ts'
import { db } from '#app/platform/db.server.ts'

/** What can still be refunded of an order, as the form at the desk offers it. */
export type Refundable = {
  orderId: string
  orderCode: string
  /** For `refundOrder`: what had happened when the form was made. */
  seenEventId: string | null
  /** False for an order that is neither paid nor billed: its advance goes back as a whole. */
  byLine: boolean
  /** What is left of the payments: of the charge, beyond it, and how much of both can go back through Stripe. */
  paidYen: number
  surplusYen: number
  stripeYen: number
  /** What is not paid of a bill, and can be credited; 0 for other orders. */
  openYen: number
  /** Konbini money, and no e-mail address for Stripe to ask for an account: it can only go back by hand. */
  needsEmail: boolean
  lines: {
    chargeLineId: string
    kind: 'edition' | 'shipping'
    description: string
    textLanguage: string
    format: 'print' | 'pdf' | null
    amountYen: number
    leftYen: number
    /** Copies in all, and those that can still be given up: not posted, and posted. */
    copies: number
    unposted: number
    posted: number
  }[]
}

/** Reads what `refundOrder` would take, without deciding anything. Null when there is no such order. */
export async function loadRefundable(orderId: string): Promise<Refundable | null> {
  const order = await loadOrderGraph(db, { orderId })
  if (!order) return null
  const [states, payments, seenEventId] = await Promise.all([
    refundStates(db, order),
    readPayments(db, { chargeId: order.charge.id }),
    latestEventId(db, orderId),
  ])
  const { sources, others, openYen } = refundSources(order, payments, 'stripe')
  const all = [...sources, ...others]
  return {
    orderId,
    orderCode: order.code,
    seenEventId,
    byLine: isServed(order.charge),
    paidYen: sumYen(all.map((source) => source.allocatedYen)),
    surplusYen: sumYen(all.map((source) => source.surplusYen)),
    stripeYen: sumYen(sources.map((source) => source.allocatedYen + source.surplusYen)),
    openYen,
    needsEmail: order.email === null && payments.some((payment) => payment.method === 'konbini'),
    lines: order.lines.flatMap((line) => {
      const state = states.find(({ chargeLineId }) => chargeLineId === line.chargeLineId)
      if (!state) return []
      const { chargeLineId, kind, description, textLanguage, amountYen, goods } = line
      return [
        {
          chargeLineId,
          kind,
          description,
          textLanguage,
          amountYen,
          format: goods?.format ?? null,
          copies: line.quantity,
          ...refundableOf(state),
        },
      ]
    }),
  }
}
