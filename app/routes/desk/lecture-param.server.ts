import { data } from '@remix-run/node'
import { normaliseSubjectCode } from '#app/domain/subject-code.ts'
import type { DeskLecture } from '#app/features/desk/lectures/desk-lecture.ts'
import { refusedLecture, staleLecture } from '#app/features/desk/lectures/lecture-answer.tsx'
import { loadLectureHistory } from '#app/features/desk/lectures/lecture-history.server.ts'
import { loadDeskLecture } from '#app/features/desk/lectures/load-desk-lecture.server.ts'
import { readCount } from '#app/features/desk/form-answer.ts'
import type { ChangeLectureResult } from '#app/features/lectures/change-lecture.server.ts'

/** The request that the address names by its code. @throws Response 404 when there is none */
export async function lectureOf(
  params: { code?: string | undefined },
  { now }: { now: Date },
): Promise<DeskLecture> {
  const code = normaliseSubjectCode(params.code ?? '')
  const lecture = code === params.code ? await loadDeskLecture(code ?? '', { now }) : null
  if (!lecture) throw new Response(null, { status: 404 })
  return lecture
}

/** The version that a form was made from; one that is none was never one of ours. */
export function seenOf(form: URLSearchParams): number {
  return readCount(form.get('seen')) ?? -1
}

/** What a form answers that was refused: what others did meanwhile, or what the rules say. @throws Response 404 for a request that is gone */
export async function refuseLecture(
  form: URLSearchParams,
  lecture: DeskLecture,
  { reason }: Extract<ChangeLectureResult, { ok: false }>,
) {
  if (reason === 'not-found') throw new Response(null, { status: 404 })
  if (reason === 'changed') {
    const changes = await loadLectureHistory(lecture.id, { since: seenOf(form) })
    return data(staleLecture(form, changes), { status: 409 })
  }
  const answer = refusedLecture(form, reason)
  return data(answer, { status: answer.notice ? 409 : 422 })
}
