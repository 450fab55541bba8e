import { describe, expect, it } from 'vitest'
import { bookingDayProblem, isUnlikelyDay } from '#app/domain/booking-day.ts'
import { tokyoDay } from '#app/domain/day.ts'

const today = tokyoDay('2026-11-24')

describe('the day of money that a person records', () => {
  it.each([
    ['2026-11-24', null],
    ['2000-01-01', null],
    ['2026-11-25', 'day-in-future'],
    ['1999-12-31', 'day-too-early'],
    ['0001-01-01', 'day-too-early'],
  ])('%s: %s', (on, problem) => {
    expect(bookingDayProblem(tokyoDay(on), today)).toBe(problem)
  })

  it.each([
    ['2026-11-24', '2026-11-24', false],
    ['2026-11-23', '2026-11-24', true],
    ['2026-09-25', '2026-08-01', false],
    ['2026-09-24', '2026-08-01', true],
    ['2025-11-24', '2026-11-20', true],
  ])('%s for an order of %s asks for a second look: %s', (on, placedOn, isUnlikely) => {
    expect(isUnlikelyDay(tokyoDay(on), { placedOn: tokyoDay(placedOn), today })).toBe(isUnlikely)
  })
})
