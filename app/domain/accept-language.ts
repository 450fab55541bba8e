import { DEFAULT_LOCALE, isLocale, type Locale } from '#app/domain/locale.ts'

/**
 * The best of our languages for a browser, by its `Accept-Language` (RFC 9110, 12.5.4). Filipino comes as `fil` or `tl`; a browser that wants
 * none of ours gets English if it says anything at all, else Japanese.
 * Example: `fr, ko;q=0.8, ja;q=0.5` is ko; `fil-PH` is tl; `de` is en.
 */
export function preferredLocale(header: string | null): Locale {
  const wanted = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map(parseRange)
    .filter((range) => range.weight > 0)
    .sort((a, b) => b.weight - a.weight)
  for (const { language } of wanted) {
    if (language === '*') return DEFAULT_LOCALE
    const locale = language === 'fil' ? 'tl' : language
    if (isLocale(locale)) return locale
  }
  return wanted.some(({ language }) => /^[a-z]{2,3}$/.test(language)) ? 'en' : DEFAULT_LOCALE
}

function parseRange(range: string): { language: string; weight: number } {
  const [tag = '', ...parameters] = range
    .trim()
    .toLowerCase()
    .split(/\s*;\s*/)
  const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
  const weight = quality === undefined ? 1 : Number(quality)
  return { language: tag.split('-')[0] ?? '', weight: tag !== '' && weight <= 1 ? weight : 0 }
}
