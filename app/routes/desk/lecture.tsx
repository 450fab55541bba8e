import { redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { doneText } from '#app/features/desk/done-words.ts'
import { LecturePage } from '#app/features/desk/lectures/lecture-page.tsx'
import { holdLecture } from '#app/features/lectures/hold-lecture.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { lectureOf, refuseLecture, seenOf } from '#app/routes/desk/lecture-param.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ params, request, now }) => ({
  lecture: await lectureOf(params, { now }),
  done: doneText(request.url),
}))

export const action = deskAction('secretariat', async ({ params, request, now }) => {
  const lecture = await lectureOf(params, { now })
  const form = await readForm(request)
  if (form.get('intent') !== 'hold') throw new Response(null, { status: 400 })
  const result = await holdLecture(lecture.code, { seen: seenOf(form) }, { now })
  if (result.ok) return redirect(`/desk/lectures/${lecture.code}?done=lecture-held`, { status: 303 })
  return await refuseLecture(form, lecture, result)
})

/** One request for a lecturer. */
export default function Lecture() {
  const { lecture, done } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  return <LecturePage lecture={lecture} done={answer ? null : done} answer={answer} />
}
