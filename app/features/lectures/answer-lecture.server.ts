import { tokyoDayOf } from '#app/domain/day.ts'
import { DEFAULT_LOCALE, isLocale } from '#app/domain/locale.ts'
import { organisationOf } from '#app/features/catalogue/mail-organisation.server.ts'
import type { Organisation } from '#app/features/catalogue/organisation.server.ts'
import type { AgreedTerms } from '#app/features/lectures/agree-lecture.server.ts'
import type { LockedLecture } from '#app/features/lectures/change-lecture.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import type { Tx } from '#app/platform/db.server.ts'

/** Mails the office's words about a request to whoever asked, in her language; nothing without words, or where she has no address. */
export async function answerLecture(
  tx: Tx,
  lecture: LockedLecture,
  context: { words: string | null; agreed: AgreedTerms | null; organisation: Organisation; now: Date },
): Promise<void> {
  const { words, agreed, organisation, now } = context
  if (words === null) return
  const locale = isLocale(lecture.locale) ? lecture.locale : DEFAULT_LOCALE
  await queueMail(tx, {
    dedupeKey: `lecture-answer:${lecture.id}:${lecture.version + 1}`,
    template: 'lecture-answer',
    locale,
    toEmail: lecture.email,
    props: {
      subjectCode: lecture.code,
      name: lecture.name,
      receivedOn: tokyoDayOf(lecture.receivedAt),
      answer: words,
      agreed,
      organisation: organisationOf(organisation, locale),
    },
    lectureId: lecture.id,
    now,
  })
}
