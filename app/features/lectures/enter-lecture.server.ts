import { startOfDay, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import type { InquiryChannel } from '#app/features/inquiries/inquiry.ts'
import type { Asking } from '#app/features/lectures/asking-form.ts'
import { insertLecture } from '#app/features/lectures/insert-lecture.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { isUuid, newId } from '#app/platform/id.server.ts'

const NOON_MS = 12 * 3_600_000

export type EnterLectureResult = { ok: true; code: string } | { ok: false; reason: 'key' }

/** The key of a form that is opened now, and the id of what will be entered with it: a form sent twice is kept once. */
export function newLectureKey(): string {
  return newId()
}

/** Keeps a request that came by telephone, post, mail or in person. Nobody is written to: who is at the desk has just talked to her. */
export async function enterLecture(
  entry: {
    asking: Asking
    locale: Locale
    channel: Exclude<InquiryChannel, 'web'>
    receivedOn: TokyoDay
    note: string | null
  },
  { key, now }: { key: string; now: Date },
): Promise<EnterLectureResult> {
  if (!isUuid(key)) return { ok: false, reason: 'key' }
  const { receivedOn, ...row } = entry
  // The hour of an earlier day is not asked for.
  const receivedAt =
    receivedOn === tokyoDayOf(now) ? now : new Date(startOfDay(receivedOn).getTime() + NOON_MS)
  const { code } = await inTransaction((tx) => insertLecture(tx, { ...row, id: key, receivedAt }))
  return { ok: true, code }
}
