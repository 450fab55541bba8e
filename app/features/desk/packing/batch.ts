import { z } from 'zod'
import { LOCALES } from '#app/domain/locale.ts'
import { LABEL_SHEETS, type LabelSheetName } from '#app/features/documents/label-sheets.ts'

const sheets = Object.keys(LABEL_SHEETS) as [LabelSheetName, ...LabelSheetName[]]

/** What was packed together: the parameters of a work of the kind `packing`. */
export const PackingBatch = z.object({
  orders: z.array(
    z.object({
      id: z.string(),
      code: z.string(),
      /** What was held then, and so lies in the parcel. */
      lines: z.array(z.object({ sku: z.string(), copies: z.number() })),
    }),
  ),
  sheet: z.enum(sheets),
  firstLabel: z.number(),
  locale: z.enum(LOCALES),
})
export type PackingBatch = z.infer<typeof PackingBatch>

/** What a person should know before printing a batch's papers. */
export const PackingOutcome = z.object({
  /** From there on it is sheets of labels. */
  firstLabelPage: z.number(),
  /** Signs that no font has: a person writes them by hand. */
  missing: z.array(z.string()),
  /** Orders of which nothing was held any more. */
  leftOut: z.array(z.string()),
})
export type PackingOutcome = z.infer<typeof PackingOutcome>

/** What the form of the packing page says. Messages are keys of `errors`. */
export const PackingForm = z.object({
  sheet: z.enum(sheets, { error: 'errors:choice' }),
  /** As people count: 1 is the label at the top left. */
  firstLabel: z.coerce.number({ error: 'errors:choice' }).int({ error: 'errors:choice' }).min(1).max(99),
})

export { sheets as LABEL_SHEET_NAMES }

/** How many labels a sheet has. */
export function labelsOn(name: LabelSheetName): number {
  const sheet = LABEL_SHEETS[name]
  return sheet.columns * sheet.rows
}

/** The most orders that are packed at once: what a person carries to the post office in a day. */
export const MOST_ORDERS = 200
