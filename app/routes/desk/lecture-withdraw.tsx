import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { EndPage } from '#app/features/desk/lectures/end-page.tsx'
import { wrongLecture } from '#app/features/desk/lectures/lecture-answer.tsx'
import { readWords } from '#app/features/desk/lectures/terms-form.ts'
import { endLecture } from '#app/features/lectures/end-lecture.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { lectureOf, refuseLecture, seenOf } from '#app/routes/desk/lecture-param.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ params, now }) => {
  const lecture = await lectureOf(params, { now })
  return { lecture, words: textsFor(lecture.locale)('lecture:words.withdraw') }
})

export const action = deskAction('secretariat', async ({ params, request, now }) => {
  const lecture = await lectureOf(params, { now })
  const form = await readForm(request)
  const said = readWords(form)
  if (!said.ok) return data(wrongLecture(form, said.problems), { status: 422 })
  const input = { seen: seenOf(form), how: 'withdraw' as const, words: said.words }
  const result = await endLecture(lecture.code, input, { now })
  if (result.ok) return redirect(`/desk/lectures/${lecture.code}?done=lecture-withdrawn`, { status: 303 })
  return await refuseLecture(form, lecture, result)
})

/** A lecture that is called off before it was held, by either side. */
export default function WithdrawLecture() {
  const { lecture, words } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  return <EndPage lecture={lecture} how="withdraw" words={words} answer={answer} />
}
