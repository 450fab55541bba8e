import type { Price, PriceStep } from '#app/domain/price-plan.ts'
import { TitleNotices, useTitleProblem, type TitleAnswer } from '#app/features/desk/titles/title-answer.tsx'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { CheckField, Field } from '#app/ui/field.tsx'
import { Notice } from '#app/ui/notice.tsx'

type PriceFormProps = {
  /** The price that is changed; null for a new one. */
  price: Price | null
  answer: TitleAnswer | null
  seen: string
  leave: string
}

/** A price from a day on. */
export function PriceForm({ price, answer, seen, leave }: PriceFormProps) {
  const { t } = useTexts()
  const problem = useTitleProblem(answer)
  const labels = { from: t('deskCatalogue:price.from'), yen: t('deskCatalogue:price.yen') }
  return (
    <form method="post" className="form narrow" noValidate>
      <h2>{t(price ? 'deskCatalogue:price.change' : 'deskCatalogue:price.add')}</h2>
      <TitleNotices answer={answer} labels={labels} />
      <input type="hidden" name="seen" value={seen} />
      <input type="hidden" name="change" value={price ? 'edit' : 'add'} />
      {price ? <input type="hidden" name="of" value={price.from} /> : null}
      <Field
        name="from"
        type="date"
        label={labels.from}
        hint={t('deskCatalogue:hint.priceFrom')}
        required
        className="short"
        error={problem('from')}
        defaultValue={answer?.typed.from ?? price?.from}
      />
      <Field
        name="yen"
        label={labels.yen}
        hint={t('deskCatalogue:hint.yen')}
        inputMode="numeric"
        autoComplete="off"
        required
        className="short"
        error={problem('yen')}
        defaultValue={answer?.typed.yen ?? price?.yen}
      />
      <p className="row">
        <button type="submit" className="button" name="intent" value="check">
          {t('deskCatalogue:price.check')}
        </button>
        <a className="target" href={leave}>
          {t('deskOrders:leave')}
        </a>
      </p>
    </form>
  )
}

export type CheckedPrice = {
  steps: PriceStep[]
  isPast: boolean
  /** What was typed, to be sent again. */
  typed: Record<string, string>
  /** The box was left empty that a start in the past asks for. */
  isPastUnconfirmed: boolean
}

/** What changes when, before it is saved. */
export function PriceCheck({ check, leave }: { check: CheckedPrice; leave: string }) {
  const { t, locale } = useTexts()
  const { intent: _intent, past: _past, ...typed } = check.typed
  const priceWords = (yen: number | null): string =>
    yen === null ? t('deskCatalogue:price.none') : formatYen(yen, locale)
  return (
    <form method="post" className="stack narrow" noValidate>
      <h2>{t('deskCatalogue:price.checkTitle')}</h2>
      {check.steps.length === 0 ? <p>{t('deskCatalogue:price.noStep')}</p> : null}
      <ul>
        {check.steps.map(({ from, until, before, after }) => (
          <li key={from}>
            {until
              ? t('deskCatalogue:price.stepUntil', {
                  from: formatDay(from, locale),
                  until: formatDay(until, locale),
                  before: priceWords(before),
                  after: priceWords(after),
                })
              : t('deskCatalogue:price.step', {
                  from: formatDay(from, locale),
                  before: priceWords(before),
                  after: priceWords(after),
                })}
          </li>
        ))}
      </ul>
      {check.isPast ? (
        <>
          <Notice tone="warn">{t('deskCatalogue:price.past')}</Notice>
          <CheckField
            name="past"
            label={t('deskCatalogue:price.pastMeant')}
            error={check.isPastUnconfirmed ? t('deskCatalogue:price.pastConfirm') : undefined}
          />
        </>
      ) : null}
      <p>{t('deskCatalogue:price.orders')}</p>
      {Object.entries(typed).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <p className="row">
        <button type="submit" className="button" name="intent" value="save">
          {t('deskCatalogue:price.save')}
        </button>
        <a className="target" href={leave}>
          {t('deskOrders:leave')}
        </a>
      </p>
    </form>
  )
}
