import type { LectureFacts, LectureRefusal } from '#app/domain/lecture.ts'
import { lectureFacts } from '#app/features/lectures/lecture-facts.ts'
import type { LectureRequest, Prisma } from '#app/generated/prisma/client.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'

export type ChangeLectureResult =
  { ok: true } | { ok: false; reason: LectureRefusal | 'not-found' | 'changed' }

export type LockedLecture = LectureRequest & { facts: LectureFacts }

type Change = {
  /**
   * Whether the row already is as this form wants it: a form that was sent twice, whose first sending stands as the newest change of the same
   * person, is done once and not refused.
   */
  isDone: (lecture: LockedLecture) => boolean
  /** What to write, or why nothing is written. */
  decide: (
    lecture: LockedLecture,
  ) =>
    { ok: true; columns: Prisma.LectureRequestUncheckedUpdateInput } | { ok: false; reason: LectureRefusal }
  /** What follows from it, in the same transaction, before it is written; may add columns. */
  follow?: (
    tx: Tx,
    lecture: LockedLecture,
  ) => Promise<Prisma.LectureRequestUncheckedUpdateInput | undefined | void>
}

/**
 * Changes a request under a lock, if nobody has changed it since the form was made.
 * @param seen its `version` when the form was made; `changed` says that it has another now
 */
export async function changeLecture(
  code: string,
  { seen }: { seen: number },
  { isDone, decide, follow }: Change,
): Promise<ChangeLectureResult> {
  return await inTransaction(async (tx): Promise<ChangeLectureResult> => {
    const lecture = await lockLecture(tx, code)
    if (!lecture || lecture.erasedAt) return { ok: false, reason: 'not-found' }
    if (lecture.version !== seen) {
      const isOwn = lecture.version === seen + 1 && lecture.staffId === currentStaffId()
      return isOwn && isDone(lecture) ? { ok: true } : { ok: false, reason: 'changed' }
    }
    const decided = decide(lecture)
    if (!decided.ok) return decided
    const more = await follow?.(tx, lecture)
    await tx.lectureRequest.update({
      where: { id: lecture.id },
      data: { ...decided.columns, ...more, version: { increment: 1 }, staffId: currentStaffId() },
    })
    return { ok: true }
  })
}

async function lockLecture(tx: Tx, code: string): Promise<LockedLecture | null> {
  await tx.$queryRaw`SELECT 1 FROM lecture_requests WHERE code = ${code} FOR UPDATE`
  const row = await tx.lectureRequest.findUnique({ where: { code } })
  return row && { ...row, facts: lectureFacts(row) }
}
