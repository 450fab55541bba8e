import type { TokyoDay } from '#app/domain/day.ts'
import type { RefundLineState, RefundSource, SourceRefund } from '#app/domain/refund.ts'
import type { OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import type { RefundPayment } from '#app/features/settlement/write-refund.server.ts'
import type { db, Tx } from '#app/platform/db.server.ts'

type CopiesRow = { chargeLineId: string; copies: number; released: number; restocked: number }

/** The lines of an order as refunds look at them: what went back before, and where the copies are. */
export async function refundStates(client: Tx | typeof db, order: OrderGraph): Promise<RefundLineState[]> {
  const rows = await client.$queryRaw<CopiesRow[]>`
    SELECT l.charge_line_id AS "chargeLineId",
           coalesce(sum(l.copies) FILTER (WHERE r.state <> 'failed'), 0)::int AS copies,
           coalesce(sum(l.released) FILTER (WHERE r.state <> 'failed'), 0)::int AS released,
           sum(l.restocked)::int AS restocked
    FROM refund_lines l JOIN refunds r ON r.id = l.refund_id
    WHERE l.charge_line_id = ANY(${order.lines.map((line) => line.chargeLineId)}::uuid[])
    GROUP BY l.charge_line_id`
  const back = await cameBack(client, order.id)
  return order.lines.map((line) => {
    const before = rows.find((row) => row.chargeLineId === line.chargeLineId)
    const { goods } = line
    return {
      chargeLineId: line.chargeLineId,
      amountYen: line.amountYen,
      recognisedYen: line.recognisedYen,
      refundedYen: line.refundedYen,
      refundedRecognisedYen: line.refundedRecognisedYen,
      print:
        goods?.format === 'print'
          ? {
              copies: goods.copies,
              claimed: goods.held + goods.preordered,
              posted: goods.posted,
              released: goods.released,
              refundedCopies: before?.copies ?? 0,
              refundedReleased: before?.released ?? 0,
              restocked: before?.restocked ?? 0,
              cameBack: back.find(({ editionId }) => editionId === goods.editionId)?.copies ?? 0,
            }
          : null,
    }
  })
}

/** Copies that parcels of an order brought back, less those that were sent again, by edition. */
async function cameBack(
  client: Tx | typeof db,
  orderId: string,
): Promise<{ editionId: string; copies: number }[]> {
  return await client.$queryRaw`
    SELECT edition_id::text AS "editionId", greatest(0, sum(copies))::int AS copies FROM (
      SELECT m.edition_id, m.copies FROM stock_movements m JOIN parcel_reports p ON p.id = m.parcel_report_id
      WHERE p.order_id = ${orderId}::uuid AND m.kind IN ('reader_return', 'undeliverable')
      UNION ALL
      SELECT g.edition_id, -x.copies FROM shipment_lines x JOIN shipments a ON a.id = x.shipment_id JOIN order_lines g ON g.id = x.order_line_id
      WHERE a.order_id = ${orderId}::uuid AND a.replaces_id IS NOT NULL
    ) moved GROUP BY edition_id`
}

/**
 * What a refund in the chosen way can take from: the payments of a charge, and of a bill what is not paid. By hand any payment can be paid back,
 * transfers and cash first, so that card money goes back to its card while it can. Money in another currency is left to the treasurer.
 */
export function refundSources(
  { charge }: OrderGraph,
  payments: readonly RefundPayment[],
  way: 'stripe' | 'byHand' | 'credit',
): { sources: RefundSource[]; others: RefundSource[]; openYen: number; creditOnly: boolean } {
  const inYen = payments.filter((payment) => payment.currency === 'jpy')
  const atStripe = inYen.filter((payment) => payment.stripeIntentId !== null).map(toSource)
  const elsewhere = inYen.filter((payment) => payment.stripeIntentId === null).map(toSource)
  const isOpenBill = charge.state === 'open' && charge.terms === 'billed'
  const rest = {
    openYen: isOpenBill ? charge.amountYen - charge.allocatedYen - charge.refundedYen : 0,
    creditOnly: way === 'credit',
  }
  if (way === 'credit') return { sources: [], others: [...elsewhere, ...atStripe], ...rest }
  if (way === 'stripe') return { sources: atStripe, others: elsewhere, ...rest }
  return { sources: [...elsewhere, ...atStripe], others: [], ...rest }
}

/**
 * What keeps money from having gone back on the day that is said: no day comes before the money did.
 * @param on null for a way that has no day of its own
 */
export function dayBeforePayment(
  on: TokyoDay | null,
  refunds: readonly Pick<SourceRefund, 'paymentId'>[],
  payments: readonly Pick<RefundPayment, 'id' | 'receivedOn'>[],
): { reason: 'day-before-payment'; receivedOn: TokyoDay } | null {
  const days = payments
    .filter(({ id }) => refunds.some(({ paymentId }) => paymentId === id))
    .map(({ receivedOn }) => receivedOn)
  const latest = days.toSorted().at(-1)
  return on && latest && on < latest ? { reason: 'day-before-payment', receivedOn: latest } : null
}

/** What of a payment can go back: of what it pays, and of what is too much. */
export function toSource(payment: RefundPayment): RefundSource {
  const { id: paymentId, amount, allocatedYen, refundedYen } = payment
  return { paymentId, allocatedYen, surplusYen: amount - allocatedYen - refundedYen }
}
