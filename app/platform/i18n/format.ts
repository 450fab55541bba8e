import type { TokyoDay } from '#app/domain/day.ts'
import { intlTag, type Locale } from '#app/domain/locale.ts'

export type DayStyle = 'long' | 'short' | 'weekday' | 'month' | 'year'

const DAY_STYLES: Record<DayStyle, Intl.DateTimeFormatOptions> = {
  long: { year: 'numeric', month: 'long', day: 'numeric' },
  short: { year: 'numeric', month: 'short', day: 'numeric' },
  weekday: { year: 'numeric', month: 'long', day: 'numeric', weekday: 'short' },
  month: { year: 'numeric', month: 'long' },
  year: { year: 'numeric' },
}

/** Whole yen as the language writes them: 1,200円, ¥1,200, 1,200엔. */
export function formatYen(yen: number, locale: Locale): string {
  const digits = formatNumber(Math.abs(yen), locale)
  const sign = yen < 0 ? '-' : ''
  if (locale === 'ja') return `${sign}${digits}円`
  if (locale === 'ko') return `${sign}${digits}엔`
  return `${sign}¥${digits}`
}

/** A calendar day; `month` leaves the day out (the date of an issue), `weekday` adds the day of the week (a due day). */
export function formatDay(day: TokyoDay, locale: Locale, style: DayStyle = 'long'): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const options = { ...DAY_STYLES[style], timeZone: 'UTC' }
  // Korean puts a short weekday behind the day without brackets, which reads as another "일".
  if (style === 'weekday' && locale === 'ko') options.weekday = 'long'
  return dateFormat(locale, `day-${style}`, options).format(Date.UTC(year, month - 1, date))
}

/** Day and time of an instant, always as a clock in Tokyo shows it. */
export function formatInstant(instant: Date, locale: Locale): string {
  return dateFormat(locale, 'instant', {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    hourCycle: locale === 'en' || locale === 'tl' ? 'h12' : 'h23',
    timeZone: 'Asia/Tokyo',
  }).format(instant)
}

export function formatNumber(value: number, locale: Locale): string {
  return cached(`number ${locale}`, () => new Intl.NumberFormat(intlTag(locale))).format(value)
}

/** A figure with one decimal at most: copies a month, a percentage. */
export function formatTenths(value: number, locale: Locale): string {
  return cached(
    `tenths ${locale}`,
    () => new Intl.NumberFormat(intlTag(locale), { maximumFractionDigits: 1 }),
  ).format(value)
}

/** "a, b and c" */
export function formatList(items: readonly string[], locale: Locale): string {
  return cached(`list ${locale}`, () => new Intl.ListFormat(intlTag(locale), { type: 'conjunction' })).format(
    items,
  )
}

/** What a language (BCP 47, or `mul`) is called in another: Japanese, 日本語, 일본어. */
export function formatLanguage(tag: string, locale: Locale): string {
  return displayName(tag === 'tl' ? 'fil' : tag, 'language', locale)
}

/** What a country (ISO 3166, two letters) is called. */
export function formatCountry(code: string, locale: Locale): string {
  return displayName(code, 'region', locale)
}

function displayName(code: string, type: 'language' | 'region', locale: Locale): string {
  const names = cached(`${type} ${locale}`, () => new Intl.DisplayNames(intlTag(locale), { type }))
  // Looking one up is dear too. Codes are those of editions and addresses, which are checked before: a few hundred.
  return cached(`${type} ${locale} ${code}`, () => names.of(code) ?? code)
}

function dateFormat(locale: Locale, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return cached(`${name} ${locale}`, () => new Intl.DateTimeFormat(intlTag(locale), options))
}

// Intl's formatters are dear to make and cheap to use. The keys are few: kinds times languages, and names.
const formatters = new Map<string, unknown>()

function cached<Formatter>(key: string, make: () => Formatter): Formatter {
  const known = formatters.get(key) as Formatter | undefined
  if (known) return known
  const made = make()
  formatters.set(key, made)
  return made
}
