import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { loadOrderGraph, type OrderKey } from '#app/features/checkout/order-graph.server.ts'
import { orderMailProps } from '#app/features/checkout/order-mail.server.ts'
import { releaseOrder } from '#app/features/checkout/release-order.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { withdrawAttempts } from '#app/features/payments/withdraw-attempts.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'

export type CancelOrderResult =
  | { ok: true }
  | {
      ok: false
      reason: 'not-found' | 'paid' | 'money-arrived' | 'voucher-out' | 'already-closed' | 'stripe-unreachable'
    }

/**
 * Cancels an order that is not paid: its page at Stripe is closed first, then the copies are given back and the reader is told. Refused
 * once any money has come, which is a refund then, and while a konbini voucher is out, which nobody can call back.
 */
export async function cancelOrder(
  request: OrderKey & { by: 'reader' | 'shop' },
  { now }: { now: Date },
): Promise<CancelOrderResult> {
  const before = await loadOrderGraph(db, request)
  if (!before) return { ok: false, reason: 'not-found' }
  const refused = refuse(before.charge)
  if (refused) return refused
  const withdrawn = await withdrawAttempts(before.charge.id)
  if (!withdrawn.ok) return withdrawn

  const organisation = await loadOrganisation()
  return await inTransaction(async (tx) => {
    const order = await loadOrderGraph(tx, { orderId: before.id }, { lock: true })
    if (!order) return { ok: false, reason: 'not-found' }
    const refusedNow = refuse(order.charge)
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

function refuse(charge: {
  state: string
  allocatedYen: number
}): Extract<CancelOrderResult, { ok: false }> | null {
  if (charge.state === 'covered') return { ok: false, reason: 'paid' }
  if (charge.state !== 'open') return { ok: false, reason: 'already-closed' }
  return charge.allocatedYen > 0 ? { ok: false, reason: 'money-arrived' } : null
}
