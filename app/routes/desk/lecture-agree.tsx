import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { tokyoDayOf } from '#app/domain/day.ts'
import type { DeskLecture } from '#app/features/desk/lectures/desk-lecture.ts'
import {
  LectureNotices,
  useLectureProblem,
  wrongLecture,
} from '#app/features/desk/lectures/lecture-answer.tsx'
import { LectureHeader } from '#app/features/desk/lectures/lecture-page.tsx'
import { readTerms, readWords } from '#app/features/desk/lectures/terms-form.ts'
import { WordsFields } from '#app/features/desk/lectures/words-fields.tsx'
import { agreeLecture } from '#app/features/lectures/agree-lecture.server.ts'
import { MOST_LINE } from '#app/features/lectures/lecture.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { lectureOf, refuseLecture, seenOf } from '#app/routes/desk/lecture-param.server.ts'
import { CheckField, Field } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ params, now }) => {
  const lecture = await lectureOf(params, { now })
  return { lecture, words: textsFor(lecture.locale)('lecture:words.agree') }
})

export const action = deskAction('secretariat', async ({ params, request, now }) => {
  const lecture = await lectureOf(params, { now })
  const form = await readForm(request)
  const read = readTerms(form, { today: tokyoDayOf(now) })
  const said = readWords(form)
  if (!read.ok || !said.ok) {
    const problems = [...(read.ok ? [] : read.problems), ...(said.ok ? [] : said.problems)]
    return data(wrongLecture(form, problems), { status: 422 })
  }
  const input = { seen: seenOf(form), terms: read.terms, words: said.words }
  const result = await agreeLecture(lecture.code, input, { now })
  if (result.ok) return redirect(`/desk/lectures/${lecture.code}?done=lecture-agreed`, { status: 303 })
  return await refuseLecture(form, lecture, result)
})

/** What is agreed on of a lecture, or what of it has changed. */
export default function AgreeLecture() {
  const { lecture, words } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const { t } = useTexts()
  const problem = useLectureProblem(answer)
  const isNew = lecture.facts.state === 'asked'
  const typed = answer?.typed ?? typedOf(lecture)
  const labels: Record<string, string> = {
    onDay: t('lecture:field.onDay'),
    lecturer: t('lecture:field.lecturer'),
    place: t('lecture:field.place'),
    feeYen: t('lecture:field.fee'),
    travelYen: t('lecture:field.travel'),
    words: t('lecture:mail.words'),
  }
  const common = (name: string) => ({
    name,
    label: labels[name],
    error: problem(name),
    defaultValue: typed[name],
    autoComplete: 'off',
  })
  return (
    <div className="narrow">
      <LectureHeader lecture={lecture} title={t(isNew ? 'lecture:step.agree' : 'lecture:step.change')} />
      <div className="stack">
        <LectureNotices answer={answer} labels={labels} />
        {lecture.can.agree ? (
          <form method="post" className="form" noValidate>
            <p className="soft">
              {t('lecture:field.wishes')}: {lecture.asking.wishes}
            </p>
            <input type="hidden" name="seen" value={lecture.version} />
            <Field {...common('onDay')} type="date" required className="short" />
            <Field {...common('lecturer')} required maxLength={MOST_LINE} />
            <Field {...common('place')} maxLength={MOST_LINE} />
            <CheckField
              name="isOnline"
              label={t('lecture:field.online')}
              defaultChecked={typed.isOnline === 'on'}
            />
            <Field
              {...common('feeYen')}
              hint={t('lecture:agree.feeHint')}
              required
              inputMode="numeric"
              className="short"
            />
            <Field
              {...common('travelYen')}
              hint={t('lecture:agree.travelHint')}
              inputMode="numeric"
              className="short"
            />
            <WordsFields
              email={lecture.asking.email}
              words={typed.words ?? words}
              isTold={answer ? typed.tell === 'on' : isNew}
              problem={problem}
            />
            <p className="row">
              <button type="submit" className="button">
                {t('lecture:agree.save')}
              </button>
              <a className="target" href={`/desk/lectures/${lecture.code}`}>
                {t('deskOrders:leave')}
              </a>
            </p>
          </form>
        ) : (
          <Notice tone="warn">{t('lecture:desk.notNow')}</Notice>
        )}
      </div>
    </div>
  )
}

function typedOf({ facts, asking }: DeskLecture): Record<string, string> {
  return {
    onDay: facts.onDay ?? '',
    lecturer: facts.lecturer ?? '',
    place: asking.place ?? '',
    isOnline: asking.isOnline ? 'on' : '',
    feeYen: facts.feeYen === null ? '' : String(facts.feeYen),
    travelYen: facts.travelYen === null ? '' : String(facts.travelYen),
  }
}
