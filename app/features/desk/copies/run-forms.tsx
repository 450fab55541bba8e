import type { TokyoDay } from '#app/domain/day.ts'
import { AnswerNotices, useFieldProblem } from '#app/features/desk/answer-notices.tsx'
import type { RunView } from '#app/features/desk/copies/load-run.server.ts'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { formatNumber } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { CheckField, Field, TextAreaField } from '#app/ui/field.tsx'

type Plan = Pick<RunView, 'printer' | 'expectedOn' | 'quotedYen' | 'note'> & {
  copiesOrdered: number | null
  orderedOn: TokyoDay | null
}

/** What is planned or agreed with the printer. */
export function PlanForm({
  plan,
  suggested,
  today,
  answer,
}: {
  plan: Plan | null
  /** Copies to begin with, for a new one. */
  suggested?: number | undefined
  today: TokyoDay
  answer: FormAnswer | null
}) {
  const { t } = useTexts()
  const problem = useFieldProblem(answer)
  const typed = answer?.typed ?? {}
  const labels = {
    copies: t('deskCopies:run.copies'),
    printer: t('deskCopies:run.printer'),
    expectedOn: t('deskCopies:run.expectedOn'),
    orderedOn: t('deskCopies:run.orderedOn'),
    quoted: t('deskCopies:run.quoted'),
    note: t('deskCopies:run.note'),
  }
  return (
    <form method="post" className="form" noValidate>
      {plan ? <h2>{t('deskCopies:run.change')}</h2> : <p>{t('deskCopies:run.planLead')}</p>}
      <AnswerNotices answer={answer} labels={labels} />
      <Field
        name="copies"
        label={labels.copies}
        inputMode="numeric"
        required
        className="tiny"
        autoComplete="off"
        error={problem('copies')}
        defaultValue={typed.copies ?? plan?.copiesOrdered ?? suggested}
      />
      <Field
        name="printer"
        label={labels.printer}
        maxLength={200}
        autoComplete="off"
        error={problem('printer')}
        defaultValue={typed.printer ?? plan?.printer ?? ''}
      />
      <Field
        name="quoted"
        label={labels.quoted}
        inputMode="numeric"
        autoComplete="off"
        error={problem('quoted')}
        defaultValue={typed.quoted ?? plan?.quotedYen ?? ''}
      />
      <Field
        name="expectedOn"
        type="date"
        label={labels.expectedOn}
        error={problem('expectedOn')}
        defaultValue={typed.expectedOn ?? plan?.expectedOn ?? ''}
      />
      {plan ? (
        <Field
          name="orderedOn"
          type="date"
          label={labels.orderedOn}
          hint={t('deskCopies:run.orderedHint')}
          max={today}
          error={problem('orderedOn')}
          defaultValue={typed.orderedOn ?? plan.orderedOn ?? ''}
        />
      ) : null}
      <TextAreaField
        name="note"
        label={labels.note}
        rows={2}
        maxLength={1000}
        error={problem('note')}
        defaultValue={typed.note ?? plan?.note ?? ''}
      />
      <p>
        <button type="submit" className={plan ? 'button quiet' : 'button'} name="intent" value="plan">
          {t('deskCopies:run.save')}
        </button>
      </p>
    </form>
  )
}

