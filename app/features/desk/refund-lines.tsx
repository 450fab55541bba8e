import { useFieldProblem } from '#app/features/desk/answer-notices.tsx'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { lineField, type RefundableLine } from '#app/features/desk/refund-form.ts'
import { formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { CheckField, Field } from '#app/ui/field.tsx'
import { Foreign } from '#app/ui/foreign.tsx'

type RefundLinesProps = {
  lines: readonly (RefundableLine & { description: string; textLanguage: string })[]
  answer: FormAnswer | null
}

/** The lines that money goes back for: how many copies are given up, what comes back, and how much. */
export function RefundLines({ lines, answer }: RefundLinesProps) {
  const { t, locale } = useTexts()
  const problem = useFieldProblem(answer)
  const open = lines.filter((line) => line.leftYen > 0 || line.unposted > 0 || line.posted > 0)
  return open.map((line) => {
    const name = (field: Parameters<typeof lineField>[0]): string => lineField(field, line.chargeLineId)
    const number = (field: 'unposted' | 'posted' | 'amount') => ({
      name: name(field),
      error: problem(name(field)),
      defaultValue: answer?.typed[name(field)],
      inputMode: 'numeric' as const,
      autoComplete: 'off',
    })
    return (
      <fieldset key={line.chargeLineId} className="framed">
        <legend>
          <Foreign lang={line.textLanguage} withNote={false}>
            {line.description}
          </Foreign>
        </legend>
        <div className="fields">
          <div className="row">
            {line.unposted > 0 ? (
              <Field
                {...number('unposted')}
                label={t('deskOrders:refund.unposted')}
                hint={t('deskOrders:refund.of', { count: line.unposted })}
                className="tiny"
              />
            ) : null}
            {line.posted > 0 ? (
              <Field
                {...number('posted')}
                label={t('deskOrders:refund.posted')}
                hint={t('deskOrders:refund.of', { count: line.posted })}
                className="tiny"
              />
            ) : null}
            <Field
              {...number('amount')}
              label={t('deskOrders:refund.amount')}
              hint={
                line.format === 'print'
                  ? t('deskOrders:refund.amountHint', { amount: formatYen(line.leftYen, locale) })
                  : t('deskOrders:refund.upTo', { amount: formatYen(line.leftYen, locale) })
              }
              className="short"
            />
          </div>
          {line.posted > 0 ? (
            <CheckField
              name={name('restock')}
              label={t('deskOrders:refund.restock')}
              defaultChecked={answer?.typed[name('restock')] === 'on'}
            />
          ) : null}
        </div>
      </fieldset>
    )
  })
}
