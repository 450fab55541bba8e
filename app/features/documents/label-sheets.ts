/** A sheet of address labels on A4, in millimetres: columns and rows of labels of one size, and where the first begins. */
export type LabelSheet = {
  columns: number
  rows: number
  width: number
  height: number
  left: number
  top: number
  /** Between neighbours. */
  gapX: number
  gapY: number
}

export type LabelSheetName = '12' | '21'

/** A-one's sheets (PEERS.md 5.12). The 21-up one has no margins at the sides: the three columns are the page. */
export const LABEL_SHEETS: Record<LabelSheetName, LabelSheet> = {
  '12': { columns: 2, rows: 6, width: 86.4, height: 42.3, left: 18.6, top: 21.6, gapX: 0, gapY: 0 },
  '21': { columns: 3, rows: 7, width: 70, height: 42.3, left: 0, top: 0.45, gapX: 0, gapY: 0 },
}

/** Where the label of a number from 0 on lies on its sheet: millimetres from the left and the top. */
export function labelPlace(sheet: LabelSheet, index: number): { left: number; top: number } {
  const column = index % sheet.columns
  const row = Math.floor(index / sheet.columns)
  return {
    left: sheet.left + column * (sheet.width + sheet.gapX),
    top: sheet.top + row * (sheet.height + sheet.gapY),
  }
}
