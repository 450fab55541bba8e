import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { loadOrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { orderMailProps } from '#app/features/checkout/order-mail.server.ts'
import { releaseOrder } from '#app/features/checkout/release-order.server.ts'
import { openTask } from '#app/features/messages/open-task.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { moveAdvancesToSurplus } from '#app/features/settlement/move-to-surplus.server.ts'
import { withdrawAttempts } from '#app/features/payments/withdraw-attempts.server.ts'
import { refreshCharge } from '#app/features/settlement/refresh-charge.server.ts'
import { db, inTransaction, pool } from '#app/platform/db.server.ts'
import { log } from '#app/platform/log.server.ts'

/**
 * Ends open charges whose time is over. One that Stripe could still be paid for is asked about first, its page is closed, and only then
 * are its copies given back; while Stripe cannot be reached it stays. Part-paid ones open a task. One that always fails holds up no other.
 * @returns how many charges ended
 * @throws when one or more of them failed, after the others had their turn, so that people hear of it
 */
export async function expireCharges({ now, limit = 100 }: { now: Date; limit?: number }): Promise<number> {
  const due = await db.charge.findMany({
    where: { state: 'open', expiresAt: { lte: now } },
    orderBy: { expiresAt: 'asc' },
    take: limit,
    select: { id: true },
  })
  let ended = 0
  let failed = 0
  for (const { id } of due) {
    try {
      if (await expireCharge(id, now)) ended += 1
    } catch (error) {
      // Without a database the rest would fare no better.
      await pool.query('SELECT 1')
      failed += 1
      log.error({ chargeId: id, err: error }, 'a charge could not be ended')
    }
  }
  if (failed > 0) throw new Error(`charges that could not be ended: ${failed}`)
  return ended
}

async function expireCharge(chargeId: string, now: Date): Promise<boolean> {
  if (!(await refreshCharge(chargeId, { now }))) return false
  const withdrawn = await withdrawAttempts(chargeId)
  // A voucher past its end that Stripe has not closed yet: the next round asks again.
  if (!withdrawn.ok) return false
  const organisation = await loadOrganisation()
  return await inTransaction(async (tx) => {
    const order = await loadOrderGraph(tx, { chargeId }, { lock: true })
    if (!order || order.charge.state !== 'open') return false
    // A billed one has no end; another may have been given more time meanwhile.
    if (!order.charge.expiresAt || order.charge.expiresAt > now) return false
    const isTransfer = order.charge.method === 'bank' || order.charge.method === 'postal'
    const released = await releaseOrder(tx, order, {
      to: 'expired',
      reason: isTransfer ? 'unpaid' : 'checkout-expired',
      actor: 'system',
      now,
    })
    if (!released) return false
    if (order.charge.allocatedYen > 0) {
      await moveAdvancesToSurplus(tx, order, now)
      await openTask(tx, {
        dedupeKey: `part-paid-expired:${chargeId}`,
        kind: 'part-paid-expired',
        orderId: order.id,
        details: { receivedYen: order.charge.allocatedYen, amountYen: order.charge.amountYen },
        now,
      })
    }
    // Who merely left Stripe's page knows; who was given an account to pay into is told that it is too late.
    if (isTransfer) {
      await queueMail(tx, {
        dedupeKey: `order-expired:${order.id}`,
        template: 'order-cancelled',
        locale: order.locale,
        toEmail: order.email,
        props: { ...orderMailProps(order, organisation), by: 'expired' },
        orderId: order.id,
        now,
      })
    }
    log.info({ orderId: order.id }, 'order expired')
    return true
  })
}
