import { tokyoDayOf } from '#app/domain/day.ts'
import { isLocale } from '#app/domain/locale.ts'
import { organisationOf } from '#app/features/catalogue/mail-organisation.server.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { MOST_MESSAGE } from '#app/features/inquiries/inquiry.ts'
import { cleanLines } from '#app/features/inquiries/inquiry-form.ts'
import { lockInquiry, type InquiryRefusal } from '#app/features/inquiries/lock-inquiry.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'

export type AnswerInquiryResult =
  { ok: true } | { ok: false; reason: InquiryRefusal | 'empty' | 'too-long' | 'no-email' }

/** Mails the office's answer to whoever asked, in her language, and closes the inquiry. Of two answers the first is sent. */
export async function answerInquiry(
  { id, answer }: { id: string; answer: string },
  { now }: { now: Date },
): Promise<AnswerInquiryResult> {
  const text = cleanLines(answer)
  if (text === '') return { ok: false, reason: 'empty' }
  if (text.length > MOST_MESSAGE) return { ok: false, reason: 'too-long' }
  const organisation = await loadOrganisation()
  return await inTransaction(async (tx) => {
    const found = await lockInquiry(tx, id)
    if (!found.ok) return found
    const { inquiry } = found
    const locale = isLocale(inquiry.locale) ? inquiry.locale : 'ja'
    if (inquiry.email === null) return { ok: false, reason: 'no-email' }
    await tx.inquiry.update({
      where: { id },
      data: { answer: text, answeredAt: now, closedAt: now, staffId: currentStaffId() },
    })
    await queueMail(tx, {
      dedupeKey: `inquiry-answer:${id}`,
      template: 'inquiry-answer',
      locale,
      toEmail: inquiry.email,
      props: {
        name: inquiry.name,
        receivedOn: tokyoDayOf(inquiry.receivedAt),
        answer: text,
        organisation: organisationOf(organisation, locale),
      },
      now,
    })
    return { ok: true }
  })
}
