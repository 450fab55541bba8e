import type { TokyoDay } from '#app/domain/day.ts'
import type { Price } from '#app/domain/price-plan.ts'
import { formatDay, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'

type PriceTableProps = {
  /** Oldest first. */
  prices: readonly Price[]
  today: TokyoDay
  /** The page of the edition's prices. */
  href: string
  seen: string
}

/** Every price of an edition, newest first; those that have not begun can be changed or deleted. */
export function PriceTable({ prices, today, href, seen }: PriceTableProps) {
  const { t, locale } = useTexts()
  const inForce = prices.findLast(({ from }) => from <= today)
  return (
    <table className="table stacked">
      <caption className="visually-hidden">{t('deskCatalogue:price.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('deskCatalogue:price.from')}</th>
          <th scope="col" className="number">
            {t('deskCatalogue:field.price')}
          </th>
          <th scope="col">{t('deskCatalogue:field.state')}</th>
          <th scope="col">{t('deskCatalogue:price.actions')}</th>
        </tr>
      </thead>
      <tbody>
        {prices.toReversed().map((price) => (
          <tr key={price.from}>
            <th scope="row">{formatDay(price.from, locale)}</th>
            <td className="number" data-label={t('deskCatalogue:field.price')}>
              {formatYen(price.yen, locale)}
            </td>
            <td>
              {price === inForce ? <Badge tone="good">{t('deskCatalogue:price.inForce')}</Badge> : null}
              {price.from > today ? <Badge>{t('deskCatalogue:price.toCome')}</Badge> : null}
            </td>
            <td>{price.from > today ? <Actions price={price} href={href} seen={seen} /> : null}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Actions({ price, href, seen }: { price: Price; href: string; seen: string }) {
  const { t, locale } = useTexts()
  const day = formatDay(price.from, locale)
  return (
    <form method="post" action={href} className="row">
      <a className="target" href={`${href}?edit=${price.from}`}>
        {t('deskCatalogue:price.edit')} <span className="visually-hidden">{day}</span>
      </a>
      <input type="hidden" name="seen" value={seen} />
      <input type="hidden" name="change" value="remove" />
      <input type="hidden" name="of" value={price.from} />
      <button type="submit" className="link-button" name="intent" value="check">
        {t('deskCatalogue:price.remove')} <span className="visually-hidden">{day}</span>
      </button>
    </form>
  )
}
