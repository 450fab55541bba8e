import type { TokyoDay } from '#app/domain/day.ts'
import type { SeriesBasis } from '#app/features/circulation/proposal-arithmetic.ts'
import type { ProposalSuggestion } from '#app/features/circulation/suggest-proposal.server.ts'
import { AnswerNotices, useFieldProblem } from '#app/features/desk/answer-notices.tsx'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Field } from '#app/ui/field.tsx'

export const BASIS_WORDS: Record<SeriesBasis, TextKey> = {
  issues: 'deskNext:basis.issues',
  runs: 'deskNext:basis.runs',
  kind: 'deskNext:basis.kind',
}

/** Which edition is to be printed: by its code, offered while it is typed. */
export function ChooseForm({
  choices,
  chosen,
  isUnknown,
}: {
  choices: readonly { sku: string; name: string }[]
  chosen: string
  isUnknown: boolean
}) {
  const { t } = useTexts()
  return (
    <form method="get" action="/desk/print-runs/next" className="filters desk-filters next-choice">
      <Field
        name="edition"
        label={t('deskNext:edition')}
        hint={t('deskNext:editionHint')}
        list="next-editions"
        required
        maxLength={60}
        autoComplete="off"
        defaultValue={chosen}
        error={isUnknown ? t('deskNext:problem.edition') : undefined}
      />
      <datalist id="next-editions">
        {choices.map(({ sku, name }) => (
          <option key={sku} value={sku}>
            {name}
          </option>
        ))}
      </datalist>
      <p className="filter-button">
        <button type="submit" className="button quiet">
          {t('deskNext:choose')}
        </button>
      </p>
    </form>
  )
}

/** What a proposal is made from, filled with what is known of the last one. */
export function ProposalForm({
  suggestion,
  today,
  answer,
}: {
  suggestion: ProposalSuggestion
  today: TokyoDay
  answer: FormAnswer | null
}) {
  const { t } = useTexts()
  const problem = useFieldProblem(answer)
  const before = answer?.typed ?? {}
  const { typed, last, basis, sku, expectedOn } = suggestion
  const fields = [
    { name: 'owed', label: t('deskNext:form.owed'), hint: t('deskNext:form.owedHint'), value: typed.owed },
    {
      name: 'complimentary',
      label: t('deskNext:form.complimentary'),
      hint: t('deskNext:form.complimentaryHint'),
      value: typed.complimentary,
    },
    {
      name: 'spoilage',
      label: t('deskNext:form.spoilage'),
      hint: t('deskNext:form.spoilageHint'),
      value: typed.spoilagePercent,
    },
    {
      name: 'overage',
      label: t('deskNext:form.overage'),
      hint: t('deskNext:form.overageHint'),
      value: typed.overageYen,
    },
    {
      name: 'underage',
      label: t('deskNext:form.underage'),
      hint: t('deskNext:form.underageHint'),
      value: typed.underageYen,
    },
  ]
  const labels = {
    ...Object.fromEntries(fields.map(({ name, label }) => [name, label])),
    expectedOn: t('deskNext:form.expectedOn'),
  }
  return (
    <form method="post" action={`/desk/print-runs/next?edition=${sku}`} className="form" noValidate>
      <h2>{t('deskNext:form.title')}</h2>
      <p>
        {t(BASIS_WORDS[basis])}{' '}
        {last ? t('deskNext:form.filled', { label: last.label }) : t('deskNext:form.notFilled')}
      </p>
      <AnswerNotices answer={answer} labels={labels} />
      <Field
        name="expectedOn"
        type="date"
        label={labels.expectedOn}
        min={today}
        required
        className="short"
        error={problem('expectedOn')}
        defaultValue={before.expectedOn ?? expectedOn}
      />
      {fields.map(({ name, label, hint, value }) => (
        <Field
          key={name}
          name={name}
          label={label}
          hint={hint}
          inputMode={name === 'spoilage' ? 'decimal' : 'numeric'}
          required={name !== 'spoilage'}
          className="tiny"
          autoComplete="off"
          error={problem(name)}
          defaultValue={before[name] ?? value ?? ''}
        />
      ))}
      <p>
        <button type="submit" className="button">
          {t('deskNext:form.propose')}
        </button>
      </p>
    </form>
  )
}
