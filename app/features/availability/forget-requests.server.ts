import { db } from '#app/platform/db.server.ts'

const DAY_MS = 86_400_000

/** A request that was not confirmed may be about somebody else's address. */
export const UNCONFIRMED_DAYS = 7
/** Who has waited so long has found the book elsewhere; the form says so. */
export const WAITING_YEARS = 2

/** Forgets requests that nobody confirmed, and ends those that have waited too long. @returns how many it was */
export async function forgetRequests({ now }: { now: Date }): Promise<number> {
  const asked = new Date(now.getTime() - UNCONFIRMED_DAYS * DAY_MS)
  const waiting = new Date(now)
  waiting.setUTCFullYear(waiting.getUTCFullYear() - WAITING_YEARS)
  const { count } = await db.availabilityRequest.deleteMany({
    where: { confirmedAt: null, requestedAt: { lt: asked } },
  })
  const ended = await db.availabilityRequest.updateMany({
    where: { confirmedAt: { lt: waiting }, endedAt: null },
    data: { email: null, endedAt: now },
  })
  return count + ended.count
}
