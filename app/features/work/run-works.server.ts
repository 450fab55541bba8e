import type { WorkKind, WorkProblem } from '#app/features/work/work.ts'
import type { Prisma } from '#app/generated/prisma/client.ts'
import { runAs } from '#app/platform/actor.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { log } from '#app/platform/log.server.ts'

/** A running work that has said nothing for so long is taken up by another worker. Every step must be shorter. */
const SILENCE_MS = 60_000
const MOST_ATTEMPTS = 3
/** Progress is written this seldom; the page that shows it asks every two seconds. */
const WRITE_EVERY_MS = 250

export type ClaimedWork = {
  id: string
  kind: WorkKind
  params: Prisma.JsonValue
  total: number
  staffId: string | null
  createdAt: Date
  startedAt: Date
  attempts: number
}

export type WorkResult =
  | {
      ok: true
      file?: { name: string; mediaType: string; content: Uint8Array<ArrayBuffer> }
      /** What its page says about the result besides. No personal data: it is kept. */
      outcome?: Prisma.InputJsonObject
    }
  | { ok: false; problem: WorkProblem }

/** Says how many steps are done. @throws LeaseLost when another worker has taken the work over: whoever hears that stops */
export type ReportProgress = (done: number) => Promise<void>

/**
 * Does one kind of work. A worker may die at any moment and another begins anew, so what it does must be safe to do again.
 * Expected failures are values; what it throws is tried again.
 */
export type WorkHandler = (work: ClaimedWork, report: ReportProgress) => Promise<WorkResult>
export type WorkHandlers = Record<WorkKind, WorkHandler>

/** Another worker has this work now. */
export class LeaseLost extends Error {}

/** Does all works that are due, one after another. Any number of processes may do so at once. */
export async function runWorks(handlers: WorkHandlers): Promise<void> {
  while (await runNextWork(handlers)) {
    // The next one.
  }
}

/** Does the oldest work that is due: queued, or left silent by a worker that died. @returns whether there was one */
export async function runNextWork(handlers: WorkHandlers): Promise<boolean> {
  await giveUpOnDead()
  const work = await claimWork()
  if (!work) return false
  const handler = handlers[work.kind]
  const run = () => handler(work, progressOf(work))
  try {
    const result = await (work.staffId === null
      ? run()
      : runAs({ kind: 'staff', staffId: work.staffId }, run))
    await finish(work, result)
  } catch (error) {
    if (error instanceof LeaseLost) return true
    log.error({ err: error, workId: work.id, kind: work.kind, attempt: work.attempts }, 'a work went wrong')
    // Otherwise it falls silent, and is taken up again a minute later: what was in the way may have gone by then.
    if (work.attempts >= MOST_ATTEMPTS) await finish(work, { ok: false, problem: 'error' }).catch(ignoreLost)
  }
  return true
}

/** What killed its worker three times will do so again. */
async function giveUpOnDead(): Promise<void> {
  const at = now()
  await db.work.updateMany({
    where: { state: 'running', attempts: { gte: MOST_ATTEMPTS }, heardAt: { lt: silentSince(at) } },
    data: { state: 'failed', problem: 'interrupted', finishedAt: at },
  })
}

async function claimWork(): Promise<ClaimedWork | undefined> {
  const at = now()
  const claimed = await db.$queryRaw<ClaimedWork[]>`
    UPDATE works
    SET state = 'running', attempts = attempts + 1, done = 0, started_at = ${at}, heard_at = ${at}
    WHERE id = (
      SELECT id FROM works
      WHERE state = 'queued' OR (state = 'running' AND heard_at < ${silentSince(at)})
      ORDER BY created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, kind, params, total, staff_id AS "staffId", created_at AS "createdAt",
              started_at AS "startedAt", attempts`
  return claimed[0]
}

function silentSince(at: Date): Date {
  return new Date(at.getTime() - SILENCE_MS)
}

function progressOf(work: ClaimedWork): ReportProgress {
  let writtenAt = -Infinity
  return async (done) => {
    if (performance.now() - writtenAt < WRITE_EVERY_MS) return
    await write(work, { done: Math.min(done, work.total), heardAt: now() })
    writtenAt = performance.now()
  }
}

async function finish(work: ClaimedWork, result: WorkResult): Promise<void> {
  const finishedAt = now()
  if (!result.ok) return await write(work, { state: 'failed', problem: result.problem, finishedAt })
  const { file, outcome } = result
  await write(work, {
    state: 'done',
    done: work.total,
    problem: null,
    finishedAt,
    fileName: file?.name ?? null,
    mediaType: file?.mediaType ?? null,
    file: file?.content ?? null,
    ...(outcome ? { outcome } : {}),
  })
}

/** Writes only while the work is still this worker's: its attempt is the latest one. */
async function write(work: ClaimedWork, data: Prisma.WorkUpdateManyMutationInput): Promise<void> {
  const { id, attempts, startedAt } = work
  const { count } = await db.work.updateMany({ where: { id, state: 'running', attempts, startedAt }, data })
  if (count === 0) throw new LeaseLost(`another worker has work ${id}`)
}

function ignoreLost(error: unknown): void {
  if (!(error instanceof LeaseLost)) throw error
}
