import { describe, expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { readPeriod } from './report-period.ts'

const today = tokyoDay('2026-11-24')
const read = (from?: string, to?: string) => readPeriod({ from, to }, { today })

describe('the days of a report', () => {
  test('are those of this year unless asked otherwise, an empty field included', () => {
    const year = { ok: true, period: { from: '2026-01-01', to: '2026-12-31' } }
    expect(read()).toEqual(year)
    expect(read('', '')).toEqual(year)
    expect(read('2026-04-01')).toEqual({ ok: true, period: { from: '2026-04-01', to: '2026-12-31' } })
    expect(read('2007-10-01', '2007-10-01')).toMatchObject({ ok: true })
  })

  test.each([
    ['2026-02-30', undefined, 'not-a-day'],
    ['x', undefined, 'not-a-day'],
    [undefined, '24.11.2026', 'not-a-day'],
    ['2026-11-25', '2026-11-24', 'reversed'],
    ['2027-01-01', undefined, 'reversed'],
  ])('from %s to %s are %s', (from, to, problem) => {
    expect(read(from, to)).toEqual({ ok: false, problem })
  })
})
