import { formatPublished, KIND_TEXTS } from '#app/features/catalogue/catalogue-texts.ts'
import { EDITION_STATE_WORDS } from '#app/features/desk/stock-words.ts'
import { titleHref } from '#app/features/desk/titles/desk-title.ts'
import type { ListedTitle } from '#app/features/desk/titles/list-desk-titles.server.ts'
import { formatLanguage, formatList, formatYen } from '#app/platform/i18n/format.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { Badge } from '#app/ui/badge.tsx'
import { Foreign } from '#app/ui/foreign.tsx'

/** Titles with their editions, and what is missing of them. */
export function TitlesTable({ titles }: { titles: readonly ListedTitle[] }) {
  const { t, locale } = useTexts()
  return (
    <table className="table stacked">
      <caption className="visually-hidden">{t('deskCatalogue:titles.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('deskCatalogue:field.name')}</th>
          <th scope="col">{t('deskCatalogue:field.publishedOn')}</th>
          <th scope="col">{t('catalogue:title.editions')}</th>
        </tr>
      </thead>
      <tbody>
        {titles.map((title) => (
          <tr key={title.slug}>
            <th scope="row">
              <a className="target" href={titleHref(title.slug)}>
                <Foreign lang={title.nameLanguage} withNote={false}>
                  {title.name}
                </Foreign>
              </a>
              <span className="badges small soft">
                {t(KIND_TEXTS[title.kind])}
                {title.listed ? null : <Badge tone="warn">{t('deskCatalogue:listed.no')}</Badge>}
              </span>
              {title.missing.length > 0 ? (
                <span className="block small soft">
                  {t('deskCatalogue:titles.missing', {
                    languages: formatList(
                      title.missing.map((of) => formatLanguage(of, locale)),
                      locale,
                    ),
                  })}
                </span>
              ) : null}
            </th>
            <td className="nowrap">{formatPublished(title.publishedOn, locale)}</td>
            <td>
              <ul className="plain" role="list">
                {title.editions.map(({ sku, state, priceYen }) => (
                  <li key={sku}>
                    <span className="code">{sku}</span>{' '}
                    {priceYen === null ? t('deskCatalogue:price.none') : formatYen(priceYen, locale)}
                    {state === 'on_sale' ? null : (
                      <>
                        {' '}
                        <Badge>{t(EDITION_STATE_WORDS[state])}</Badge>
                      </>
                    )}
                  </li>
                ))}
              </ul>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
