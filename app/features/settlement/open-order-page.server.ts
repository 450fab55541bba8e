import type { Locale } from '#app/domain/locale.ts'
import { dropDraft, loadDraft } from '#app/features/checkout/draft.server.ts'
import { loadOrderPage } from '#app/features/checkout/load-order-page.server.ts'
import { isOrderToken } from '#app/features/checkout/order-token.ts'
import type { OrderView } from '#app/features/checkout/order-view.ts'
import { placementKeyOf } from '#app/features/checkout/placement-key.ts'
import { refreshCharge } from '#app/features/settlement/refresh-charge.server.ts'
import { db } from '#app/platform/db.server.ts'
import { consume } from '#app/platform/rate-limit.server.ts'

export type OpenedOrder = {
  view: OrderView
  /** The checkout of this browser led to this order and is over: its cookie may go. */
  endsCheckout: boolean
}

/**
 * An order's own page, which is also where Stripe sends readers back to: while a page or voucher of Stripe's is out, Stripe is asked
 * first, so that the page is right even if no webhook has come. Null when the token names no order.
 */
export async function openOrderPage(
  token: string | undefined,
  context: { locale: Locale; checkoutKey: string | null; now: Date },
): Promise<OpenedOrder | null> {
  if (!isOrderToken(token)) return null
  const order = await db.order.findUnique({
    where: { token },
    select: {
      chargeId: true,
      placementKey: true,
      charge: {
        select: {
          state: true,
          attempts: { where: { state: { in: ['creating', 'open', 'voucher'] } }, select: { id: true } },
        },
      },
    },
  })
  if (!order) return null
  const { chargeId, charge } = order
  // Someone who holds the reload key down asks Stripe a few times, not each time.
  if (charge.attempts.length > 0 && (await consume('order-refresh', chargeId, { points: 20, seconds: 60 }))) {
    await refreshCharge(chargeId, { now: context.now })
  }
  const view = await loadOrderPage(token, context)
  if (!view) return null
  return { view, endsCheckout: await endOwnCheckout(order.placementKey, view, context) }
}

/** What was typed for this order is dropped once nothing more can be done with it: the browser may be a library's. */
async function endOwnCheckout(
  placementKey: string,
  view: OrderView,
  { checkoutKey, now }: { checkoutKey: string | null; now: Date },
): Promise<boolean> {
  if (!checkoutKey || view.state === 'awaiting-payment') return false
  const draft = await loadDraft(checkoutKey, { now })
  if (!draft || placementKeyOf(checkoutKey, draft.nonce) !== placementKey) return false
  await dropDraft(checkoutKey)
  return true
}
