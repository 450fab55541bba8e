import { tokyoDayOf } from '#app/domain/day.ts'
import { stepLecture } from '#app/domain/lecture.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { answerLecture } from '#app/features/lectures/answer-lecture.server.ts'
import { changeLecture, type ChangeLectureResult } from '#app/features/lectures/change-lecture.server.ts'

/**
 * Ends a request that comes to nothing: declined by us, or called off by either side before it was held.
 * @param words the office's own, in the language of the request; null tells nobody
 */
export async function endLecture(
  code: string,
  { seen, how, words }: { seen: number; how: 'decline' | 'withdraw'; words: string | null },
  { now }: { now: Date },
): Promise<ChangeLectureResult> {
  const ended = how === 'decline' ? 'declined' : 'withdrawn'
  const organisation = await loadOrganisation()
  return await changeLecture(
    code,
    { seen },
    {
      isDone: ({ state }) => state === ended,
      decide: ({ facts }) => {
        const step = stepLecture(facts, how, tokyoDayOf(now))
        if (!step.ok) return step
        const at = how === 'decline' ? { declinedAt: now } : { withdrawnAt: now }
        return { ok: true, columns: { ...at, state: step.state } }
      },
      follow: (tx, lecture) => answerLecture(tx, lecture, { words, agreed: null, organisation, now }),
    },
  )
}
