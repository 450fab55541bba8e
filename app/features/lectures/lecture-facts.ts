import { dayFromDb } from '#app/domain/day.ts'
import type { LectureFacts } from '#app/domain/lecture.ts'

/** What the rules look at, of a row of the database. */
export function lectureFacts(row: Omit<LectureFacts, 'onDay'> & { onDay: Date | null }): LectureFacts {
  const { state, lecturer, feeYen, travelYen } = row
  return { state, onDay: row.onDay && dayFromDb(row.onDay), lecturer, feeYen, travelYen }
}
