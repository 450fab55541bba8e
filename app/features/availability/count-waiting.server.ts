import { db } from '#app/platform/db.server.ts'

/** How many readers wait to be told that an edition is there; those who have not confirmed their address do not count. */
export async function countWaiting(editionId: string): Promise<number> {
  return await db.availabilityRequest.count({
    where: { editionId, confirmedAt: { not: null }, endedAt: null },
  })
}
