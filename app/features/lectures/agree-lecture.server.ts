import { dayToDb, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { stepLecture } from '#app/domain/lecture.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { answerLecture } from '#app/features/lectures/answer-lecture.server.ts'
import { changeLecture, type ChangeLectureResult } from '#app/features/lectures/change-lecture.server.ts'

export type AgreedTerms = {
  onDay: TokyoDay
  lecturer: string
  feeYen: number
  travelYen: number | null
  place: string | null
  isOnline: boolean
}

/**
 * Writes down what was agreed on, or what of it has changed since; until it is billed. With words it is told to whoever asked, who is
 * not told twice of one form.
 * @param words the office's own, in the language of the request; null tells nobody
 */
export async function agreeLecture(
  code: string,
  { seen, terms, words }: { seen: number; terms: AgreedTerms; words: string | null },
  { now }: { now: Date },
): Promise<ChangeLectureResult> {
  const today = tokyoDayOf(now)
  const columns = { ...terms, onDay: dayToDb(terms.onDay) }
  const organisation = await loadOrganisation()
  return await changeLecture(
    code,
    { seen },
    {
      isDone: ({ facts, place, isOnline }) =>
        facts.onDay === terms.onDay &&
        facts.lecturer === terms.lecturer &&
        facts.feeYen === terms.feeYen &&
        facts.travelYen === terms.travelYen &&
        place === terms.place &&
        isOnline === terms.isOnline,
      decide: ({ facts, agreedAt }) => {
        const step = stepLecture({ ...facts, ...terms }, 'agree', today)
        if (!step.ok) return step
        return { ok: true, columns: { ...columns, state: step.state, agreedAt: agreedAt ?? now } }
      },
      follow: (tx, lecture) => answerLecture(tx, lecture, { words, agreed: terms, organisation, now }),
    },
  )
}
