import { tokyoDayOf } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { organisationOf } from '#app/features/catalogue/mail-organisation.server.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { parseAsking, type AskingProblems, type TypedAsking } from '#app/features/lectures/asking-form.ts'
import { insertLecture } from '#app/features/lectures/insert-lecture.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { readFormStamp } from '#app/platform/http/form-stamp.server.ts'
import { consume } from '#app/platform/rate-limit.server.ts'

/** Requests, and so mails, for one address: nobody is flooded by somebody else. */
const PER_ADDRESS = { points: 5, seconds: 3600 }

export type SendLectureResult =
  | { ok: true }
  | { ok: false; reason: 'invalid'; problems: AskingProblems }
  | { ok: false; reason: 'stamp' | 'too-many' }

/**
 * Keeps a request for a lecturer that comes over the public form, and confirms it by mail. The same form sent twice is kept once. Refused when a
 * field is wrong, when the form's stamp is not ours, too young or too old, and when too much came from the address within the hour.
 */
export async function sendLectureRequest(
  typed: TypedAsking,
  { stamp, locale, now }: { stamp: string; locale: Locale; now: Date },
): Promise<SendLectureResult> {
  const parsed = parseAsking(typed, { needsEmail: true })
  if (!parsed.ok) return { ok: false, reason: 'invalid', problems: parsed.problems }
  const { asking } = parsed
  const id = readFormStamp('lecture-form', stamp, now)
  if (id === null) return { ok: false, reason: 'stamp' }
  if (await db.lectureRequest.findUnique({ where: { id }, select: { id: true } })) return { ok: true }
  if (!(await consume('lecture-address', (asking.email ?? '').toLowerCase(), PER_ADDRESS))) {
    return { ok: false, reason: 'too-many' }
  }

  const organisation = organisationOf(await loadOrganisation(), locale)
  await inTransaction(async (tx) => {
    const row = { id, asking, locale, channel: 'web' as const, receivedAt: now, note: null }
    const { code, isNew } = await insertLecture(tx, row)
    if (!isNew) return
    await queueMail(tx, {
      dedupeKey: `lecture-received:${id}`,
      template: 'lecture-received',
      locale,
      toEmail: asking.email,
      props: { subjectCode: code, receivedOn: tokyoDayOf(now), organisation },
      lectureId: id,
      now,
    })
  })
  return { ok: true }
}
