import type { LectureRefusal } from '#app/domain/lecture.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { AnswerNotices } from '#app/features/desk/answer-notices.tsx'
import { refusedAltogether, typedOf, wrongFields, type FormAnswer } from '#app/features/desk/form-answer.ts'
import type { LectureChange } from '#app/features/desk/lectures/lecture-history.server.ts'
import { LectureHistory } from '#app/features/desk/lectures/lecture-history.tsx'
import { refusalOf } from '#app/features/desk/lectures/terms-form.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Notice } from '#app/ui/notice.tsx'

/** What a form about a request answers when it was not done: everything typed, and why not. */
export type LectureAnswer = Omit<FormAnswer, 'changed'> & {
  /** What somebody else has done with the request since the form was made. */
  changed: LectureChange[] | null
}

/** An answer about fields: the first problem of each. */
export function wrongLecture(
  form: URLSearchParams,
  problems: readonly (readonly [field: string, problem: FieldProblem])[],
): LectureAnswer {
  return { ...wrongFields(form, problems), changed: null }
}

/** An answer to what the rules refuse: at the field that is to blame, where one is. */
export function refusedLecture(form: URLSearchParams, reason: LectureRefusal): LectureAnswer {
  const { field, problem } = refusalOf(reason)
  if (field !== null && form.has(field)) return wrongLecture(form, [[field, problem]])
  return { ...refusedAltogether(form, problem), changed: null }
}

/** An answer to the second of two people. */
export function staleLecture(form: URLSearchParams, changed: LectureChange[]): LectureAnswer {
  return { typed: typedOf(form), problems: {}, notice: null, changed }
}

type LectureNoticesProps = {
  answer: LectureAnswer | null
  /** What each field is called, by its name. */
  labels?: Readonly<Record<string, string>>
}

/** Why a form was not done, above it; the second of two people sees what the first one did. */
export function LectureNotices({ answer, labels = {} }: LectureNoticesProps) {
  const { t } = useTexts()
  if (!answer) return null
  return (
    <>
      {answer.changed ? (
        <Notice tone="error" title={t('lecture:changed.title')}>
          <p>{t('lecture:changed.lead')}</p>
          <LectureHistory history={answer.changed} />
        </Notice>
      ) : null}
      <AnswerNotices answer={{ ...answer, changed: null }} labels={labels} />
    </>
  )
}

/** What is wrong with a field, in the person's language. */
export function useLectureProblem(answer: LectureAnswer | null): (field: string) => string | undefined {
  const { t } = useTexts()
  return (field) => {
    const problem = answer?.problems[field]
    return problem && t(problem.key, problem.values)
  }
}