/** A part of the run has come, or all of it. */
export function DeliveryForm({
  run,
  today,
  formKey,
  answer,
}: {
  run: RunView
  today: TokyoDay
  formKey: string
  answer: FormAnswer | null
}) {
  const { t } = useTexts()
  const problem = useFieldProblem(answer)
  const typed = answer?.typed ?? {}
  const labels = {
    deliveredOn: t('deskCopies:delivery.on'),
    copies: t('deskCopies:delivery.copies'),
    overs: t('deskCopies:delivery.overs'),
    spoils: t('deskCopies:delivery.spoils'),
  }
  return (
    <form method="post" className="form" noValidate>
      <h2>{t('deskCopies:delivery.title')}</h2>
      <p>{t('deskCopies:delivery.lead')}</p>
      <AnswerNotices answer={answer} labels={labels} />
      <input type="hidden" name="formKey" value={typed.formKey ?? formKey} />
      <Field
        name="copies"
        label={labels.copies}
        inputMode="numeric"
        required
        className="tiny"
        autoComplete="off"
        error={problem('copies')}
        defaultValue={typed.copies ?? run.toCome}
      />
      <Field
        name="overs"
        label={labels.overs}
        hint={t('deskCopies:delivery.oversHint')}
        inputMode="numeric"
        className="tiny"
        autoComplete="off"
        error={problem('overs')}
        defaultValue={typed.overs ?? ''}
      />
      <Field
        name="spoils"
        label={labels.spoils}
        hint={t('deskCopies:delivery.spoilsHint')}
        inputMode="numeric"
        className="tiny"
        autoComplete="off"
        error={problem('spoils')}
        defaultValue={typed.spoils ?? ''}
      />
      <Field
        name="deliveredOn"
        type="date"
        label={labels.deliveredOn}
        max={today}
        required
        error={problem('deliveredOn')}
        defaultValue={typed.deliveredOn ?? today}
      />
      <CheckField
        name="isLast"
        label={t('deskCopies:delivery.isLast')}
        defaultChecked={typed.isLast === 'on'}
      />
      <p>
        <button type="submit" className="button" name="intent" value="check">
          {t('deskAdmin:stock.check')}
        </button>
      </p>
    </form>
  )
}

/** The printer has sent a bill, or a credit. */
export function BillForm({ today, answer }: { today: TokyoDay; answer: FormAnswer | null }) {
  const { t } = useTexts()
  const problem = useFieldProblem(answer)
  const typed = answer?.typed ?? {}
  const labels = {
    number: t('deskCopies:bill.number'),
    billedOn: t('deskCopies:bill.on'),
    net: t('deskCopies:bill.net'),
    tax: t('deskCopies:bill.tax'),
  }
  return (
    <form method="post" className="form" noValidate>
      <h2>{t('deskCopies:bill.title')}</h2>
      <p>{t('deskCopies:bill.lead')}</p>
      <AnswerNotices answer={answer} labels={labels} />
      <Field
        name="number"
        label={labels.number}
        required
        maxLength={100}
        autoComplete="off"
        error={problem('number')}
        defaultValue={typed.number}
      />
      <Field
        name="billedOn"
        type="date"
        label={labels.billedOn}
        max={today}
        required
        error={problem('billedOn')}
        defaultValue={typed.billedOn ?? today}
      />
      <Field
        name="net"
        label={labels.net}
        required
        className="tiny"
        autoComplete="off"
        error={problem('net')}
        defaultValue={typed.net}
      />
      <Field
        name="tax"
        label={labels.tax}
        className="tiny"
        autoComplete="off"
        error={problem('tax')}
        defaultValue={typed.tax}
      />
      <p>
        <button type="submit" className="button quiet" name="intent" value="bill">
          {t('deskCopies:bill.book')}
        </button>
      </p>
    </form>
  )
}

/** Gives a run up, or does not wait for the rest of it. */
export function EndForm({ run, answer }: { run: RunView; answer: FormAnswer | null }) {
  const { t, locale } = useTexts()
  const problem = useFieldProblem(answer)
  const isStarted = run.copies > 0
  return (
    <details className="section" open={answer !== null}>
      <summary>{t(isStarted ? 'deskCopies:end.close' : 'deskCopies:end.cancel')}</summary>
      <form method="post" className="form" noValidate>
        <p>
          {isStarted
            ? t('deskCopies:end.closeLead', { copies: formatNumber(run.toCome, locale) })
            : t('deskCopies:end.cancelLead')}
        </p>
        <AnswerNotices answer={answer} labels={{ sure: t('deskCopies:end.sure') }} />
        <CheckField name="sure" label={t('deskCopies:end.sure')} error={problem('sure')} />
        <p>
          <button type="submit" className="button quiet" name="intent" value={isStarted ? 'close' : 'cancel'}>
            {t(isStarted ? 'deskCopies:end.close' : 'deskCopies:end.cancel')}
          </button>
        </p>
      </form>
    </details>
  )
}
