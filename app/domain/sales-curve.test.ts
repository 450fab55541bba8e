import { expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { salesCurve } from '#app/domain/sales-curve.ts'

const month = (text: string) => tokyoDay(`${text}-01`)

test('the curve adds up month by month, over a new year, quiet months included', () => {
  const months = [
    { month: month('2008-02'), sold: -1, posted: 0 },
    { month: month('2007-12'), sold: 4, posted: 511 },
  ]
  expect(salesCurve(months, tokyoDay('2007-11-20'), tokyoDay('2008-02-10'))).toEqual([
    { month: '2007-11-01', sold: 0, posted: 0, total: 0 },
    { month: '2007-12-01', sold: 4, posted: 511, total: 515 },
    { month: '2008-01-01', sold: 0, posted: 0, total: 515 },
    { month: '2008-02-01', sold: -1, posted: 0, total: 514 },
  ])
})

test('what was noted for a month before the delivery is not lost', () => {
  const months = [{ month: month('2007-10'), sold: 2, posted: 0 }]
  expect(salesCurve(months, tokyoDay('2007-11-20'), tokyoDay('2007-11-20')).at(-1)?.total).toBe(2)
})
