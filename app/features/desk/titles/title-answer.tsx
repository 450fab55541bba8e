import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { AnswerNotices } from '#app/features/desk/answer-notices.tsx'
import { typedOf, wrongFields, type FormAnswer } from '#app/features/desk/form-answer.ts'
import { HistoryList } from '#app/features/desk/titles/history-list.tsx'
import type { HistoryEntry } from '#app/features/desk/titles/history.ts'
import type { Problems } from '#app/features/desk/titles/title-form.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Notice } from '#app/ui/notice.tsx'

/** What a form of the catalogue answers when it was not done: everything typed, and why not. */
export type TitleAnswer = Omit<FormAnswer, 'changed'> & {
  /** What somebody else has done with the title since the form was made. */
  changed: HistoryEntry[] | null
}

/** An answer about fields: the first problem of each. */
export function wrongTitle(form: URLSearchParams, problems: Readonly<Problems>): TitleAnswer {
  return { ...wrongFields(form, problems), changed: null }
}

/** An answer about the whole. */
export function refusedTitle(form: URLSearchParams, notice: FieldProblem): TitleAnswer {
  return { typed: typedOf(form), problems: {}, notice, changed: null }
}

/** An answer to the second of two people. */
export function staleTitle(form: URLSearchParams, changed: HistoryEntry[]): TitleAnswer {
  return { typed: typedOf(form), problems: {}, notice: null, changed }
}

type TitleNoticesProps = {
  answer: TitleAnswer | null
  /** What each field is called, by its name. */
  labels: Readonly<Record<string, string>>
}

/** Why a form was not done, above it; the second of two people sees what the first one did. */
export function TitleNotices({ answer, labels }: TitleNoticesProps) {
  const { t } = useTexts()
  if (!answer) return null
  return (
    <>
      {answer.changed ? (
        <Notice tone="error" title={t('deskCatalogue:changed.title')}>
          <p>{t('deskCatalogue:changed.lead')}</p>
          <HistoryList entries={answer.changed} />
        </Notice>
      ) : null}
      <AnswerNotices answer={{ ...answer, changed: null }} labels={labels} />
    </>
  )
}

/** What is wrong with a field, in the person's language. */
export function useTitleProblem(answer: TitleAnswer | null): (field: string) => string | undefined {
  const { t } = useTexts()
  return (field) => {
    const problem = answer?.problems[field]
    return problem && t(problem.key, problem.values)
  }
}
