import type { TokyoDay } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import type { StockWord } from '#app/domain/stock-words.ts'
import { issueNumber, type IssueView, type TitleKind } from '#app/features/catalogue/title.ts'
import { formatDay, formatLanguage } from '#app/platform/i18n/format.ts'
import { textsFor, type TextKey } from '#app/platform/i18n/texts.ts'

/** What each kind of title is called. */
export const KIND_TEXTS: Record<TitleKind, TextKey> = {
  periodical_issue: 'catalogue:kind.periodicalIssue',
  manual: 'catalogue:kind.manual',
  policy_proposals: 'catalogue:kind.policyProposals',
  book: 'catalogue:kind.book',
}

/** Stock in words, a few for a badge. */
export const STOCK_TEXTS: Record<StockWord, TextKey> = {
  in_stock: 'catalogue:stock.inStock',
  last_copies: 'catalogue:stock.lastCopies',
  preorder: 'catalogue:stock.preorder',
  sold_out: 'catalogue:stock.soldOut',
  announced: 'catalogue:stock.announced',
  out_of_print: 'catalogue:stock.outOfPrint',
  withdrawn: 'catalogue:stock.withdrawn',
  download: 'catalogue:stock.download',
}

/** What the word means for someone who wants the book. */
export const STOCK_ADVICE: Partial<Record<StockWord, TextKey>> = {
  preorder: 'catalogue:stockAdvice.preorder',
  sold_out: 'catalogue:stockAdvice.soldOut',
  announced: 'catalogue:stockAdvice.announced',
  out_of_print: 'catalogue:stockAdvice.outOfPrint',
  withdrawn: 'catalogue:stockAdvice.withdrawn',
  download: 'catalogue:stockAdvice.download',
}

/** The language of an edition or a file by its tag; `mul` has a name of ours. */
export function languageName(tag: string, locale: Locale): string {
  return tag === 'mul' ? textsFor(locale)('catalogue:language.several') : formatLanguage(tag, locale)
}

/** An edition by what tells it from the others of its title. Example: Japanese, print. */
export function editionName(edition: { language: string; format: 'print' | 'pdf' }, locale: Locale): string {
  const t = textsFor(locale)
  return t('catalogue:edition.name', {
    language: languageName(edition.language, locale),
    format: t(edition.format === 'print' ? 'catalogue:format.print' : 'catalogue:format.pdf'),
  })
}

/** An issue by its number. Example: No. 100, and No. 101-102. */
export function issueName(issue: Pick<IssueView, 'numberFrom' | 'numberTo'>, locale: Locale): string {
  return textsFor(locale)('catalogue:issue.number', { number: issueNumber(issue) })
}

/**
 * A day of publication as exactly as it is known: by our convention the first of January stands for a year and the first of another
 * month for that month. Examples: 2006-01-01 is 2006, 2007-10-01 is October 2007.
 */
export function formatPublished(day: TokyoDay, locale: Locale): string {
  if (day.endsWith('-01-01')) return formatDay(day, locale, 'year')
  return formatDay(day, locale, day.endsWith('-01') ? 'month' : 'long')
}

/** The size of a file for someone who pays for her data. Example: 43 KB, 1.2 MB. */
export function formatBytes(bytes: number): string {
  const kilobytes = Math.max(1, Math.round(bytes / 1000))
  return kilobytes < 1000 ? `${kilobytes} KB` : `${(kilobytes / 1000).toFixed(1)} MB`
}
