import type { EditionState } from '#app/domain/stock.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'

/** Whether an edition is sold, as readers see it too. */
export const EDITION_STATE_WORDS: Record<EditionState, TextKey> = {
  forthcoming: 'deskAdmin:stock.forthcoming',
  on_sale: 'deskAdmin:stock.onSale',
  out_of_print: 'deskAdmin:stock.outOfPrint',
  withdrawn: 'deskAdmin:stock.withdrawn',
}

/** The figures of an edition in the order in which the desk reads them. */
export const STOCK_FIGURES = {
  onHand: 'deskAdmin:stock.onHand',
  held: 'deskAdmin:stock.held',
  free: 'deskAdmin:stock.free',
  preordered: 'deskAdmin:stock.preordered',
  sold: 'deskAdmin:stock.sold',
  runs: 'deskAdmin:stock.runs',
} as const satisfies Record<string, TextKey>

export type StockFigure = keyof typeof STOCK_FIGURES
export type StockSums = Record<StockFigure, number>

/** The figures of many editions together. */
export function sumStock(editions: readonly StockSums[]): StockSums {
  const sums: StockSums = { onHand: 0, held: 0, free: 0, preordered: 0, sold: 0, runs: 0 }
  for (const edition of editions) {
    for (const figure of FIGURES) sums[figure] += edition[figure]
  }
  return sums
}

export const FIGURES = Object.keys(STOCK_FIGURES) as StockFigure[]
