import { currentStaffId } from '#app/platform/actor.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'

/** The longest note of a task that was done. */
export const MOST_NOTE = 1000

export type CompleteTaskResult =
  { ok: true } | { ok: false; reason: 'not-found' | 'already-done' | 'note-too-long' }

/** Ends a task with a word on what was decided. A task that somebody has ended meanwhile keeps their word. */
export async function completeTask(
  { taskId, note }: { taskId: string; note: string },
  { now }: { now: Date },
): Promise<CompleteTaskResult> {
  const doneNote = note.trim()
  if (doneNote.length > MOST_NOTE) return { ok: false, reason: 'note-too-long' }
  return await inTransaction(async (tx) => {
    const task = await tx.task.findUnique({ where: { id: taskId }, select: { dedupeKey: true } })
    if (!task) return { ok: false, reason: 'not-found' }
    const isEnded = await endTask(tx, task.dedupeKey, doneNote, now)
    return isEnded ? { ok: true } : { ok: false, reason: 'already-done' }
  })
}

/**
 * Ends the task of a finding that was dealt with, in the transaction that deals with it.
 * @returns false when it was done already, or never opened
 */
export async function endTask(tx: Tx, dedupeKey: string, note: string, now: Date): Promise<boolean> {
  const { count } = await tx.task.updateMany({
    where: { dedupeKey, doneAt: null },
    data: { doneAt: now, doneNote: note || null, staffId: currentStaffId() },
  })
  return count === 1
}

/** Opens the task of a finding again that was dealt with in vain. */
export async function reopenTask(tx: Tx, dedupeKey: string): Promise<void> {
  await tx.task.updateMany({ where: { dedupeKey }, data: { doneAt: null, doneNote: null, staffId: null } })
}
