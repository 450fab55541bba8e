import type { TokyoDay } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import type { Price } from '#app/domain/price-plan.ts'
import type { EditionState } from '#app/domain/stock.ts'
import type { TitleKind } from '#app/features/catalogue/title.ts'

export type DeskText = {
  name: string
  subtitle: string | null
  description: string
  contents: string | null
}

export type DeskEdition = {
  sku: string
  language: string
  format: 'print' | 'pdf'
  state: EditionState
  isbn: string | null
  pages: number | null
  weightGrams: number | null
  publishedOn: TokyoDay | null
  position: number
  file: { name: string; byteLength: number } | null
  /** Oldest first. */
  prices: Price[]
  /** In force today; null while there is none. */
  priceYen: number | null
  /** Those that begin after today. */
  coming: Price[]
  /** Ordered or printed: its code and its form stay. */
  isFixed: boolean
  /** Orders to which copies are promised. */
  waiting: number
}

/** A title as the desk keeps it. */
export type DeskTitle = {
  id: string
  slug: string
  kind: TitleKind
  publishedOn: TokyoDay
  listed: boolean
  /** Its version: forms carry it, and the second of two people is told. */
  seen: string
  /** Its name in the language of who looks, or another. */
  name: string
  nameLanguage: Locale
  /** Null where a language has no words yet. */
  texts: Record<Locale, DeskText | null>
  issue: {
    periodical: string
    periodicalName: string
    numberFrom: number
    numberTo: number
    datedOn: TokyoDay
  } | null
  editions: DeskEdition[]
}

/** Where a title's page is at the desk. */
export function titleHref(slug: string): string {
  return `/desk/titles/${slug}`
}

/** Where the pages of an edition are. */
export function editionHref(slug: string, sku: string): string {
  return `${titleHref(slug)}/editions/${sku}`
}
