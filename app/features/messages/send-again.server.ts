import { drainOutbox, mailFailedKey } from '#app/features/messages/drain-outbox.server.ts'
import type { Prisma } from '#app/generated/prisma/client.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import { afterCommit, inTransaction } from '#app/platform/db.server.ts'
import { nudge } from '#app/platform/jobs.server.ts'

/** A mail that still has its address and its words. */
export const NOT_ERASED = { toEmail: { not: '' }, payload: { not: {} } } satisfies Prisma.OutboxMailWhereInput

/**
 * Sends a failed mail once more, and ends the task about it. Only if it failed before `failedBefore`: whoever asks for the same mail twice, or is cut off
 * half-way and begins anew, sends it once. It keeps its idempotency key: should Resend have had it after all, it is not sent again within the
 * key's life. @returns whether it was tried
 */
export async function sendAgain(
  mailId: string,
  { failedBefore, now }: { failedBefore: Date; now: Date },
): Promise<boolean> {
  const isDue = await inTransaction(async (tx) => {
    const { count } = await tx.outboxMail.updateMany({
      where: { id: mailId, state: 'failed', firstAttemptAt: { lt: failedBefore }, ...NOT_ERASED },
      data: { state: 'pending', attempts: 0, firstAttemptAt: null, nextAttemptAt: now, lastError: null },
    })
    if (count === 0) return false
    await tx.task.updateMany({
      where: { dedupeKey: { startsWith: mailFailedKey(mailId) }, doneAt: null },
      data: { doneAt: now, staffId: currentStaffId() },
    })
    // For the case that the row is just looked at by somebody else, and passed over below.
    afterCommit(() => nudge('drain-outbox'))
    return true
  })
  if (isDue) await drainOutbox({ now, limit: 1, mailId })
  return isDue
}
