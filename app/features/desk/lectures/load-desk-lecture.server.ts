import { dayFromDb, tokyoDayOf } from '#app/domain/day.ts'
import { lectureDueYen, lectureTodo, stepLecture, type LectureStep } from '#app/domain/lecture.ts'
import { DEFAULT_LOCALE, isLocale } from '#app/domain/locale.ts'
import type { PostalAddress } from '#app/features/checkout/address.ts'
import type { DeskLecture } from '#app/features/desk/lectures/desk-lecture.ts'
import { loadLectureHistory } from '#app/features/desk/lectures/lecture-history.server.ts'
import { loadMails } from '#app/features/desk/load-mails.server.ts'
import { lectureFacts } from '#app/features/lectures/lecture-facts.ts'
import { db } from '#app/platform/db.server.ts'

/** A request with its bill, its mails and its whole history, as the desk shows it; null when no request has this code. */
export async function loadDeskLecture(code: string, { now }: { now: Date }): Promise<DeskLecture | null> {
  const row = await db.lectureRequest.findUnique({ where: { code }, include: { charge: true } })
  if (!row) return null
  const [history, mails] = await Promise.all([
    loadLectureHistory(row.id),
    loadMails({ OR: [{ lectureId: row.id }, ...(row.chargeId ? [{ chargeId: row.chargeId }] : [])] }),
  ])
  const today = tokyoDayOf(now)
  const facts = lectureFacts(row)
  const isErased = row.erasedAt !== null
  const isPossible = (step: LectureStep): boolean => !isErased && stepLecture(facts, step, today).ok
  const { organisation, name, email, phone, topic, wishes, place, isOnline, audience, message } = row
  return {
    id: row.id,
    code,
    facts,
    version: row.version,
    todo: isErased ? null : lectureTodo(facts, today),
    asking: {
      ...{ organisation, name, email, phone, topic, wishes, place, isOnline, audience, message },
      address: row.address as PostalAddress | null,
    },
    isErased,
    locale: isLocale(row.locale) ? row.locale : DEFAULT_LOCALE,
    channel: row.channel,
    receivedAt: row.receivedAt,
    note: row.note,
    dueYen: lectureDueYen(facts),
    bill: row.charge?.dueOn
      ? {
          reference: row.charge.reference,
          dueOn: dayFromDb(row.charge.dueOn),
          openYen:
            row.charge.state === 'open'
              ? row.charge.amountYen - row.charge.allocatedYen - row.charge.refundedYen
              : 0,
          isPaid: row.charge.state === 'covered',
        }
      : null,
    history,
    mails,
    can: {
      // What has to be agreed on is asked for on the page of its own.
      agree: !isErased && ['asked', 'agreed', 'held'].includes(facts.state),
      decline: isPossible('decline'),
      withdraw: isPossible('withdraw'),
      hold: isPossible('hold'),
      bill: isPossible('bill'),
    },
  }
}
