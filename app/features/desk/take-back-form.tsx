import type { ReactNode } from 'react'
import { AnswerNotices, useFieldProblem } from '#app/features/desk/answer-notices.tsx'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Field } from '#app/ui/field.tsx'

type TakeBackFormProps = {
  lead: string
  /** What stood in the books, to be looked at. */
  children?: ReactNode
  /** On the button. */
  action: string
  isDangerous?: boolean
  /** Where who changes her mind goes. */
  back: string
  answer: FormAnswer | null
}

/** Something that was written by mistake is taken back by its opposite, with a reason. */
export function TakeBackForm({ lead, children, action, isDangerous, back, answer }: TakeBackFormProps) {
  const { t } = useTexts()
  const problem = useFieldProblem(answer)
  const reason = t('deskCopies:note.reason')
  return (
    <form method="post" className="form" noValidate>
      <p>{lead}</p>
      <AnswerNotices answer={answer} labels={{ reason }} />
      {children}
      <Field
        name="reason"
        label={reason}
        required
        maxLength={500}
        autoComplete="off"
        error={problem('reason')}
        defaultValue={answer?.typed.reason}
      />
      <p className="row">
        <button type="submit" className={isDangerous ? 'button danger' : 'button'}>
          {action}
        </button>
        <a className="target" href={back}>
          {t('deskOrders:leave')}
        </a>
      </p>
    </form>
  )
}
