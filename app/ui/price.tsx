import { formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'

type PriceProps = { yen: number; isBig?: boolean; withTaxNote?: boolean }

/** Whole yen as the reader's language writes them; every price of the shop is shown with tax. */
export function Price({ yen, isBig = false, withTaxNote = true }: PriceProps) {
  const { t, locale } = useTexts()
  return (
    <span className={isBig ? 'price big' : 'price'}>
      <span className="nowrap">{formatYen(yen, locale)}</span>
      {withTaxNote ? (
        <>
          {' '}
          <small>{t('common:price.withTax')}</small>
        </>
      ) : null}
    </span>
  )
}
