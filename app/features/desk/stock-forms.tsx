import type { TokyoDay } from '#app/domain/day.ts'
import { AnswerNotices, useFieldProblem } from '#app/features/desk/answer-notices.tsx'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import type { EditionStock } from '#app/features/desk/load-edition-stock.server.ts'
import type { TypedRun } from '#app/features/desk/stock-form.ts'
import type { ListedStock } from '#app/features/stock/list-stock.server.ts'
import { formatDay, formatNumber, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Field } from '#app/ui/field.tsx'

export type CheckedRun = TypedRun & {
  /** What was typed, to be sent again. */
  typed: Record<string, string>
}

/** A print run has come in. */
export function RunForm({
  stock,
  today,
  answer,
}: {
  stock: EditionStock
  today: TokyoDay
  answer: FormAnswer | null
}) {
  const { t } = useTexts()
  const problem = useFieldProblem(answer)
  const typed = answer?.typed ?? {}
  const labels = {
    run: t('deskAdmin:stock.run'),
    copies: t('deskAdmin:stock.copies'),
    receivedOn: t('deskAdmin:stock.receivedOn'),
    cost: t('deskAdmin:stock.cost'),
  }
  return (
    <form method="post" className="form" noValidate>
      <h2>{t('deskAdmin:stock.receive')}</h2>
      <AnswerNotices answer={answer} labels={labels} />
      <Field
        name="run"
        label={labels.run}
        inputMode="numeric"
        required
        className="tiny"
        autoComplete="off"
        error={problem('run')}
        defaultValue={typed.run ?? (stock.runs[0]?.number ?? 0) + 1}
      />
      <Field
        name="copies"
        label={labels.copies}
        hint={t('deskAdmin:stock.copiesHint')}
        inputMode="numeric"
        required
        className="tiny"
        autoComplete="off"
        error={problem('copies')}
        defaultValue={typed.copies}
      />
      <Field
        name="receivedOn"
        type="date"
        label={labels.receivedOn}
        max={today}
        required
        error={problem('receivedOn')}
        defaultValue={typed.receivedOn ?? today}
      />
      <Field
        name="cost"
        label={labels.cost}
        hint={t('deskAdmin:stock.costHint')}
        inputMode="numeric"
        autoComplete="off"
        error={problem('cost')}
        defaultValue={typed.cost}
      />
      <p>
        <button type="submit" className="button" name="intent" value="check">
          {t('deskAdmin:stock.check')}
        </button>
      </p>
    </form>
  )
}

/** The run as it will be booked: read once more, then confirmed. */
export function RunCheck({ check, href }: { check: CheckedRun; href: string }) {
  const { t, locale } = useTexts()
  const { intent: _intent, ...typed } = check.typed
  return (
    <form method="post" className="stack narrow">
      <h2>{t('deskAdmin:stock.checkTitle')}</h2>
      <ul>
        <li>{`${t('deskAdmin:stock.run')}: ${check.run}`}</li>
        <li>{`${t('deskAdmin:stock.copies')}: ${formatNumber(check.copies, locale)}`}</li>
        <li>{`${t('deskAdmin:stock.receivedOn')}: ${formatDay(check.receivedOn, locale)}`}</li>
        {check.costYen === undefined ? null : (
          <li>{`${t('deskAdmin:stock.cost')}: ${formatYen(check.costYen, locale)}`}</li>
        )}
      </ul>
      <p>{t('deskAdmin:stock.final')}</p>
      {Object.entries(typed).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <p className="row">
        <button type="submit" className="button" name="intent" value="book">
          {t('deskAdmin:stock.book')}
        </button>
        <a className="target" href={href}>
          {t('deskOrders:leave')}
        </a>
      </p>
    </form>
  )
}

/** How many copies may be ordered before the next run is there. */
export function LimitForm({ edition, answer }: { edition: ListedStock; answer: FormAnswer | null }) {
  const { t } = useTexts()
  const problem = useFieldProblem(answer)
  const label = t('deskAdmin:stock.preorderLimit')
  return (
    <form method="post" className="form" noValidate>
      <h2>{label}</h2>
      <AnswerNotices answer={answer} labels={{ limit: label }} />
      <Field
        name="limit"
        label={t('deskAdmin:stock.copies')}
        hint={t('deskAdmin:stock.limitHint')}
        inputMode="numeric"
        required
        className="tiny"
        autoComplete="off"
        error={problem('limit')}
        defaultValue={answer?.typed.limit ?? edition.preorderLimit}
      />
      <p>
        <button type="submit" className="button quiet" name="intent" value="limit">
          {t('desk:save')}
        </button>
      </p>
    </form>
  )
}
