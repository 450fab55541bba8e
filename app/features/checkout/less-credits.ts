import { sumYen } from '#app/domain/money.ts'
import type { OrderGraph, OrderGraphLine } from '#app/features/checkout/order-graph.server.ts'

/** What of an order was credited against its bill, and so was neither paid nor paid back. */
export function creditedOf(order: Pick<OrderGraph, 'lines'>): number {
  return sumYen(order.lines.map((line) => line.creditedYen))
}

/**
 * An order as it was to be paid in the end: without what was credited against its bill. That is what a receipt and the reader's mails are
 * about. One that was credited altogether stays as it is.
 */
export function lessCredits(order: OrderGraph): OrderGraph {
  const creditedYen = creditedOf(order)
  const { charge } = order
  if (creditedYen === 0 || creditedYen >= charge.amountYen) return order
  return {
    ...order,
    charge: {
      ...charge,
      amountYen: charge.amountYen - creditedYen,
      refundedYen: charge.refundedYen - creditedYen,
    },
    lines: order.lines
      .filter((line) => line.creditedYen < line.amountYen || line.amountYen === 0)
      .map(lessen),
  }
}

function lessen(line: OrderGraphLine): OrderGraphLine {
  return {
    ...line,
    // A line of which all copies were given up for less than their price is there for the rest of its price.
    quantity: Math.max(1, line.quantity - line.creditedCopies),
    amountYen: line.amountYen - line.creditedYen,
    refundedYen: line.refundedYen - line.creditedYen,
    creditedYen: 0,
    creditedCopies: 0,
  }
}
