import { fallbackLocales, type Locale } from '#app/domain/locale.ts'

/** The text for a reader: in her language, or the next best one. Its `locale` says which language it really is in. */
export function pickText<Text extends { locale: Locale }>(
  texts: readonly Text[],
  locale: Locale,
): Text | undefined {
  return fallbackLocales(locale)
    .map((wanted) => texts.find((text) => text.locale === wanted))
    .find((text) => text !== undefined)
}
