import { isOrderToken } from '#app/features/checkout/order-token.ts'
import { startPayment, type StartPaymentResult } from '#app/features/settlement/start-payment.server.ts'
import { db } from '#app/platform/db.server.ts'

/** The button of an order's page: the page at Stripe where it is paid. */
export async function payOrder(
  token: string | undefined,
  { now }: { now: Date },
): Promise<StartPaymentResult | { ok: false; reason: 'not-found' }> {
  const order = isOrderToken(token)
    ? await db.order.findUnique({ where: { token }, select: { chargeId: true } })
    : null
  return order ? await startPayment(order.chargeId, { now }) : { ok: false, reason: 'not-found' }
}
