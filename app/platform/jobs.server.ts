import { Logger, run, type Runner } from 'graphile-worker'
import { pool } from '#app/platform/db.server.ts'
import { log } from '#app/platform/log.server.ts'

export type JobTable = Record<string, { run: () => Promise<unknown>; cron: string }>

let runner: Runner | undefined
const nudged = new Set<string>()

/**
 * Starts the queue in this process: every job by its crontab, once over all processes that share the database. Jobs are ticks: what is
 * due stands in columns that they compare with the shop's clock, so a missed or doubled tick does no harm.
 */
export async function startJobs(jobs: JobTable): Promise<void> {
  if (runner) return
  runner = await run({
    pgPool: pool,
    // One may be at long work while the others keep mails and expiries going.
    concurrency: 3,
    noHandleSignals: true,
    pollInterval: 5_000,
    logger: quietLogger(),
    taskList: Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, oneAtATime(job.run)])),
    crontab: crontabOf(jobs),
  })
}

/** The jobs' ticks as the queue reads them. It knows numbers, ranges and steps from the beginning (`*` and a divisor), no steps in a range. */
export function crontabOf(jobs: JobTable): string {
  // Named by task, so that a slow round is not joined by the next one.
  return Object.entries(jobs)
    .map(([name, job]) => `${job.cron} ${name} ?jobKey=${name}&jobKeyMode=preserve_run_at&max=3`)
    .join('\n')
}

/** Within this process a job never runs beside itself: what asks for it meanwhile makes it run once more afterwards. */
function oneAtATime(run: () => Promise<unknown>): () => Promise<void> {
  let isRunning = false
  let isWanted = false
  return async () => {
    isWanted = true
    if (isRunning) return
    isRunning = true
    try {
      while (isWanted) {
        isWanted = false
        await run()
      }
    } finally {
      isRunning = false
    }
  }
}

/** Lets running jobs end, and stops. */
export async function stopJobs(): Promise<void> {
  const stopping = runner
  runner = undefined
  await stopping?.stop()
}

/**
 * Asks for a job now rather than at its next tick. Where this process runs no queue, the tick does it. Many asks in one moment are one.
 * It is tried again a few times: the database may be away for a moment.
 */
export function nudge(name: string): void {
  if (!runner || nudged.has(name)) return
  nudged.add(name)
  setTimeout(() => {
    nudged.delete(name)
    runner
      ?.addJob(name, {}, { jobKey: `${name}:now`, maxAttempts: 5 })
      .catch((error: unknown) => log.warn({ err: error }, 'a job could not be asked for'))
  }, 30).unref()
}

/**
 * How many jobs the queue has given up on within the last day: their last try failed. A job that was asked for anew while it ran has
 * lost its key to the new one, which does its work; the queue counts its tries as used up then, so that is no failure.
 */
export async function countFailedJobs(): Promise<number> {
  // The queue makes its tables when it first starts.
  const known = await pool.query<{ isThere: boolean }>(
    `SELECT to_regclass('graphile_worker.jobs') IS NOT NULL AS "isThere"`,
  )
  if (!known.rows[0]?.isThere) return 0
  const found = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM graphile_worker.jobs
     WHERE attempts >= max_attempts AND last_error IS NOT NULL AND key IS NOT NULL AND updated_at > now() - interval '1 day'`,
  )
  return found.rows[0]?.count ?? 0
}

function quietLogger(): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log.error({ job: message.slice(0, 300) }, 'job queue')
    else if (level === 'warning') log.warn({ job: message.slice(0, 300) }, 'job queue')
  })
}
