import { dayFromDb, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import type { OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import type { Tx } from '#app/platform/db.server.ts'

/**
 * The day by which a paper about an order is a qualified invoice or none: the first that goods left, so that no paper states tax of a supply before the
 * issuer was registered; the day it is issued while none has.
 */
export function qualifyingDay(suppliedOn: readonly TokyoDay[], issuedOn: TokyoDay): TokyoDay {
  return suppliedOn[0] ?? issuedOn
}

/** The first and the last day that goods of an order left, as parcels or as downloads; one day when they are the same, none before. */
export async function supplyDays(tx: Tx, order: OrderGraph): Promise<TokyoDay[]> {
  const parcels = await tx.shipment.findMany({
    where: { orderId: order.id, replacesId: null },
    select: { postedOn: true },
  })
  const downloads = order.lines.flatMap((line) => (line.goods?.availableAt ? [line.goods.availableAt] : []))
  const days = [...parcels.map(({ postedOn }) => dayFromDb(postedOn)), ...downloads.map(tokyoDayOf)].sort()
  return [...new Set([...days.slice(0, 1), ...days.slice(-1)])]
}
