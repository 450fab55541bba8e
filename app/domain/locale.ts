/** The languages of the shop, Japanese first: it is the original that the others are translated from. */
export const LOCALES = ['ja', 'en', 'ko', 'tl'] as const

export type Locale = (typeof LOCALES)[number]

export const DEFAULT_LOCALE: Locale = 'ja'

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value)
}

/** The tag that Intl knows a locale by: Filipino is `fil` there, `tl` in our URLs and in `lang`. */
export function intlTag(locale: Locale): string {
  return locale === 'tl' ? 'fil' : locale
}

/** Where to look for a text of the catalogue, best first: the reader's language, then English, then Japanese. */
export function fallbackLocales(locale: Locale): readonly Locale[] {
  const chain: Locale[] = locale === 'ja' ? ['ja', 'en'] : [locale, 'en', 'ja']
  return [...new Set([...chain, ...LOCALES])]
}
