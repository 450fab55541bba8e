import type { ChargeStanding, RecognisedLine } from '#app/domain/ledger.ts'
import { sumYen } from '#app/domain/money.ts'
import type { OrderGraph, OrderGraphLine } from '#app/features/checkout/order-graph.server.ts'

/**
 * Every line of an order as the ledger wants it, with what one fact recognises of each or takes back (0 for those it leaves alone): tax
 * comes from the running total of its rate, so no line may be missing.
 */
export function recognisedLines(
  order: OrderGraph,
  deltaOf: (line: OrderGraphLine) => number,
): RecognisedLine[] {
  return order.lines.map((line) => ({
    kind: line.kind,
    titleId: line.goods?.titleId ?? null,
    taxRate: line.taxRate,
    recognisedBeforeYen: line.recognisedYen - line.refundedRecognisedYen,
    deltaYen: deltaOf(line),
  }))
}

/** How the charge of an order stands: what is paid of it, and what is earned by it, net of refunds. */
export function chargeStanding(order: OrderGraph): ChargeStanding {
  return {
    allocatedYen: order.charge.allocatedYen,
    recognisedYen: sumYen(order.lines.map((line) => line.recognisedYen - line.refundedRecognisedYen)),
  }
}
