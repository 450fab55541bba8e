import { expect, test } from 'vitest'
import type { TokyoDay } from '#app/domain/day.ts'
import { LOCALES } from '#app/domain/locale.ts'
import { formatDay, formatInstant, formatLanguage, formatList, formatYen } from './format.ts'

function inAll(format: (locale: (typeof LOCALES)[number]) => string): string[] {
  return LOCALES.map(format)
}

test('yen are written as each language writes them', () => {
  expect(inAll((locale) => formatYen(1200, locale))).toEqual(['1,200円', '¥1,200', '1,200엔', '¥1,200'])
  expect(inAll((locale) => formatYen(-50, locale))).toEqual(['-50円', '-¥50', '-50엔', '-¥50'])
  expect(formatYen(0, 'ja')).toBe('0円')
})

test('days are the calendar day given, in every style', () => {
  const day = '2007-07-01' as TokyoDay
  expect(inAll((locale) => formatDay(day, locale))).toEqual([
    '2007年7月1日',
    'July 1, 2007',
    '2007년 7월 1일',
    'Hulyo 1, 2007',
  ])
  expect(formatDay(day, 'ja', 'weekday')).toBe('2007年7月1日(日)')
  expect(formatDay(day, 'ko', 'weekday')).toBe('2007년 7월 1일 일요일')
  expect(inAll((locale) => formatDay(day, locale, 'month'))).toEqual([
    '2007年7月',
    'July 2007',
    '2007년 7월',
    'Hulyo 2007',
  ])
})

test('an instant is told by the clock of Tokyo, wherever the server stands', () => {
  const lateEvening = new Date('2026-12-31T15:04:00Z')
  expect(inAll((locale) => formatInstant(lateEvening, locale).replace(/\s/g, ' '))).toEqual([
    '2027年1月1日 0:04',
    'January 1, 2027 at 12:04 AM',
    '2027년 1월 1일 00:04',
    'Enero 1, 2027 nang 12:04 AM',
  ])
})

test('languages and lists have names in each language', () => {
  expect(inAll((locale) => formatLanguage('tl', locale))).toEqual([
    'フィリピノ語',
    'Filipino',
    '필리핀어',
    'Filipino',
  ])
  expect(formatLanguage('mul', 'en')).toBe('Multiple languages')
  expect(formatList(['A', 'B', 'C'], 'ja')).toBe('A、B、C')
})
