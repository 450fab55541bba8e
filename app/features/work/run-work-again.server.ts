import { RUN_WORKS } from '#app/features/work/queue-work.server.ts'
import { afterCommit, inTransaction } from '#app/platform/db.server.ts'
import { nudge } from '#app/platform/jobs.server.ts'

/**
 * Queues a work once more that failed, or whose result was deleted after some days. Pressed by two people at once it runs once.
 * @returns whether it was one of those
 */
export async function runWorkAgain(workId: string): Promise<boolean> {
  return await inTransaction(async (tx) => {
    const count = await tx.$executeRaw`
      UPDATE works SET state = 'queued', attempts = 0, done = 0, problem = NULL, finished_at = NULL, heard_at = NULL
      WHERE id::text = ${workId} AND (state = 'failed' OR (state = 'done' AND file_name IS NOT NULL AND file IS NULL))`
    if (count > 0) afterCommit(() => nudge(RUN_WORKS))
    return count > 0
  })
}
