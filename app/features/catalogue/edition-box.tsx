import type { ReactNode } from 'react'
import { formatIsbn } from '#app/domain/isbn.ts'
import { editionName, formatPublished, STOCK_ADVICE } from '#app/features/catalogue/catalogue-texts.ts'
import { StockBadge } from '#app/features/catalogue/stock-badge.tsx'
import { SupplementList } from '#app/features/catalogue/supplement-list.tsx'
import { isAwaited, isOrderable, type EditionView } from '#app/features/catalogue/title.ts'
import { formatNumber } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Field } from '#app/ui/field.tsx'
import { Price } from '#app/ui/price.tsx'

type EditionBoxProps = {
  edition: EditionView
  titleName: string
  slug: string
  /** At the desk, where nothing is bought: the form is there to be looked at. */
  isPreview?: boolean
}

/** One edition: its facts, price and stock, the form that puts it into the cart, and its free supplements. */
export function EditionBox({ edition, titleName, slug, isPreview = false }: EditionBoxProps) {
  const { t, locale } = useTexts()
  const advice = STOCK_ADVICE[edition.stock.word]
  return (
    <section className="edition" id={edition.sku} aria-labelledby={`${edition.sku}-name`}>
      <div className="row spread">
        <h3 id={`${edition.sku}-name`}>{editionName(edition, locale)}</h3>
        <StockBadge word={edition.stock.word} />
      </div>
      <EditionFacts edition={edition} />
      <div className="offer stack-s">
        {edition.priceYen !== null && edition.state !== 'withdrawn' ? (
          <p>
            <Price yen={edition.priceYen} isBig />
          </p>
        ) : null}
        {advice ? <p className="small soft">{t(advice)}</p> : null}
        {isOrderable(edition) ? (
          <CartForm edition={edition} titleName={titleName} isPreview={isPreview} />
        ) : null}
        {isAwaited(edition) && !isPreview ? (
          <NotifyLink edition={edition} titleName={titleName} slug={slug} />
        ) : null}
      </div>
      <SupplementList supplements={edition.supplements} />
    </section>
  )
}

/** A link and no form: this page is kept for everybody, and the form carries the moment it was opened. */
function NotifyLink({ edition, titleName, slug }: { edition: EditionView; titleName: string; slug: string }) {
  const { t, locale } = useTexts()
  return (
    <p>
      <a className="button quiet" href={`/${locale}/publications/${slug}/notify/${edition.sku}`}>
        {t('notify:link')}
        <span className="visually-hidden">
          {titleName} {editionName(edition, locale)}
        </span>
      </a>
    </p>
  )
}

function CartForm({ edition, titleName, isPreview }: Omit<Required<EditionBoxProps>, 'slug'>) {
  const { t, locale } = useTexts()
  const isPreorder = edition.stock.word === 'preorder'
  const fields = (
    <>
      {edition.format === 'print' ? (
        <Field
          id={`${edition.sku}-copies`}
          name="copies"
          label={t('catalogue:edition.copies')}
          type="number"
          inputMode="numeric"
          min={1}
          max={edition.stock.orderable}
          defaultValue={1}
          className="tiny"
          disabled={isPreview}
        />
      ) : (
        <input type="hidden" name="copies" value="1" />
      )}
      <button type="submit" className="button" disabled={isPreview}>
        {t(isPreorder ? 'catalogue:edition.preorder' : 'catalogue:edition.add')}
        <span className="visually-hidden">
          {titleName} {editionName(edition, locale)}
        </span>
      </button>
    </>
  )
  if (isPreview) return <div className="buy">{fields}</div>
  return (
    <form method="post" action={`/${locale}/cart`} className="buy">
      <input type="hidden" name="intent" value="add" />
      <input type="hidden" name="sku" value={edition.sku} />
      {fields}
    </form>
  )
}

function EditionFacts({ edition }: { edition: EditionView }) {
  const { t, locale } = useTexts()
  const { isbn, pages, weightGrams, publishedOn } = edition
  const facts: [string, ReactNode][] = []
  if (publishedOn) {
    const label =
      edition.state === 'forthcoming' ? 'catalogue:edition.expectedOn' : 'catalogue:edition.publishedOn'
    facts.push([t(label), formatPublished(publishedOn, locale)])
  }
  if (isbn) facts.push(['ISBN', formatIsbn(isbn)])
  if (pages) facts.push([t('catalogue:edition.pages'), formatNumber(pages, locale)])
  if (weightGrams) facts.push([t('catalogue:edition.weight'), `${formatNumber(weightGrams, locale)} g`])
  facts.push([t('catalogue:edition.sku'), <span className="code">{edition.sku}</span>])
  return (
    <dl className="facts compact small">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
