import { availableCopies, preorderRoom, type EditionState, type StockLevel } from '#app/domain/stock.ts'

/** What a reader is told about an edition instead of a number. */
export type StockWord =
  | 'in_stock'
  | 'last_copies'
  | 'preorder'
  | 'sold_out'
  | 'announced'
  | 'out_of_print'
  | 'withdrawn'
  | 'download'

/** With so few copies left, or fewer, readers are told that they are the last. */
export const LAST_COPIES = 5

/** The most copies of one edition that the order form offers. */
const MOST_COPIES = 99

export type StockView = {
  word: StockWord
  /** Copies that the order form offers now; 0 when none. A file is ordered once. */
  orderable: number
}

/**
 * Copies that the order form offers of what is there: all of less than ten, above that in tens, so that pages do not change with every
 * order. The cart takes all that there are. The database has the same steps (`offered_copies`), which tell the page cache.
 * Example: of 9 copies 9, of 37 copies 30, of 500 copies 99.
 */
export function offeredCopies(copies: number): number {
  if (copies < 10) return Math.max(0, copies)
  return copies >= MOST_COPIES ? MOST_COPIES : copies - (copies % 10)
}

/**
 * Stock in words, and how many copies the form offers, by the same rules as `claimCopies` (domain/stock.ts): a forthcoming edition
 * takes pre-orders only, one on sale takes them when it has run out, the last copies of a book out of print are still sold.
 * Examples: 6 free copies are in stock, 5 are the last copies; none with room for pre-orders is a pre-order.
 */
export function stockWords(edition: {
  format: 'print' | 'pdf'
  state: EditionState
  stock: StockLevel
}): StockView {
  const { format, state, stock } = edition
  if (state === 'withdrawn') return { word: 'withdrawn', orderable: 0 }
  if (format === 'pdf') {
    if (state === 'on_sale') return { word: 'download', orderable: 1 }
    return { word: state === 'forthcoming' ? 'announced' : 'out_of_print', orderable: 0 }
  }

  const available = state === 'forthcoming' ? 0 : availableCopies(stock)
  if (available > 0) {
    const isLast = available <= LAST_COPIES || state === 'out_of_print'
    return { word: isLast ? 'last_copies' : 'in_stock', orderable: offeredCopies(available) }
  }
  if (state === 'out_of_print') return { word: 'out_of_print', orderable: 0 }

  const room = preorderRoom(stock)
  if (room > 0) return { word: 'preorder', orderable: offeredCopies(room) }
  return { word: state === 'forthcoming' ? 'announced' : 'sold_out', orderable: 0 }
}
