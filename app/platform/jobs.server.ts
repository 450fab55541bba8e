import { type Job, Logger, run, type Runner } from 'graphile-worker'
import { pool } from '#app/platform/db.server.ts'
import { log, withoutEmails } from '#app/platform/log.server.ts'

export type JobTable = Record<string, { run: () => Promise<unknown>; cron: string }>

type JobHooks = {
  /** A job has failed for good, until it is asked for again: people must hear of it. May be called more than once. */
  onGivenUp: (name: string) => Promise<unknown>
}

/** So often in a row in one process means that it will fail the next time too. */
const MOST_FAILURES = 5

let runner: Runner | undefined
const nudged = new Set<string>()

/**
 * Starts the queue in this process: every job by its crontab, once over all processes that share the database. Jobs are ticks: what is
 * due stands in columns that they compare with the shop's clock, so a missed or doubled tick does no harm.
 */
export async function startJobs(jobs: JobTable, hooks: JobHooks): Promise<void> {
  if (runner) return
  runner = await run({
    pgPool: pool,
    // One may be at long work while the others keep mails and expiries going.
    concurrency: 3,
    noHandleSignals: true,
    pollInterval: 5_000,
    logger: quietLogger(),
    taskList: Object.fromEntries(
      Object.entries(jobs).map(([name, job]) => [name, watched(name, job.run, hooks)]),
    ),
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

/**
 * Tells of a job that is given up, when it is: at the next tick the queue takes the key from its row, or sets back tries and error of one that
 * still waits for its next try, so that a slow job never has a last one.
 */
function watched(
  name: string,
  run: () => Promise<unknown>,
  { onGivenUp }: JobHooks,
): (payload: unknown, helpers: { job: Job }) => Promise<void> {
  let failures = 0
  const once = oneAtATime(async () => {
    failures += 1
    await run()
    failures = 0
  })
  return async (_payload, { job }) => {
    try {
      await once()
    } catch (error) {
      try {
        if (failures >= MOST_FAILURES || (await isLastTry(job))) await onGivenUp(name)
      } catch (another) {
        log.error({ err: another, name }, 'a job that was given up could not be told of')
      }
      throw error
    }
  }
}

/** A job that was asked for anew while it ran has lost its key to the new one, which does its work: its end is no failure. */
async function isLastTry(job: Job): Promise<boolean> {
  if (job.attempts < job.max_attempts) return false
  const found = await pool.query<{ key: string | null }>(
    'SELECT key FROM graphile_worker.jobs WHERE id = $1',
    [job.id],
  )
  return found.rows[0]?.key === job.key
}

/**
 * Within this process a job never runs beside itself: what asks for it meanwhile makes it run once more afterwards, even when it failed, since
 * to the queue that ask is done.
 */
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
        await run().catch((error: unknown) => {
          if (!isWanted) throw error
          log.warn({ err: error }, 'a job failed and runs again, as it was asked for meanwhile')
        })
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

function quietLogger(): Logger {
  return new Logger(() => (level, message) => {
    // A job's error quotes what it failed at.
    const told = withoutEmails(message).slice(0, 300)
    if (level === 'error') log.error({ job: told }, 'job queue')
    else if (level === 'warning') log.warn({ job: told }, 'job queue')
  })
}
