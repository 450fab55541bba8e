import { requestTokenHash } from '#app/features/availability/request-token.server.ts'
import { TELL_WAITING } from '#app/features/availability/tell-waiting.server.ts'
import { afterCommit, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { nudge } from '#app/platform/jobs.server.ts'

/**
 * A reader says by the mailed link that it was she who asked: from now on her request counts. Safe to repeat.
 * @returns whether the link is one of a request that has not ended
 */
export async function confirmRequest(token: string, { now }: { now: Date }): Promise<boolean> {
  return await inTransaction(async (tx) => {
    const found = await tx.$executeRaw`
      UPDATE availability_requests SET confirmed_at = coalesce(confirmed_at, ${now})
      WHERE token_hash = ${requestTokenHash(token)} AND ended_at IS NULL`
    // Copies may have come while the mail was on its way.
    if (found > 0) afterCommit(() => nudge(TELL_WAITING))
    return found > 0
  })
}

/**
 * A reader does not want to be told any more: her address is forgotten at once. Safe to repeat.
 * @returns whether the link is one of ours
 */
export async function endRequest(token: string, { now }: { now: Date }): Promise<boolean> {
  return await inTransaction(async (tx) => {
    const found = await tx.$executeRaw`
      UPDATE availability_requests SET email = NULL, ended_at = coalesce(ended_at, ${now})
      WHERE token_hash = ${requestTokenHash(token)}`
    return found > 0
  })
}

/** Ends all requests of an address, for somebody who wants to be forgotten. */
export async function endRequestsOf(tx: Tx, email: string, { now }: { now: Date }): Promise<void> {
  await tx.$executeRaw`
    UPDATE availability_requests SET email = NULL, ended_at = ${now} WHERE email = lower(${email}) AND ended_at IS NULL`
}
