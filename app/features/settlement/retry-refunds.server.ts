import { requestRefund } from '#app/features/settlement/request-refund.server.ts'
import { db } from '#app/platform/db.server.ts'

/** A refund that was asked for this long ago without an answer is asked for again: longer than any call. */
const UNANSWERED_MS = 2 * 60_000

/**
 * Asks Stripe again for refunds that it has not answered for.
 * @returns how many of them are decided now
 */
export async function retryRefunds({ now }: { now: Date }): Promise<number> {
  const unanswered = await db.refund.findMany({
    where: {
      state: 'pending',
      stripeRefundId: null,
      requestedAt: { lt: new Date(now.getTime() - UNANSWERED_MS) },
    },
    orderBy: { requestedAt: 'asc' },
    select: { id: true },
    take: 100,
  })
  let decided = 0
  for (const { id } of unanswered) {
    const result = await requestRefund(id, { now, isWatched: false })
    if (result.ok || result.reason === 'stripe-refused') decided += 1
  }
  return decided
}
