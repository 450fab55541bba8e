import type { EventView } from '#app/features/desk/desk-order.ts'
import { EventList } from '#app/features/desk/event-list.tsx'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { Notice } from '#app/ui/notice.tsx'

type AnswerNoticesProps = {
  answer: FormAnswer | null
  /** What each field is called, by its name; the ids of the fields are their names. */
  labels: Readonly<Record<string, string>>
}

/** Why a form was not done, above it: what changed meanwhile, what is wrong altogether, and every field that is. */
export function AnswerNotices({ answer, labels }: AnswerNoticesProps) {
  const { t } = useTexts()
  if (!answer) return null
  const errors = Object.entries(answer.problems).map(([field, { key, values }]) => ({
    field,
    message: `${labels[field] ?? field}: ${t(key, values)}`,
  }))
  return (
    <>
      {answer.changed ? <ChangedNotice events={answer.changed} /> : null}
      {answer.notice ? <Notice tone="error">{t(answer.notice.key, answer.notice.values)}</Notice> : null}
      <ErrorSummary errors={errors} />
    </>
  )
}

/** The second of two people sees what the first one did, before anything is done twice. */
export function ChangedNotice({ events }: { events: readonly EventView[] }) {
  const { t } = useTexts()
  return (
    <Notice tone="error" title={t('deskOrders:changed.title')}>
      <p>{t('deskOrders:changed.lead')}</p>
      <EventList events={events} />
    </Notice>
  )
}

/** What is wrong with a field, in the person's language. */
export function useFieldProblem(answer: FormAnswer | null): (field: string) => string | undefined {
  const { t } = useTexts()
  return (field) => {
    const problem = answer?.problems[field]
    return problem && t(problem.key, problem.values)
  }
}
