import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { EntryFields, useEntryLabels } from '#app/features/desk/lectures/entry-fields.tsx'
import { readAsking } from '#app/features/desk/lectures/entry-form.ts'
import {
  LectureNotices,
  useLectureProblem,
  wrongLecture,
} from '#app/features/desk/lectures/lecture-answer.tsx'
import { LectureHeader } from '#app/features/desk/lectures/lecture-page.tsx'
import { useAskingLabels } from '#app/features/lectures/asking-fields.tsx'
import { asTyped } from '#app/features/lectures/asking-form.ts'
import { editLecture } from '#app/features/lectures/edit-lecture.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { lectureOf, refuseLecture, seenOf } from '#app/routes/desk/lecture-param.server.ts'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ params, now }) => ({
  lecture: await lectureOf(params, { now }),
}))

export const action = deskAction('secretariat', async ({ params, request, now }) => {
  const lecture = await lectureOf(params, { now })
  const form = await readForm(request)
  const read = readAsking(form)
  if (!read.ok) return data(wrongLecture(form, read.problems), { status: 422 })
  const result = await editLecture(lecture.code, { ...read.value, seen: seenOf(form) })
  if (result.ok) return redirect(`/desk/lectures/${lecture.code}?done=lecture-edited`, { status: 303 })
  return await refuseLecture(form, lecture, result)
})

/** What was asked is corrected. */
export default function EditLecture() {
  const { lecture } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const { t } = useTexts()
  const problem = useLectureProblem(answer)
  const labels: Record<string, string> = { ...useAskingLabels(), ...useEntryLabels() }
  const kept = { ...asTyped(lecture.asking), locale: lecture.locale, note: lecture.note ?? '' }
  return (
    <div className="narrow">
      <LectureHeader lecture={lecture} title={t('lecture:step.edit')} />
      <div className="stack">
        <LectureNotices answer={answer} labels={labels} />
        {lecture.bill ? <Notice>{t('lecture:desk.billKeeps')}</Notice> : null}
        <form method="post" className="form" noValidate>
          <input type="hidden" name="seen" value={lecture.version} />
          <EntryFields typed={answer?.typed ?? kept} problem={problem} />
          <p className="row">
            <button type="submit" className="button">
              {t('desk:save')}
            </button>
            <a className="target" href={`/desk/lectures/${lecture.code}`}>
              {t('deskOrders:leave')}
            </a>
          </p>
        </form>
      </div>
    </div>
  )
}
