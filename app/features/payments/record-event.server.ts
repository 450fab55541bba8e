import type { Tx } from '#app/platform/db.server.ts'

export type StripeEventRef = { id: string; type: string }

/**
 * Notes that an event of Stripe's has taken effect, in the transaction of the effect, so that neither can be without the other.
 * @returns false when it had been noted before
 */
export async function recordEvent(tx: Tx, event: StripeEventRef, now: Date): Promise<boolean> {
  const { count } = await tx.stripeEvent.createMany({
    data: [{ id: event.id, type: event.type, receivedAt: now }],
    skipDuplicates: true,
  })
  return count > 0
}
