import { z } from 'zod'
import { LABEL_SHEETS, type LabelSheetName } from '#app/features/documents/label-sheets.ts'

const names = Object.keys(LABEL_SHEETS) as [LabelSheetName, ...LabelSheetName[]]

/** How papers are made: the value of the setting `documents`. What is missing has its default. */
export const DocumentSettings = z.object({
  /** A box for a revenue stamp (収入印紙) on receipts. Off: NPOs need none, nor do electronic receipts (PEERS.md 5.5). */
  stampBox: z.boolean().default(false),
  labelSheet: z.enum(names).default('12'),
})
export type DocumentSettings = z.output<typeof DocumentSettings>
