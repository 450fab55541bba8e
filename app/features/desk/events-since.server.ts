import { staleOrder } from '#app/features/checkout/stale-order.server.ts'
import type { EventView } from '#app/features/desk/desk-order.ts'
import { db } from '#app/platform/db.server.ts'

/** What has happened to an order since a form was made, oldest first. */
export async function eventsSince(code: string, seenEventId: string): Promise<EventView[]> {
  const order = await db.order.findUnique({ where: { code }, select: { id: true } })
  const stale = order && (await staleOrder(db, order.id, seenEventId))
  return stale ? stale.events : []
}
