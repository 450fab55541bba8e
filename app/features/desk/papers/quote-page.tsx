import { LOCALES } from '#app/domain/locale.ts'
import { countryOptions } from '#app/features/checkout/countries.ts'
import { DeskHeader } from '#app/features/desk/desk-header.tsx'
import type { FormAnswer } from '#app/features/desk/form-answer.ts'
import { QUOTE_ROWS } from '#app/features/desk/papers/quote-form.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { ErrorSummary } from '#app/ui/error-summary.tsx'
import { Field, SelectField, TextAreaField } from '#app/ui/field.tsx'
import { LANGUAGE_NAMES } from '#app/ui/language-switcher.tsx'

type QuotePageProps = Pick<FormAnswer, 'typed' | 'problems'> & { editions: { sku: string; name: string }[] }

/** The form of a new quote. Nothing is held for it; it states what an order would come to. */
export function QuotePage({ typed, problems, editions }: QuotePageProps) {
  const { t, locale } = useTexts()
  const errorOf = (field: string): string | undefined => {
    const problem = problems[field]
    return problem ? t(problem.key, problem.values) : undefined
  }
  const fieldProps = (name: string) => ({ name, error: errorOf(name), defaultValue: typed[name] })
  const errors = Object.keys(problems).map((field) => ({ field, message: errorOf(field) ?? '' }))
  const rows = Array.from({ length: QUOTE_ROWS }, (_, index) => index + 1)
  return (
    <>
      <DeskHeader
        title={t('deskWork:quote.new')}
        lead={t('deskWork:quote.lead')}
        crumbs={[{ label: t('deskWork:paper.list'), href: '/desk/documents?kind=quote' }]}
      />
      <form method="post" className="form narrow" noValidate>
        <ErrorSummary errors={errors} />
        <Field {...fieldProps('recipient')} label={t('deskWork:quote.recipient')} required maxLength={100} />
        <TextAreaField
          {...fieldProps('address')}
          label={t('deskWork:quote.address')}
          hint={t('deskWork:quote.addressHint')}
          rows={3}
          maxLength={960}
        />
        <SelectField
          {...fieldProps('country')}
          label={t('deskWork:quote.country')}
          hint={t('deskWork:quote.countryHint')}
          options={countryOptions(locale)}
        />
        <Field {...fieldProps('buyerReference')} label={t('deskWork:quote.buyerReference')} maxLength={60} />
        <fieldset className="framed">
          <legend>{t('deskWork:packing.goods')}</legend>
          <div className="fields">
            {rows.map((row) => (
              <div key={row} className="quote-row">
                <Field
                  {...fieldProps(`sku-${row}`)}
                  label={t('deskWork:quote.sku', { row })}
                  list="editions"
                  autoComplete="off"
                  maxLength={40}
                />
                <Field
                  {...fieldProps(`copies-${row}`)}
                  label={t('deskWork:quote.copies', { row })}
                  inputMode="numeric"
                  className="tiny"
                  maxLength={5}
                />
              </div>
            ))}
          </div>
          <datalist id="editions">
            {editions.map((edition) => (
              <option key={edition.sku} value={edition.sku}>
                {edition.name}
              </option>
            ))}
          </datalist>
        </fieldset>
        <Field {...fieldProps('validUntil')} type="date" label={t('documents:quote.validUntil')} required />
        <TextAreaField {...fieldProps('note')} label={t('documents:quote.note')} rows={3} maxLength={1000} />
        <SelectField
          {...fieldProps('locale')}
          label={t('deskWork:paper.language')}
          options={LOCALES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        />
        <p>
          <button type="submit" className="button">
            {t('deskWork:quote.make')}
          </button>
        </p>
      </form>
    </>
  )
}
