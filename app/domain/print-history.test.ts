import { describe, expect, test } from 'vitest'
import { addDays, tokyoDay, type TokyoDay } from '#app/domain/day.ts'
import {
  backtest,
  comparableOn,
  comparablesOn,
  figuresBefore,
  fullMonths,
  underageOf,
  type HistoryMonth,
  type PrintedItem,
} from '#app/domain/print-history.ts'

const first = (text: string): TokyoDay => tokyoDay(`${text}-01`)

function month(text: string, figures: Partial<HistoryMonth>): HistoryMonth {
  return { month: first(text), printed: 0, sold: 0, posted: 0, complimentary: 0, left: 0, ...figures }
}

function item(
  label: string,
  deliveredOn: string,
  months: HistoryMonth[],
  changes: Partial<PrintedItem> = {},
) {
  const on = tokyoDay(deliveredOn)
  return { label, decidedOn: on, deliveredOn: on, months, bills: [], spoils: 0, netPriceYen: 455, ...changes }
}

test('months are counted when they are over', () => {
  expect(fullMonths(tokyoDay('2026-05-31'), tokyoDay('2026-05-31'))).toBe(0)
  expect(fullMonths(tokyoDay('2026-05-31'), tokyoDay('2026-07-01'))).toBe(2)
  expect(fullMonths(tokyoDay('2025-12-01'), tokyoDay('2026-01-01'))).toBe(1)
  expect(fullMonths(tokyoDay('2026-05-31'), tokyoDay('2026-01-01'))).toBe(0)
})

describe('what a day knows', () => {
  const issue = item(
    '98',
    '2026-01-10',
    [
      month('2026-01', { printed: 100, sold: 10, posted: 50, complimentary: 5, left: 35 }),
      month('2026-02', { sold: 20, left: -20 }),
      month('2026-03', { sold: 15, left: -15 }),
      month('2026-06', { sold: -1, left: 1 }),
    ],
    { spoils: 2, bills: [{ billedOn: tokyoDay('2026-02-03'), netYen: 14_000 }] },
  )

  test('is nothing of the month that runs', () => {
    expect(comparableOn(issue, tokyoDay('2026-01-31')).soldByMonth).toEqual([])
    expect(comparableOn(issue, tokyoDay('2026-02-28'))).toMatchObject({ soldByMonth: [10], isSoldOut: false })
    expect(comparablesOn([issue], tokyoDay('2026-01-31'))).toEqual([])
  })

  test('ends with the month in which the last copy went; a copy that came back later is on sale again', () => {
    expect(comparableOn(issue, tokyoDay('2026-06-30'))).toMatchObject({
      soldByMonth: [10, 30, 45],
      isSoldOut: true,
    })
    expect(comparableOn(issue, tokyoDay('2026-07-01'))).toMatchObject({
      soldByMonth: [10, 30, 45, 45, 45, 44],
      isSoldOut: false,
    })
  })

  test('ends with the horizon', () => {
    expect(comparableOn(issue, tokyoDay('2029-01-01')).soldByMonth).toHaveLength(12)
  })

  test('are the figures of the months before, and bills before the day', () => {
    expect(figuresBefore(issue, tokyoDay('2026-02-03'))).toEqual({
      label: '98',
      printed: 100,
      posted: 50,
      complimentary: 5,
      spoilagePercent: 2,
      costPerCopyYen: null,
    })
    expect(figuresBefore(issue, tokyoDay('2026-02-04')).costPerCopyYen).toBe(140)
    expect(figuresBefore(issue, tokyoDay('2026-01-20')).printed).toBe(0)
  })

  test('one copy too few costs what it would have brought beyond its cost', () => {
    expect(underageOf(455, 140)).toBe(315)
    expect(underageOf(100, 140)).toBe(0)
    expect(underageOf(null, null)).toBe(0)
  })
})

describe('the backtest', () => {
  const year = (label: string, on: string, printed: number, taken: Partial<HistoryMonth>) => {
    const gone = (taken.sold ?? 0) + (taken.posted ?? 0) + (taken.complimentary ?? 0)
    return item(label, on, [month(on.slice(0, 7), { printed, ...taken, left: printed - gone })])
  }
  const series = [
    year('1', '2020-01-05', 900, { sold: 10, posted: 500, complimentary: 50 }),
    year('2', '2021-01-05', 900, { sold: 12, posted: 500, complimentary: 50 }),
    year('3', '2022-01-05', 900, { sold: 11, posted: 505, complimentary: 50 }),
    year('4', '2023-01-05', 600, { sold: 11, posted: 510, complimentary: 50 }),
  ]

  test('judges those with two before them whose year is over, by hand', () => {
    const { rows, proposedMean, asLastMean } = backtest([series], tokyoDay('2023-12-31'))
    // Without costs the ratio is a half: the mean of 10 and 12 beside 500 and 50.
    expect(rows).toMatchObject([
      { label: '3', asLast: 900, proposed: 561, takenUp: 566, proposedError: -5, asLastError: 334 },
    ])
    expect([proposedMean, asLastMean]).toEqual([5, 334])
    const later = backtest([series], tokyoDay('2024-01-01'))
    expect(later.rows.map(({ label, asLast }) => [label, asLast])).toEqual([
      ['3', 900],
      ['4', 900],
    ])
    expect(later.asLastMean).toBe((334 + 329) / 2)
  })

  test('uses nothing that was known only later', () => {
    const today = tokyoDay('2024-01-01')
    const changed = series.map((one, index) => {
      if (index < 2) {
        const late = { sold: 400, posted: 70, complimentary: 9, left: -479 }
        return { ...one, months: [...one.months, month('2022-01', late)] }
      }
      return index === 3 ? { ...one, months: [month('2023-01', { printed: 9_000, posted: 7_000 })] } : one
    })
    const [before] = backtest([series], today).rows
    const [after] = backtest([changed], today).rows
    expect(after).toEqual(before)
  })

  test('an order that was given earlier knew less', () => {
    const early = { ...(series[2] as PrintedItem), decidedOn: addDays(tokyoDay('2021-01-05'), 20) }
    expect(backtest([[...series.slice(0, 2), early]], tokyoDay('2024-01-01')).rows).toEqual([])
  })

  test('nothing to judge is no error of zero', () => {
    expect(backtest([], tokyoDay('2024-01-01'))).toEqual({ rows: [], proposedMean: null, asLastMean: null })
  })
})
