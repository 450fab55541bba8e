import type { TokyoDay } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import type { EditionState } from '#app/domain/stock.ts'
import type { StockView } from '#app/domain/stock-words.ts'

export const TITLE_KINDS = ['periodical_issue', 'manual', 'policy_proposals', 'book'] as const

export type TitleKind = (typeof TITLE_KINDS)[number]

export type TitleText = {
  /** The language that this text is really in: the reader's own or, where it is missing, another. */
  locale: Locale
  name: string
  subtitle: string | null
  description: string
  /** One line each. */
  contents: string[]
}

export type IssueView = {
  periodical: string
  issn: string | null
  /** `numberTo` differs in a double issue. */
  numberFrom: number
  numberTo: number
  datedOn: TokyoDay
}

export type SupplementView = {
  slug: string
  kind: 'supplement' | 'erratum'
  /** The language of the file. */
  language: string
  publishedOn: TokyoDay
  byteLength: number
  text: { locale: Locale; name: string; note: string | null }
}

export type EditionView = {
  sku: string
  language: string
  format: 'print' | 'pdf'
  state: EditionState
  isbn: string | null
  pages: number | null
  weightGrams: number | null
  publishedOn: TokyoDay | null
  /** With tax, in force today; null when the edition has no price yet. */
  priceYen: number | null
  stock: StockView
  supplements: SupplementView[]
}

/** A title as one reader sees it today. */
export type TitleView = {
  id: string
  slug: string
  kind: TitleKind
  publishedOn: TokyoDay
  updatedAt: string
  text: TitleText
  /** The language of the first edition: what the cover is set in. */
  issue: IssueView | null
  editions: EditionView[]
}

/** Of a title what its card on a shelf shows. */
export type TitleCard = Pick<TitleView, 'id' | 'slug' | 'kind' | 'publishedOn'> & {
  text: Pick<TitleText, 'locale' | 'name'>
  editions: Pick<EditionView, 'state' | 'priceYen' | 'stock'>[]
}

/** Whether an edition can be put into the cart now. */
export function isOrderable(edition: Pick<EditionView, 'priceYen' | 'stock'>): boolean {
  return edition.priceYen !== null && edition.stock.orderable > 0
}

/** Whether copies, or the file, are there to be bought now; a pre-order is only a promise of them. */
export function isInHand(edition: Pick<EditionView, 'priceYen' | 'stock'>): boolean {
  return isOrderable(edition) && edition.stock.word !== 'preorder'
}

/** Whether an edition cannot be bought and may be there some day: then a reader can ask to be told. */
export function isAwaited(edition: Pick<EditionView, 'stock'>): boolean {
  return edition.stock.word === 'sold_out' || edition.stock.word === 'announced'
}

/** The number of an issue as it is printed. Example: `100`, and `101-102` for a double issue. */
export function issueNumber(issue: Pick<IssueView, 'numberFrom' | 'numberTo'>): string {
  return issue.numberFrom === issue.numberTo
    ? String(issue.numberFrom)
    : `${issue.numberFrom}-${issue.numberTo}`
}
