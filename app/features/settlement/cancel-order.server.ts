import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { loadOrderGraph, type OrderGraph, type OrderKey } from '#app/features/checkout/order-graph.server.ts'
import { orderMailProps } from '#app/features/checkout/order-mail.server.ts'
import { releaseOrder } from '#app/features/checkout/release-order.server.ts'
import { staleOrder, type ChangedOrder } from '#app/features/checkout/stale-order.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { withdrawAttempts } from '#app/features/payments/withdraw-attempts.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'

export type CancelOrderResult =
  | { ok: true }
  | {
      ok: false
      reason:
        | 'not-found'
        | 'paid'
        | 'money-arrived'
        | 'posted'
        | 'voucher-out'
        | 'already-closed'
        | 'stripe-unreachable'
    }
  | ChangedOrder

/**
 * Cancels an order that is not paid: its page at Stripe is closed first, then the copies are given back and the reader is told. Refused
 * once any money has come, which is a refund then, once anything was posted on a bill, and while a konbini voucher is out, which nobody
 * can call back.
 */
export async function cancelOrder(
  request: OrderKey & { by: 'reader' | 'shop'; seenEventId?: string },
  { now }: { now: Date },
): Promise<CancelOrderResult> {
  const before = await loadOrderGraph(db, request)
  if (!before) return { ok: false, reason: 'not-found' }
  // Looked at before Stripe is called too: a form that is refused as stale must not have closed the reader's page.
  const staleBefore = await staleOrder(db, before.id, request.seenEventId)
  if (staleBefore) return staleBefore
  const refused = refuse(before)
  if (refused) return refused
  const withdrawn = await withdrawAttempts(before.charge.id)
  if (!withdrawn.ok) return withdrawn

  const organisation = await loadOrganisation()
  return await inTransaction(async (tx) => {
    const order = await loadOrderGraph(tx, { orderId: before.id }, { lock: true })
    if (!order) return { ok: false, reason: 'not-found' }
    const stale = await staleOrder(tx, order.id, request.seenEventId)
    if (stale) return stale
    const refusedNow = refuse(order)
    if (refusedNow) return refusedNow
    await releaseOrder(tx, order, { to: 'cancelled', reason: request.by, actor: request.by, now })
    await queueMail(tx, {
      dedupeKey: `order-cancelled:${order.id}`,
      template: 'order-cancelled',
      locale: order.locale,
      toEmail: order.email,
      props: { ...orderMailProps(order, organisation), by: request.by },
      orderId: order.id,
      now,
    })
    return { ok: true }
  })
}

function refuse({ charge, lines }: OrderGraph): Extract<CancelOrderResult, { ok: false }> | null {
  if (charge.state === 'covered') return { ok: false, reason: 'paid' }
  if (charge.state !== 'open') return { ok: false, reason: 'already-closed' }
  if (lines.some(({ goods }) => goods !== null && goods.posted > 0)) return { ok: false, reason: 'posted' }
  return charge.allocatedYen > 0 ? { ok: false, reason: 'money-arrived' } : null
}
