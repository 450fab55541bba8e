import { inTransaction } from '#app/platform/db.server.ts'

/**
 * Signs browsers out: one of a person's sessions, or all of them but one. Only her own, unless `staffId` names a colleague, which the caller has
 * made sure she may.
 * @returns how many ended
 */
export async function endSessions(
  which: { staffId: string; sessionId?: string; except?: string },
  { now }: { now: Date },
): Promise<number> {
  return await inTransaction(async (tx) => {
    const { count } = await tx.session.updateMany({
      where: {
        staffId: which.staffId,
        endedAt: null,
        ...(which.sessionId !== undefined ? { id: which.sessionId } : {}),
        ...(which.except !== undefined ? { NOT: { id: which.except } } : {}),
      },
      data: { endedAt: now },
    })
    return count
  })
}
