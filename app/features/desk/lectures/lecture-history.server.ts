import { changesOf, type FieldChange } from '#app/features/desk/audit-changes.ts'
import type { LectureState } from '#app/domain/lecture.ts'
import { db } from '#app/platform/db.server.ts'

export type LectureChange = {
  id: string
  at: Date
  /** Null for an operator. */
  who: string | null
  isNew: boolean
  /** Where it led, if anywhere else. */
  state: LectureState | null
  /** The columns that say something to a person. */
  changes: FieldChange[]
}

/** What of a row a person reads; names and words of whoever asks are in no log, and times stand beside each entry. */
const SHOWN = new Set([
  'lecturer',
  'on_day',
  'fee_yen',
  'travel_yen',
  'place',
  'is_online',
  'audience',
  'locale',
])

/** Enough for one request; the audit log itself has all. */
const MOST_ENTRIES = 200

/**
 * Who changed what of a request and when, newest first, from the audit log.
 * @param since the `version` of a form: only what came after it
 */
export async function loadLectureHistory(
  id: string,
  { since = -1 }: { since?: number } = {},
): Promise<LectureChange[]> {
  const entries = await db.auditEntry.findMany({
    where: { tableName: 'lecture_requests', rowId: id },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: MOST_ENTRIES,
    include: { staff: { select: { name: true } } },
  })
  return entries.flatMap((entry) => {
    const after = (entry.after ?? {}) as { version?: number; state?: LectureState }
    if ((after.version ?? 0) <= since) return []
    const isNew = entry.change === 'insert'
    return [
      {
        id: entry.id,
        at: entry.at,
        who: entry.staff?.name ?? null,
        isNew,
        state: after.state ?? null,
        // Where it began stands on the page already.
        changes: isNew ? [] : changesOf(entry.before, entry.after).filter(({ field }) => SHOWN.has(field)),
      },
    ]
  })
}
