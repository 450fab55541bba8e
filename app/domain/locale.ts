/** The languages of the shop, Japanese first: it is the original that the others are translated from. */
export const LOCALES = ['ja', 'en', 'ko', 'tl'] as const

export type Locale = (typeof LOCALES)[number]

export const DEFAULT_LOCALE: Locale = 'ja'

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value)
}

const INTL_TAGS: Readonly<Record<Locale, string>> = { ja: 'ja-JP', en: 'en-US', ko: 'ko-KR', tl: 'fil-PH' }

/**
 * The tag that Intl knows a locale by. Filipino is `fil` there, `tl` in our URLs and in `lang`; English is American, as Japan
 * writes it, so that yen are `¥1,200`. Example: `tl` is `fil-PH`.
 */
export function intlTag(locale: Locale): string {
  return INTL_TAGS[locale]
}

/** The language of Stripe's pages for a locale: Filipino is `fil` there (PEERS.md 5.6). Example: `tl` is `fil`, `ja` is `ja`. */
export function stripeLocale(locale: Locale): 'ja' | 'en' | 'ko' | 'fil' {
  return locale === 'tl' ? 'fil' : locale
}

/** Where to look for a text of the catalogue, best first: the reader's language, then English, then Japanese. */
export function fallbackLocales(locale: Locale): readonly Locale[] {
  const chain: Locale[] = locale === 'ja' ? ['ja', 'en'] : [locale, 'en', 'ja']
  return [...new Set([...chain, ...LOCALES])]
}

/**
 * The text to show a reader, by `fallbackLocales`, and whether it is in another language than hers, which the page then says and marks
 * with `lang`. Texts in languages of no locale come last; null if there is no text at all.
 * Example: of texts in ja and ko a reader of tl gets ja, as a fallback.
 */
export function pickText<Text extends { locale: string }>(
  texts: readonly Text[],
  locale: Locale,
): { text: Text; isFallback: boolean } | null {
  for (const wanted of fallbackLocales(locale)) {
    const text = texts.find((candidate) => candidate.locale === wanted)
    if (text !== undefined) return { text, isFallback: wanted !== locale }
  }
  const first = texts[0]
  return first === undefined ? null : { text: first, isFallback: true }
}
