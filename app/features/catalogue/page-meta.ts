import { LOCALES, type Locale } from '#app/domain/locale.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { inLanguage } from '#app/ui/language-switcher.tsx'

const OG_LOCALES: Record<Locale, string> = { ja: 'ja_JP', en: 'en_US', ko: 'ko_KR', tl: 'tl_PH' }

type PageMeta = {
  locale: Locale
  baseUrl: string
  /** Path and query that name this page for good, under its own language. */
  path: string
  title: string
  description: string
  /** Path of a picture. */
  image?: string
  type?: 'website' | 'book' | 'article'
  /** Off for results of a search and the like. */
  isIndexed?: boolean
}

/** The head of a public page: title, description, canonical address, the same page in the other languages, Open Graph. */
export function pageMeta(page: PageMeta) {
  const siteName = textsFor(page.locale)('common:site.name')
  const title = page.title === siteName ? siteName : `${page.title} | ${siteName}`
  const description = shorten(page.description, 160)
  const url = `${page.baseUrl}${page.path}`
  const head = [
    { title },
    { name: 'description', content: description },
    { property: 'og:site_name', content: siteName },
    { property: 'og:type', content: page.type ?? 'website' },
    { property: 'og:title', content: page.title },
    { property: 'og:description', content: description },
    { property: 'og:url', content: url },
    { property: 'og:locale', content: OG_LOCALES[page.locale] },
    ...(page.image ? [{ property: 'og:image', content: `${page.baseUrl}${page.image}` }] : []),
    { name: 'twitter:card', content: 'summary' },
    {
      tagName: 'link',
      rel: 'alternate',
      type: 'application/atom+xml',
      href: `/${page.locale}/feed.atom`,
      title: siteName,
    },
  ]
  if (page.isIndexed === false) return [...head, { name: 'robots', content: 'noindex' }]
  return [
    ...head,
    { tagName: 'link', rel: 'canonical', href: url },
    ...LOCALES.map((locale) => ({
      tagName: 'link',
      rel: 'alternate',
      hrefLang: locale,
      href: `${page.baseUrl}${inLanguage(page.path, locale)}`,
    })),
    {
      tagName: 'link',
      rel: 'alternate',
      hrefLang: 'x-default',
      href: `${page.baseUrl}${inLanguage(page.path, 'en')}`,
    },
  ]
}

/** The beginning of a text, cut between characters as readers see them. */
function shorten(text: string, length: number): string {
  const characters = [...text.replace(/\s+/g, ' ').trim()]
  return characters.length <= length ? characters.join('') : `${characters.slice(0, length - 1).join('')}…`
}
