import type { DraftLine, LineProblem } from '#app/domain/order.ts'
import type { TaxBlock } from '#app/domain/tax.ts'
import type { TextKey, TextValues } from '#app/platform/i18n/texts.ts'

export type EditionFormat = 'print' | 'pdf'

/** One line of a quote or an order as a page shows it. */
export type LineView = {
  key: string
  description: string
  textLanguage: string
  quantity: number
  unitYen: number
  amountYen: number
  /** Words about the line in the language of the page. */
  notes: TextKey[]
}

export type TotalsView = {
  goodsYen: number
  /** Null where there is nothing to post, or the country is not known yet. */
  shippingYen: number | null
  totalYen: number
  taxBlocks: TaxBlock[]
}

/** The goods of a draft; postage stands among the totals. */
export function toLineViews(lines: readonly DraftLine[]): LineView[] {
  return lines.flatMap((line) =>
    line.edition
      ? [
          {
            key: line.edition.sku,
            description: line.description,
            textLanguage: line.textLanguage,
            quantity: line.quantity,
            unitYen: line.unitYen,
            amountYen: line.amountYen,
            notes: lineNotes({ format: line.edition.format, isPreorder: line.preorder > 0 }),
          },
        ]
      : [],
  )
}

export function lineNotes(line: { format: EditionFormat; isPreorder: boolean }): TextKey[] {
  if (line.format === 'pdf') return ['common:lineNote.pdf']
  return line.isPreorder ? ['common:lineNote.preorder'] : []
}

/** What is wrong with a line of a cart, in words. */
export function problemText({ reason, left }: LineProblem): { key: TextKey; values?: TextValues } {
  if (reason === 'quantity') return { key: 'errors:quantity', values: { min: 1, max: left } }
  if (reason === 'sold-out' && left > 0) return { key: 'checkout:problem.onlyLeft', values: { left } }
  if (reason === 'sold-out') return { key: 'checkout:problem.soldOut' }
  if (reason === 'withdrawn') return { key: 'checkout:problem.withdrawn' }
  return { key: reason === 'unknown' ? 'checkout:problem.unknown' : 'checkout:problem.notForSale' }
}
