import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addBusinessDays,
  addDays,
  dayFromDb,
  dayToDb,
  endOfDay,
  isBusinessDay,
  isTokyoDay,
  startOfDay,
  tokyoDay,
  tokyoDayOf,
  tokyoYear,
  type TokyoDay,
} from '#app/domain/day.ts'

const HOLIDAYS = new Set(['2026-11-03', '2026-11-23', '2027-01-01', '2027-01-11'])
const isHoliday = (day: TokyoDay) => HOLIDAYS.has(day)
const days = fc
  .date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2090-12-31T00:00:00Z'), noInvalidDate: true })
  .map(tokyoDayOf)

describe('a day', () => {
  test.each(['2007-07-01', '2028-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('%s exists', (text) => {
    expect(tokyoDay(text)).toBe(text)
  })

  test.each([
    '2026-02-30',
    '2026-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '0000-01-01',
    '2026-1-1',
    '20260101',
    '2026-01-01T00:00:00Z',
    ' 2026-01-01',
    '2026-01-01\n',
    '２０２６-01-01',
    '',
  ])('%j does not', (text) => {
    expect(isTokyoDay(text)).toBe(false)
    expect(() => tokyoDay(text)).toThrow(RangeError)
  })

  test('is text only', () => {
    expect(isTokyoDay(new Date(0))).toBe(false)
    expect(isTokyoDay(null)).toBe(false)
  })

  test('changes in Tokyo at 15:00 UTC', () => {
    expect(tokyoDayOf(new Date('2026-11-22T14:59:59.999Z'))).toBe('2026-11-22')
    expect(tokyoDayOf(new Date('2026-11-22T15:00:00.000Z'))).toBe('2026-11-23')
    expect(tokyoDayOf(new Date('2026-12-31T15:00:00.000Z'))).toBe('2027-01-01')
    expect(() => tokyoDayOf(new Date(NaN))).toThrow(RangeError)
    expect(() => tokyoDayOf(new Date('9999-12-31T15:00:00Z'))).toThrow(RangeError)
  })

  test('begins at 0:00 and ends at 24:00 in Tokyo', () => {
    const day = tokyoDay('2026-11-23')
    expect(startOfDay(day).toISOString()).toBe('2026-11-22T15:00:00.000Z')
    expect(endOfDay(day).toISOString()).toBe('2026-11-23T15:00:00.000Z')
  })

  test('holds the instants from its start to just before its end', () => {
    fc.assert(
      fc.property(days, (day) => {
        expect(tokyoDayOf(startOfDay(day))).toBe(day)
        expect(tokyoDayOf(new Date(endOfDay(day).getTime() - 1))).toBe(day)
        expect(endOfDay(day)).toEqual(startOfDay(addDays(day, 1)))
      }),
    )
  })

  test('is added to across months, years and leap days', () => {
    expect(addDays(tokyoDay('2026-12-20'), 14)).toBe('2027-01-03')
    expect(addDays(tokyoDay('2028-02-28'), 1)).toBe('2028-02-29')
    expect(addDays(tokyoDay('2026-03-01'), -1)).toBe('2026-02-28')
    expect(() => addDays(tokyoDay('2026-03-01'), 0.5)).toThrow(RangeError)
    expect(() => addDays(tokyoDay('9999-12-31'), 1)).toThrow(RangeError)
    fc.assert(
      fc.property(days, fc.integer({ min: -9000, max: 9000 }), (day, n) => {
        expect(addDays(addDays(day, n), -n)).toBe(day)
        expect(addDays(day, n) > day).toBe(n > 0)
      }),
    )
  })

  test('goes through a date column unchanged', () => {
    expect(dayToDb(tokyoDay('2026-11-23')).toISOString()).toBe('2026-11-23T00:00:00.000Z')
    fc.assert(
      fc.property(days, (day) => {
        expect(dayFromDb(dayToDb(day))).toBe(day)
      }),
    )
  })

  test('is not read from an instant by mistake', () => {
    expect(() => dayFromDb(new Date('2026-11-22T15:00:00Z'))).toThrow(RangeError)
    expect(() => dayFromDb(new Date(NaN))).toThrow(RangeError)
  })

  test('has a year', () => {
    expect(tokyoYear(tokyoDayOf(new Date('2026-12-31T14:59:59Z')))).toBe(2026)
    expect(tokyoYear(tokyoDayOf(new Date('2026-12-31T15:00:00Z')))).toBe(2027)
  })
})

describe('business days', () => {
  test.each([
    ['2026-11-20', true, 'a Friday'],
    ['2026-11-21', false, 'a Saturday'],
    ['2026-11-22', false, 'a Sunday'],
    ['2026-11-23', false, 'a holiday'],
    ['2026-12-30', true, 'the last one of the year'],
    ['2026-12-31', false, 'the banks are closed'],
    ['2024-01-02', false, 'a Tuesday, no holiday, but the banks are closed'],
    ['2024-01-03', false, 'a Wednesday, no holiday, but the banks are closed'],
    ['2024-01-04', true, 'the first one of the year'],
  ])('%s: %s, %s', (day, expected) => {
    expect(isBusinessDay(tokyoDay(day), isHoliday)).toBe(expected)
  })

  test('are counted over a long weekend and the turn of the year, both ways', () => {
    expect(addBusinessDays(tokyoDay('2026-11-20'), 3, isHoliday)).toBe('2026-11-26')
    expect(addBusinessDays(tokyoDay('2026-12-30'), 1, isHoliday)).toBe('2027-01-04')
    expect(addBusinessDays(tokyoDay('2027-01-04'), -1, isHoliday)).toBe('2026-12-30')
    expect(addBusinessDays(tokyoDay('2026-11-21'), 1, isHoliday)).toBe('2026-11-24')
  })

  test('none leaves the day as it is, holiday or not', () => {
    expect(addBusinessDays(tokyoDay('2026-11-23'), 0, isHoliday)).toBe('2026-11-23')
    expect(() => addBusinessDays(tokyoDay('2026-11-23'), 1.5, isHoliday)).toThrow(RangeError)
  })

  test('exactly n of them lie between a day and the n-th', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 30 }), (day, n) => {
        const reached = addBusinessDays(day, n, isHoliday)
        let count = 0
        for (let d = addDays(day, 1); d <= reached; d = addDays(d, 1))
          if (isBusinessDay(d, isHoliday)) count += 1
        expect(count).toBe(n)
        expect(isBusinessDay(reached, isHoliday)).toBe(true)
      }),
    )
  })
})
