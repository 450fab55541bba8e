import { isTokyoDay } from '#app/domain/day.ts'
import { formatIsbn } from '#app/domain/isbn.ts'
import type { Locale } from '#app/domain/locale.ts'
import type { EditionState } from '#app/domain/stock.ts'
import { KIND_TEXTS, languageName } from '#app/features/catalogue/catalogue-texts.ts'
import type { TitleKind } from '#app/features/catalogue/title.ts'
import { EDITION_STATE_WORDS } from '#app/features/desk/stock-words.ts'
import { SUPPLEMENT_KIND_TEXTS, type SupplementKind } from '#app/features/desk/supplements/supplement.ts'
import type { HistorySubject } from '#app/features/desk/titles/history.ts'
import {
  formatDay,
  formatInstant,
  formatLanguage,
  formatNumber,
  formatYen,
} from '#app/platform/i18n/format.ts'
import { textsFor, type TextKey } from '#app/platform/i18n/texts.ts'

/** What a person calls the fields of a title's rows; the same words stand at the forms. */
export const FIELD_WORDS: Record<string, TextKey> = {
  slug: 'deskCatalogue:field.slug',
  kind: 'deskCatalogue:field.kind',
  published_on: 'deskCatalogue:field.publishedOn',
  listed: 'deskCatalogue:field.listed',
  periodical_id: 'deskCatalogue:field.periodical',
  number_from: 'deskCatalogue:field.numberFrom',
  number_to: 'deskCatalogue:field.numberTo',
  dated_on: 'deskCatalogue:field.datedOn',
  name: 'deskCatalogue:field.name',
  subtitle: 'deskCatalogue:field.subtitle',
  description: 'deskCatalogue:field.description',
  contents: 'deskCatalogue:field.contents',
  sku: 'deskCatalogue:field.sku',
  language: 'deskCatalogue:field.language',
  format: 'deskCatalogue:field.format',
  state: 'deskCatalogue:field.state',
  isbn: 'deskCatalogue:field.isbn',
  pages: 'deskCatalogue:field.pages',
  weight_grams: 'deskCatalogue:field.weight',
  file_id: 'deskCatalogue:field.file',
  position: 'deskCatalogue:field.position',
  price_yen: 'deskCatalogue:field.price',
  issn: 'deskCatalogue:field.issn',
  edition_id: 'deskSupplements:field.edition',
  note: 'deskSupplements:field.note',
  announced_at: 'deskCatalogue:field.announcedAt',
}

/** What was changed, in words. Example: Edition MNET-100, price from December 1, 2026. */
export function subjectWords(subject: HistorySubject, locale: Locale): string {
  const t = textsFor(locale)
  switch (subject.kind) {
    case 'title':
      return t('deskCatalogue:history.title')
    case 'periodical':
      return t('deskCatalogue:history.periodical')
    case 'issue':
      return t('deskCatalogue:history.issue')
    case 'text':
      return t('deskCatalogue:history.text', { language: formatLanguage(subject.locale, locale) })
    case 'edition':
      return t('deskCatalogue:history.edition', { sku: subject.sku })
    case 'price':
      return t('deskCatalogue:history.price', { sku: subject.sku, day: formatDay(subject.from, locale) })
    case 'supplement':
      return t('deskCatalogue:history.supplement', { name: subject.name, sku: subject.sku })
    case 'supplementText':
      return t('deskCatalogue:history.supplementText', {
        name: subject.name,
        language: formatLanguage(subject.locale, locale),
      })
    case 'announcement':
      return t('deskCatalogue:history.announcement', { name: subject.name })
  }
}

/** A value of a row as a person reads it. Example: `on_sale` of `state` is On sale, `2026-12-01` a day. */
export function valueWords(field: string, value: string, locale: Locale): string {
  if (value === '') return ''
  const t = textsFor(locale)
  switch (field) {
    case 'kind':
      return t({ ...KIND_TEXTS, ...SUPPLEMENT_KIND_TEXTS }[value as TitleKind | SupplementKind])
    case 'listed':
      return t(value === 'true' ? 'deskCatalogue:listed.yes' : 'deskCatalogue:listed.no')
    case 'state':
      return t(EDITION_STATE_WORDS[value as EditionState])
    case 'format':
      return t(value === 'pdf' ? 'catalogue:format.pdf' : 'catalogue:format.print')
    case 'language':
      return languageName(value, locale)
    case 'isbn':
      return formatIsbn(value)
    case 'price_yen':
      return formatYen(Number(value), locale)
    case 'announced_at':
      return formatInstant(new Date(value), locale)
    case 'weight_grams':
      return `${formatNumber(Number(value), locale)} g`
    default:
      return isTokyoDay(value) ? formatDay(value, locale) : value
  }
}
