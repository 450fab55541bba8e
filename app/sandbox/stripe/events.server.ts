import Stripe from 'stripe'
import { enqueueWebhook } from '#app/sandbox/webhooks.server.ts'
import { insertObject, seconds, stripeId, type SandboxTx } from '#app/sandbox/store.server.ts'

type EventObject =
  | Stripe.Checkout.Session
  | Stripe.PaymentIntent
  | Stripe.Charge
  | Stripe.Refund
  | Stripe.Dispute
  | Stripe.Payout

/**
 * Records that something happened and has the shop told. The event keeps the object as it is now; `previous` holds what the changed
 * fields were before.
 */
export async function emit<T extends EventObject>(
  tx: SandboxTx,
  type: Stripe.Event.Type,
  object: T,
  previous?: Partial<T>,
): Promise<void> {
  const id = stripeId('evt')
  const payload = {
    id,
    object: 'event',
    api_version: Stripe.API_VERSION,
    created: seconds(tx.now),
    data: previous ? { object, previous_attributes: previous } : { object },
    livemode: false,
    pending_webhooks: 1,
    request: tx.request,
    type,
  }
  // The typings tie each type to its object; here the callers do.
  const event = payload as unknown as Stripe.Event
  await insertObject(tx, 'event', event, object.id)
  await enqueueWebhook(tx, 'stripe', { id, payload: event })
}
