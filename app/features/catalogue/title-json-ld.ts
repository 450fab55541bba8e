import type { Locale } from '#app/domain/locale.ts'
import type { StockWord } from '#app/domain/stock-words.ts'
import { coverPath } from '#app/features/catalogue/cover-image.tsx'
import { issueNumber, type EditionView, type TitleView } from '#app/features/catalogue/title.ts'

type JsonLd = Record<string, unknown>

const AVAILABILITY: Partial<Record<StockWord, string>> = {
  in_stock: 'InStock',
  last_copies: 'LimitedAvailability',
  preorder: 'PreOrder',
  sold_out: 'SoldOut',
  out_of_print: 'Discontinued',
  download: 'InStock',
}

type Context = { locale: Locale; baseUrl: string; publisher: string }

/** A title for search engines, in the words of schema.org: a book with its editions, or an issue of a periodical. */
export function titleJsonLd(title: TitleView, context: Context): JsonLd {
  const url = `${context.baseUrl}/${context.locale}/publications/${title.slug}`
  const shared: JsonLd = {
    '@context': 'https://schema.org',
    '@id': url,
    url,
    name: title.text.name,
    alternativeHeadline: title.text.subtitle ?? undefined,
    description: title.text.description,
    image: `${context.baseUrl}${coverPath(title.slug)}`,
    publisher: { '@type': 'Organization', name: context.publisher },
  }
  if (title.issue) {
    return withoutGaps({
      ...shared,
      '@type': 'PublicationIssue',
      issueNumber: issueNumber(title.issue),
      datePublished: title.issue.datedOn,
      inLanguage: languages(title.editions),
      isPartOf: withoutGaps({
        '@type': 'Periodical',
        name: title.issue.periodical,
        issn: title.issue.issn ?? undefined,
      }),
      offers: title.editions.flatMap((edition) => offer(edition, url)),
    })
  }
  return withoutGaps({
    ...shared,
    '@type': 'Book',
    inLanguage: languages(title.editions),
    workExample: title.editions
      .filter((edition) => edition.state !== 'withdrawn')
      .map((edition) =>
        withoutGaps({
          '@type': 'Book',
          '@id': `${url}#${edition.sku}`,
          name: title.text.name,
          bookFormat: `https://schema.org/${edition.format === 'pdf' ? 'EBook' : 'Paperback'}`,
          inLanguage: edition.language === 'mul' ? undefined : edition.language,
          isbn: edition.isbn ?? undefined,
          numberOfPages: edition.pages ?? undefined,
          datePublished: edition.publishedOn ?? undefined,
          offers: offer(edition, url),
        }),
      ),
  })
}

/** JSON that may stand inside a script element: nothing in it can end the element or begin a comment. */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (sign) => {
    return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

function offer(edition: EditionView, url: string): JsonLd[] {
  const availability = AVAILABILITY[edition.stock.word]
  if (edition.priceYen === null || availability === undefined) return []
  return [
    {
      '@type': 'Offer',
      sku: edition.sku,
      price: String(edition.priceYen),
      priceCurrency: 'JPY',
      availability: `https://schema.org/${availability}`,
      itemCondition: 'https://schema.org/NewCondition',
      url: `${url}#${edition.sku}`,
    },
  ]
}

function languages(editions: readonly EditionView[]): string[] {
  return [...new Set(editions.map((edition) => edition.language))].filter((language) => language !== 'mul')
}

function withoutGaps(object: JsonLd): JsonLd {
  return Object.fromEntries(
    Object.entries(object).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  )
}
