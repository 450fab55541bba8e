import {
  EDITION_STATE_WORDS,
  FIGURES,
  STOCK_FIGURES,
  type StockSums,
} from '#app/features/desk/stock-words.ts'
import type { ListedStock } from '#app/features/stock/list-stock.server.ts'
import { formatLanguage, formatNumber } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'
import { Foreign } from '#app/ui/foreign.tsx'

type StockTableProps = {
  editions: readonly ListedStock[]
  /** Of all editions that were found, on other pages too; left out where there is one. */
  sums?: StockSums
}

/** Editions with their figures, and what these add up to. */
export function StockTable({ editions, sums }: StockTableProps) {
  const { t } = useTexts()
  return (
    <table className="table stacked">
      <caption className="visually-hidden">{t('deskAdmin:stock.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('deskAdmin:stock.edition')}</th>
          {FIGURES.map((figure) => (
            <th key={figure} scope="col" className="number">
              {t(STOCK_FIGURES[figure])}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {editions.map((edition) => (
          <tr key={edition.edition}>
            <th scope="row">
              <EditionName edition={edition} />
            </th>
            <Figures of={edition} />
          </tr>
        ))}
      </tbody>
      {sums ? (
        <tfoot>
          <tr>
            <th scope="row">{t('deskAdmin:stock.total')}</th>
            <Figures of={sums} />
          </tr>
        </tfoot>
      ) : null}
    </table>
  )
}

function EditionName({ edition }: { edition: ListedStock }) {
  const { t, locale } = useTexts()
  return (
    <>
      <a className="code target nowrap" href={`/desk/stock/${edition.edition}`}>
        {edition.edition}
      </a>
      <span className="block">
        <Foreign lang={edition.nameLanguage} withNote={false}>
          {edition.name}
        </Foreign>
      </span>
      <span className="badges small soft">
        {formatLanguage(edition.language, locale)}
        {edition.state === 'on_sale' ? null : <Badge>{t(EDITION_STATE_WORDS[edition.state])}</Badge>}
      </span>
    </>
  )
}

function Figures({ of }: { of: StockSums }) {
  const { t, locale } = useTexts()
  return FIGURES.map((figure) => (
    <td key={figure} className="number" data-label={t(STOCK_FIGURES[figure])}>
      {formatNumber(of[figure], locale)}
    </td>
  ))
}
