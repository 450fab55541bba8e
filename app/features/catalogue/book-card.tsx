import { formatPublished, KIND_TEXTS } from '#app/features/catalogue/catalogue-texts.ts'
import { CoverImage } from '#app/features/catalogue/cover-image.tsx'
import { StockBadge } from '#app/features/catalogue/stock-badge.tsx'
import { isOrderable, type TitleCard } from '#app/features/catalogue/title.ts'
import { formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Foreign } from '#app/ui/foreign.tsx'
import { Price } from '#app/ui/price.tsx'

/** A row of covers with their names, prices and stock. */
export function Shelf({ titles, headings = 'h2' }: { titles: readonly TitleCard[]; headings?: 'h2' | 'h3' }) {
  return (
    <ul className="shelf" role="list">
      {titles.map((title) => (
        <BookCard key={title.id} title={title} heading={headings} />
      ))}
    </ul>
  )
}

function BookCard({ title, heading: Heading }: { title: TitleCard; heading: 'h2' | 'h3' }) {
  const { t, locale } = useTexts()
  const lead = leadEdition(title.editions)
  return (
    <li className="book">
      <CoverImage title={title} isDecorative />
      <Heading>
        <a href={`/${locale}/publications/${title.slug}`}>
          <Foreign lang={title.text.locale}>{title.text.name}</Foreign>
        </a>
      </Heading>
      <p className="small soft">
        {t(KIND_TEXTS[title.kind])} · {formatPublished(title.publishedOn, locale)}
      </p>
      <CardPrice editions={title.editions} />
      {lead ? (
        <p>
          <StockBadge word={lead.stock.word} />
        </p>
      ) : null}
    </li>
  )
}

/** The lowest price of what can be ordered, or else of what there is. */
function CardPrice({ editions }: Pick<TitleCard, 'editions'>) {
  const { t, locale } = useTexts()
  const orderable = editions.filter(isOrderable)
  const prices = (orderable.length > 0 ? orderable : editions).flatMap(({ priceYen, state }) =>
    priceYen === null || state === 'withdrawn' ? [] : [priceYen],
  )
  if (prices.length === 0) return null
  const lowest = Math.min(...prices)
  if (prices.every((price) => price === lowest)) {
    return (
      <p>
        <Price yen={lowest} />
      </p>
    )
  }
  return (
    <p>
      <span className="price">
        <span className="nowrap">{t('catalogue:list.priceFrom', { price: formatYen(lowest, locale) })}</span>{' '}
        <small>{t('common:price.withTax')}</small>
      </span>
    </p>
  )
}

/** The edition whose stock a card tells: the first that can be ordered, else the first. Print stands before PDF by its position. */
export function leadEdition<Edition extends TitleCard['editions'][number]>(
  editions: readonly Edition[],
): Edition | undefined {
  return (
    editions.find(isOrderable) ?? editions.find((edition) => edition.state !== 'withdrawn') ?? editions[0]
  )
}
