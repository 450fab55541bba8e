import { createHash } from 'node:crypto'
import { alignClock } from '#app/platform/align-clock.server.ts'
import { LOCALES, type Locale } from '#app/domain/locale.ts'
import { readNow } from '#app/features/checkout/read-now.server.ts'
import { loadSession } from '#app/features/staff/session.server.ts'
import { jobTable, openJobTask } from '#app/job-table.server.ts'
import { db, disconnectDatabase, pool } from '#app/platform/db.server.ts'
import { env, setDatabaseUrl } from '#app/platform/env.server.ts'
import { readDeskToken, writeLanguage } from '#app/platform/http/cookies.server.ts'
import { startJobs, stopJobs } from '#app/platform/jobs.server.ts'
import { log } from '#app/platform/log.server.ts'
import styles from '#app/ui/styles/index.css?inline'

// What the process around the shop (server.ts, the operator's commands) starts and stops.

let stopSandbox: (() => Promise<void>) | undefined

/** Names the database before anything connects. */
function useDatabase(url: string): void {
  setDatabaseUrl(url)
}

/** Everything that must be so before the first request: the clock, in demo mode the sandbox, and a catalogue where there is none, with people who work there and who asked something. */
async function prepare(): Promise<void> {
  await alignClock()
  if (env.mode === 'demo') {
    const sandbox = await import('#app/sandbox/msw.server.ts')
    sandbox.startSandbox()
    stopSandbox = sandbox.stopSandbox
    if ((await db.title.count()) === 0) {
      const { seedCatalogue } = await import('#prisma/seed/seed-catalogue.ts')
      const { now } = await import('#app/platform/clock.server.ts')
      const { seedStaff } = await import('#prisma/seed/seed-staff.ts')
      const { seedReaders } = await import('#prisma/seed/seed-readers.ts')
      const { seedLectures } = await import('#prisma/seed/seed-lectures.ts')
      await seedCatalogue({ now: now() })
      await seedStaff({ now: now() })
      await seedReaders({ now: now() })
      await seedLectures({ now: now() })
      log.info('the catalogue was loaded')
    }
  }
}

async function startBackground(): Promise<void> {
  await startJobs(jobTable, { onGivenUp: openJobTask })
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

/** The `Set-Cookie` values by which pages remember their language, for the page cache. */
async function languageCookies(): Promise<Record<Locale, string>> {
  const cookies = await Promise.all(LOCALES.map(async (locale) => [locale, await writeLanguage(locale)]))
  return Object.fromEntries(cookies) as Record<Locale, string>
}

/** Whether a browser is signed in at the desk, one-time code included, by its cookies: before a body is read that only staff may send. */
async function isStaff(cookies: string | undefined): Promise<boolean> {
  if (!cookies) return false
  const token = await readDeskToken(new Request('http://shop', { headers: { Cookie: cookies } }))
  const staff = token === null ? null : await loadSession(token, { now: readNow() })
  return staff?.secondFactor === 'done'
}

export const runtime = {
  useDatabase,
  prepare,
  startBackground,
  stop,
  styleHash,
  languageCookies,
  isStaff,
  pool,
}
export type Runtime = typeof runtime
