import type { TokyoDay } from '#app/domain/day.ts'
import { MOST_REASON } from '#app/domain/refund.ts'
import { useFieldProblem } from '#app/features/desk/answer-notices.tsx'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Field, TextAreaField } from '#app/ui/field.tsx'

// What the forms have in common by which money goes back, of an order or of a bill.

/** When it went back by hand, and what stands on the statement or slip. */
export function DayAndReference({ today, answer }: { today: TokyoDay; answer: FormAnswer | null }) {
  const { t } = useTexts()
  const problem = useFieldProblem(answer)
  return (
    <div className="fields two">
      <Field
        name="on"
        type="date"
        label={t('deskOrders:refund.on')}
        error={problem('on')}
        defaultValue={answer?.typed.on ?? today}
        max={today}
      />
      <Field
        name="ref"
        label={t('deskOrders:payment.ref')}
        error={problem('ref')}
        defaultValue={answer?.typed.ref}
        autoComplete="off"
      />
    </div>
  )
}

/** Why, in the staff's own words, and the way on to the look at it. */
export function ReasonAndContinue({ answer }: { answer: FormAnswer | null }) {
  const { t } = useTexts()
  const problem = useFieldProblem(answer)
  return (
    <>
      <TextAreaField
        name="reason"
        label={t('deskOrders:refund.reason')}
        hint={t('deskOrders:refund.reasonHint', { max: MOST_REASON })}
        error={problem('reason')}
        defaultValue={answer?.typed.reason}
        rows={2}
      />
      <p>
        <button type="submit" className="button" name="intent" value="preview">
          {t('deskOrders:refund.continue')}
        </button>
      </p>
    </>
  )
}

/** Under what would be done: it is done, or changed once more. What was typed goes along. */
export function ConfirmOrChange({ typed, confirm }: { typed: Record<string, string>; confirm: string }) {
  const { t } = useTexts()
  const { intent: _intent, ...fields } = typed
  return (
    <form method="post" className="row">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" className="button danger" name="intent" value="confirm">
        {confirm}
      </button>
      <button type="submit" className="button quiet" name="intent" value="edit">
        {t('deskOrders:refund.change')}
      </button>
    </form>
  )
}
