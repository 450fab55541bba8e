import type { WorkKind } from '#app/features/work/work.ts'
import type { Prisma } from '#app/generated/prisma/client.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import { afterCommit, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { nudge } from '#app/platform/jobs.server.ts'

/** The job that does what is queued here. */
export const RUN_WORKS = 'run-works'

export type NewWork = {
  kind: WorkKind
  /** Ids only: the row is kept, so it holds no personal data. */
  params: Prisma.InputJsonObject
  /** How many steps it has, for the progress bar. */
  total: number
  now: Date
}

/** Asks for something that takes long, in the transaction of what it belongs to. A job does it soon after the commit. @returns its id */
export async function queueWork(tx: Tx, { kind, params, total, now }: NewWork): Promise<string> {
  const id = newId()
  await tx.work.create({ data: { id, kind, params, total, staffId: currentStaffId(), createdAt: now } })
  afterCommit(() => nudge(RUN_WORKS))
  return id
}
