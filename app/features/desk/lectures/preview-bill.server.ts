import { sumYen } from '#app/domain/money.ts'
import { taxBlocks, type TaxBlock } from '#app/domain/tax.ts'
import type { DeskLecture } from '#app/features/desk/lectures/desk-lecture.ts'
import { billLines } from '#app/features/lectures/invoice-lecture.server.ts'

export type BillPreview = {
  lines: { description: string; textLanguage: string; amountYen: number }[]
  totalYen: number
  taxBlocks: TaxBlock[]
}

/** What would stand on the bill of a lecture, as it will: in the language of the request. */
export function previewBill(lecture: Pick<DeskLecture, 'facts' | 'locale'>): BillPreview {
  const lines = billLines(lecture, lecture.locale)
  return {
    lines: lines.map(({ description, textLanguage, amountYen }) => ({
      description,
      textLanguage,
      amountYen,
    })),
    totalYen: sumYen(lines.map(({ amountYen }) => amountYen)),
    taxBlocks: taxBlocks(lines),
  }
}
