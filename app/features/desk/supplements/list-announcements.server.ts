import { AnnouncementOutcome } from '#app/features/desk/supplements/announcement.ts'
import type { WorkState } from '#app/features/work/work.ts'
import { db } from '#app/platform/db.server.ts'

export type AnnouncementView = {
  id: string
  at: Date
  who: string | null
  workId: string
  state: WorkState
  /** Null until it is done. */
  outcome: AnnouncementOutcome | null
}

/** When a supplement was announced, by whom, and to how many; newest first. */
export async function listAnnouncements(supplementId: string): Promise<AnnouncementView[]> {
  const rows = await db.supplementAnnouncement.findMany({
    where: { supplementId },
    orderBy: [{ announcedAt: 'desc' }, { id: 'desc' }],
    select: {
      id: true,
      announcedAt: true,
      workId: true,
      staff: { select: { name: true } },
      work: { select: { state: true, outcome: true } },
    },
  })
  return rows.map(({ id, announcedAt, workId, staff, work }) => ({
    id,
    at: announcedAt,
    who: staff?.name ?? null,
    workId,
    state: work.state,
    outcome: AnnouncementOutcome.safeParse(work.outcome).data ?? null,
  }))
}

/** What came of an announcement and which supplement it was about; null when the work is none, or not done yet. */
export async function loadAnnouncement(
  workId: string,
): Promise<{ supplementId: string; outcome: AnnouncementOutcome | null } | null> {
  const row = await db.supplementAnnouncement.findUnique({
    where: { workId },
    select: { supplementId: true, work: { select: { outcome: true } } },
  })
  if (!row) return null
  return {
    supplementId: row.supplementId,
    outcome: AnnouncementOutcome.safeParse(row.work.outcome).data ?? null,
  }
}
