import { db } from '#app/platform/db.server.ts'

/** How long a result can be downloaded. */
export const WORK_FILE_DAYS = 7

/** Deletes old results: packing papers are full of addresses. The rows stay, as a record of who did what. @returns how many went */
export async function forgetWorkFiles({ now }: { now: Date }): Promise<number> {
  const before = new Date(now.getTime() - WORK_FILE_DAYS * 86_400_000)
  return await db.$executeRaw`UPDATE works SET file = NULL WHERE file IS NOT NULL AND finished_at < ${before}`
}
