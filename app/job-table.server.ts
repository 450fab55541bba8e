import { TELL_WAITING, tellWaiting } from '#app/features/availability/tell-waiting.server.ts'
import { indexPublished } from '#app/features/catalogue/search-index.server.ts'
import { forgetOld } from '#app/features/desk/forget-old.server.ts'
import { sendDigests } from '#app/features/desk/send-digest.server.ts'
import { workHandlers } from '#app/features/desk/work-handlers.server.ts'
import { drainOutbox } from '#app/features/messages/drain-outbox.server.ts'
import { openTask } from '#app/features/messages/open-task.server.ts'
import { checkBooks } from '#app/features/settlement/check-books.server.ts'
import { expireCharges } from '#app/features/settlement/expire-charges.server.ts'
import { remindBills } from '#app/features/settlement/remind-bills.server.ts'
import { retryRefunds } from '#app/features/settlement/retry-refunds.server.ts'
import { sweepStripe } from '#app/features/settlement/sweep-stripe.server.ts'
import { forgetWorkFiles } from '#app/features/work/forget-work-files.server.ts'
import { RUN_WORKS } from '#app/features/work/queue-work.server.ts'
import { runWorks } from '#app/features/work/run-works.server.ts'
import { tokyoDayOf } from '#app/domain/day.ts'
import { now } from '#app/platform/clock.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import type { JobTable } from '#app/platform/jobs.server.ts'
import { log } from '#app/platform/log.server.ts'

const DAY_MS = 24 * 3_600_000

/** All background work, and when it ticks (UTC). */
export const jobTable: JobTable = {
  'drain-outbox': { run: drainAll, cron: '* * * * *' },
  'expire-charges': { run: () => expireCharges({ now: now() }), cron: '* * * * *' },
  [RUN_WORKS]: { run: () => runWorks(workHandlers), cron: '* * * * *' },
  [TELL_WAITING]: { run: () => tellWaiting({ now: now() }), cron: '*/5 * * * *' },
  'sweep-stripe': { run: sweep, cron: '*/10 * * * *' },
  'retry-refunds': { run: () => retryRefunds({ now: now() }), cron: '5,15,25,35,45,55 * * * *' },
  // In the morning in Tokyo, as people expect mail.
  'remind-bills': { run: () => remindBills({ now: now() }), cron: '30 0 * * *' },
  // Eight in the morning in Tokyo, and three times more for what failed at first: each person has one a day.
  'send-digests': { run: () => sendDigests({ now: now() }), cron: '0 23,0,1,2 * * *' },
  // Just after midnight in Tokyo, and each hour in case that was missed.
  'index-published': { run: indexPublished, cron: '1 * * * *' },
  'check-books': { run: nightlyCheck, cron: '10 18 * * *' },
  'forget-drafts': { run: forgetDrafts, cron: '40 18 * * *' },
  'forget-old': { run: () => forgetOld({ now: now() }), cron: '20 19 * * *' },
  'forget-work-files': { run: () => forgetWorkFiles({ now: now() }), cron: '50 * * * *' },
}

/** A job that is given up is a task for people, one a day and job: it stays on the list when the queue has long forgotten. */
export async function openJobTask(name: string): Promise<void> {
  const at = now()
  await inTransaction((tx) =>
    openTask(tx, {
      dedupeKey: `job-failed:${name}:${tokyoDayOf(at)}`,
      kind: 'job-failed',
      details: { job: name },
      now: at,
    }),
  )
}

async function drainAll(): Promise<void> {
  for (;;) {
    const { sent, failed } = await drainOutbox({ now: now(), limit: 50 })
    if (sent + failed < 50) return
  }
}

/** What the sweep always fails at would stay in the log: the job fails with it, is tried again and in the end told to people. */
async function sweep(): Promise<void> {
  const { failed } = await sweepStripe({ now: now() })
  if (failed > 0) throw new Error(`Stripe's sweep failed at ${failed} of what it had to take in`)
}

/** Wrong books are a task for people, one a day, and an error in the log. */
async function nightlyCheck(): Promise<void> {
  const at = now()
  const report = await checkBooks()
  if (report.ok) return
  const wrong = report.checks.filter((check) => !check.ok)
  log.error({ checks: wrong.map((check) => check.name) }, 'the books do not hold')
  await inTransaction((tx) =>
    openTask(tx, {
      dedupeKey: `books:${tokyoDayOf(at)}`,
      kind: 'books-wrong',
      details: { checks: wrong.map((check) => ({ name: check.name, rows: check.rows.slice(0, 20) })) },
      now: at,
    }),
  )
}

/** What a reader typed and did not send is forgotten after a day. */
async function forgetDrafts(): Promise<void> {
  const before = new Date(now().getTime() - DAY_MS)
  await db.checkoutDraft.deleteMany({ where: { updatedAt: { lt: before } } })
}
