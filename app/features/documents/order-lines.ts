import type { PayloadLine } from '#app/features/documents/payload.ts'
import type { OrderGraphLine } from '#app/features/checkout/order-graph.server.ts'

/** The lines of an order as its receipt or bill has them. */
export function orderPayloadLines(lines: readonly OrderGraphLine[]): PayloadLine[] {
  return lines.map((line) => ({
    description: line.description,
    language: line.textLanguage,
    sku: line.goods?.sku ?? null,
    quantity: line.goods ? line.quantity : null,
    unitYen: line.goods ? line.unitYen : null,
    amountYen: line.amountYen,
    taxRate: line.taxRate,
  }))
}
