import { tokyoDayOf } from '#app/domain/day.ts'
import { stepLecture } from '#app/domain/lecture.ts'
import { changeLecture, type ChangeLectureResult } from '#app/features/lectures/change-lecture.server.ts'

/** Notes that the lecture took place, on its day at the earliest. What is to be paid is billed then. */
export async function holdLecture(
  code: string,
  { seen }: { seen: number },
  { now }: { now: Date },
): Promise<ChangeLectureResult> {
  return await changeLecture(
    code,
    { seen },
    {
      isDone: ({ state }) => state === 'held',
      decide: ({ facts }) => {
        const step = stepLecture(facts, 'hold', tokyoDayOf(now))
        return step.ok ? { ok: true, columns: { state: step.state, heldAt: now } } : step
      },
    },
  )
}
