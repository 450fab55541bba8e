import { IDLE_MS } from '#app/features/staff/session.server.ts'
import { db } from '#app/platform/db.server.ts'

export type SessionRow = { id: string; device: string; createdAt: Date; lastSeenAt: Date }

/** The browsers in which somebody is signed in (as `loadSession` has it), newest use first, and whether she wants the daily digest. */
export async function listSessions(
  staffId: string,
  { now }: { now: Date },
): Promise<{ digest: boolean; sessions: SessionRow[] }> {
  return await db.staff.findUniqueOrThrow({
    where: { id: staffId },
    select: {
      digest: true,
      sessions: {
        where: {
          endedAt: null,
          expiresAt: { gt: now },
          lastSeenAt: { gte: new Date(now.getTime() - IDLE_MS) },
        },
        orderBy: { lastSeenAt: 'desc' },
        select: { id: true, device: true, createdAt: true, lastSeenAt: true },
      },
    },
  })
}
