import type { LineView, TotalsView } from '#app/features/checkout/line-view.ts'
import { formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Foreign } from '#app/ui/foreign.tsx'

/** What is bought: each line with its number of copies, price and amount. */
export function LineList({ lines }: { lines: readonly LineView[] }) {
  const { t, locale } = useTexts()
  return (
    <ul className="ruled" role="list">
      {lines.map((line) => (
        <li key={line.key} className="order-line">
          <div>
            <p className="line-name">
              <Foreign lang={line.textLanguage} withNote={false}>
                {line.description}
              </Foreign>
            </p>
            <p className="small soft">
              {t('checkout:line.quantity', {
                unit: formatYen(line.unitYen, locale),
                quantity: line.quantity,
              })}
            </p>
            {line.notes.map((note) => (
              <p key={note} className="small soft">
                {t(note)}
              </p>
            ))}
          </div>
          <p className="price">{formatYen(line.amountYen, locale)}</p>
        </li>
      ))}
    </ul>
  )
}

/** Goods, postage, total, and the tax that is in it, by rate. */
export function Totals({ totals }: { totals: TotalsView }) {
  const { t, locale } = useTexts()
  return (
    <dl className="facts compact">
      <div>
        <dt>{t('checkout:totals.goods')}</dt>
        <dd>{formatYen(totals.goodsYen, locale)}</dd>
      </div>
      {totals.shippingYen === null ? null : (
        <div>
          <dt>{t('order:shippingLine')}</dt>
          <dd>{formatYen(totals.shippingYen, locale)}</dd>
        </div>
      )}
      <div className="total">
        <dt>{t('checkout:totals.total')}</dt>
        <dd>
          <span className="price">{formatYen(totals.totalYen, locale)}</span>
        </dd>
      </div>
      {totals.taxBlocks.map((block) => (
        <div key={block.taxRate} className="small">
          <dt>
            {t('checkout:totals.tax', { rate: block.taxRate, gross: formatYen(block.grossYen, locale) })}
          </dt>
          <dd>{formatYen(block.taxYen, locale)}</dd>
        </div>
      ))}
    </dl>
  )
}
