import { isDeepStrictEqual } from 'node:util'
import type { Locale } from '#app/domain/locale.ts'
import type { Asking } from '#app/features/lectures/asking-form.ts'
import { changeLecture, type ChangeLectureResult } from '#app/features/lectures/change-lecture.server.ts'
import { columnsOf } from '#app/features/lectures/insert-lecture.server.ts'

/** Corrects what was asked, in whatever state: a name, an address for the bill. A bill that was made keeps what stands on it. */
export async function editLecture(
  code: string,
  { seen, asking, locale, note }: { seen: number; asking: Asking; locale: Locale; note: string | null },
): Promise<ChangeLectureResult> {
  const wanted = { ...asking, locale, note }
  return await changeLecture(
    code,
    { seen },
    {
      isDone: (lecture) =>
        Object.entries(wanted).every(([column, value]) =>
          isDeepStrictEqual(lecture[column as keyof typeof lecture], value),
        ),
      decide: () => ({ ok: true, columns: { ...columnsOf(asking), locale, note } }),
    },
  )
}
