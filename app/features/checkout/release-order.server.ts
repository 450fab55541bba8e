import { actedBy } from '#app/platform/actor.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { log } from '#app/platform/log.server.ts'
import type { OrderGraph } from '#app/features/checkout/order-graph.server.ts'

export type ReleaseReason =
  | 'reader'
  | 'shop'
  | 'replaced'
  | 'unpaid'
  | 'payment-failed'
  | 'checkout-expired'
  /** All of its bill was credited. */
  | 'credited'

/**
 * Ends an open order and gives its copies back, once: the state moves from open in one conditional update, and only who moved it
 * releases. The caller holds the lock on the charge. Money that had come in part stays with the charge; the caller opens the task.
 * @returns false when the charge was not open any more
 */
export async function releaseOrder(
  tx: Tx,
  order: OrderGraph,
  release: { to: 'cancelled' | 'expired'; reason: ReleaseReason; actor: string; now: Date },
): Promise<boolean> {
  const { count } = await tx.charge.updateMany({
    where: { id: order.charge.id, state: 'open' },
    data: { state: release.to, closedAt: release.now },
  })
  if (count === 0) return false
  await releaseCopies(tx, order.id)
  await tx.orderEvent.create({
    data: {
      id: newId(),
      orderId: order.id,
      kind: release.to,
      at: release.now,
      ...actedBy(release.actor),
      details: { reason: release.reason },
    },
  })
  log.info({ orderId: order.id, reason: release.reason }, 'order released')
  return true
}

/** Gives back every copy of an order that has not been posted; the database takes it off the stock level in the same statement. */
export async function releaseCopies(tx: Tx, orderId: string): Promise<number> {
  return await tx.$executeRaw`
    UPDATE order_lines SET released = released + held + preordered, held = 0, preordered = 0
    WHERE order_id = ${orderId}::uuid AND held + preordered > 0`
}
