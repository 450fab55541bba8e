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
    concurrency: 2,
    noHandleSignals: true,
    pollInterval: 5_000,
    logger: quietLogger(),
    taskList: Object.fromEntries(
      Object.entries(jobs).map(([name, job]) => [name, async () => void (await job.run())]),
    ),
    // Named by task, so that a slow round is not joined by the next one.
    crontab: Object.entries(jobs)
      .map(([name, job]) => `${job.cron} ${name} ?jobKey=${name}&jobKeyMode=preserve_run_at&max=3`)
      .join('\n'),
  })
}

/** Lets running jobs end, and stops. */
export async function stopJobs(): Promise<void> {
  const stopping = runner
  runner = undefined
  await stopping?.stop()
}

/**
 * Asks for a job now rather than at its next tick. Where this process runs no queue, the tick does it. Many asks in one moment are one.
 */
export function nudge(name: string): void {
  if (!runner || nudged.has(name)) return
  nudged.add(name)
  setTimeout(() => {
    nudged.delete(name)
    runner
      ?.addJob(name, {}, { jobKey: `${name}:now`, maxAttempts: 1 })
      .catch((error: unknown) => log.warn({ err: error }, 'a job could not be asked for'))
  }, 30).unref()
}

function quietLogger(): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log.error({ job: message.slice(0, 300) }, 'job queue')
    else if (level === 'warning') log.warn({ job: message.slice(0, 300) }, 'job queue')
  })
}
