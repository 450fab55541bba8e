import type { PayloadLine } from '#app/features/documents/payload.ts'
import type { OrderGraphLine } from '#app/features/checkout/order-graph.server.ts'

/** The lines of an order as its receipt or bill has them. A quantity is stated where it explains the amount. */
export function orderPayloadLines(lines: readonly OrderGraphLine[]): PayloadLine[] {
  return lines.map((line) => {
    const isByCopy = line.goods !== null && line.quantity * line.unitYen === line.amountYen
    return {
      description: line.description,
      language: line.textLanguage,
      sku: line.goods?.sku ?? null,
      quantity: isByCopy ? line.quantity : null,
      unitYen: isByCopy ? line.unitYen : null,
      amountYen: line.amountYen,
      taxRate: line.taxRate,
    }
  })
}
