import type { Prisma } from '#app/generated/prisma/client.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { insertRows } from '#app/platform/insert-rows.server.ts'

export type StripeEventRef = { id: string; type: string }

/**
 * Notes that an event of Stripe's has taken effect, in the transaction of the effect, so that neither can be without the other.
 * @returns false when it had been noted before
 */
export async function recordEvent(tx: Tx, event: StripeEventRef, now: Date): Promise<boolean> {
  return await insertRows(tx, { stripe_events: [eventRow(event, now)] }, { onlyIfNew: 'stripe_events' })
}

/** The row of an event, for a statement that writes its effect along with it. */
export function eventRow(event: StripeEventRef, now: Date): Prisma.StripeEventCreateManyInput {
  return { id: event.id, type: event.type, receivedAt: now }
}
