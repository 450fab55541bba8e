import { createHash } from 'node:crypto'
import { alignClock } from '#app/platform/align-clock.server.ts'
import { jobTable } from '#app/features/settlement/job-table.server.ts'
import { db, disconnectDatabase, pool } from '#app/platform/db.server.ts'
import { env, setDatabaseUrl } from '#app/platform/env.server.ts'
import { startJobs, stopJobs } from '#app/platform/jobs.server.ts'
import { log } from '#app/platform/log.server.ts'
import styles from '#app/ui/styles/index.css?inline'

// What the process around the shop (server.ts, the operator's commands) starts and stops.

let stopSandbox: (() => Promise<void>) | undefined

/** Names the database before anything connects. */
function useDatabase(url: string): void {
  setDatabaseUrl(url)
}

/** Everything that must be so before the first request: the clock, in demo mode the sandbox, and a catalogue where there is none. */
async function prepare(): Promise<void> {
  await alignClock()
  if (env.mode === 'demo') {
    const sandbox = await import('#app/sandbox/msw.server.ts')
    sandbox.startSandbox()
    stopSandbox = sandbox.stopSandbox
    if ((await db.title.count()) === 0) {
      const { seedCatalogue } = await import('#prisma/seed/seed-catalogue.ts')
      const { now } = await import('#app/platform/clock.server.ts')
      await seedCatalogue({ now: now() })
      log.info('the catalogue was loaded')
    }
  }
}

async function startBackground(): Promise<void> {
  await startJobs(jobTable)
}

/** Lets jobs end, and closes the database. */
async function stop(): Promise<void> {
  await stopJobs()
  await stopSandbox?.()
  await disconnectDatabase()
}

/** Hash of the one inlined stylesheet, for the Content-Security-Policy. */
function styleHash(): string {
  return createHash('sha256').update(styles).digest('base64')
}

export const runtime = { useDatabase, prepare, startBackground, stop, styleHash, pool }
export type Runtime = typeof runtime
