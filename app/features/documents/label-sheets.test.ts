import { expect, test } from 'vitest'
import { LABEL_SHEETS, labelPlace } from '#app/features/documents/label-sheets.ts'

test.each(Object.entries(LABEL_SHEETS))(
  'the labels of sheet %s lie on A4, side by side, as many as it says',
  (name, sheet) => {
    const count = sheet.columns * sheet.rows
    expect(count).toBe(Number(name))
    const places = Array.from({ length: count }, (_, index) => labelPlace(sheet, index))
    expect(new Set(places.map(({ left, top }) => `${left} ${top}`)).size).toBe(count)
    for (const { left, top } of places) {
      expect(left).toBeGreaterThanOrEqual(0)
      expect(left + sheet.width).toBeLessThanOrEqual(210)
      expect(top + sheet.height).toBeLessThanOrEqual(297)
    }
    // Sheets of this make lie in the middle of the page.
    expect(sheet.left + (sheet.columns * sheet.width) / 2).toBeCloseTo(105)
    expect(sheet.top + (sheet.rows * sheet.height) / 2).toBeCloseTo(148.5)
  },
)
