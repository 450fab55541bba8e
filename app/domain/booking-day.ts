import { addDays, tokyoDay, type TokyoDay } from '#app/domain/day.ts'

/** No money is booked on an earlier day: one that is typed is a slip of the pen, such as a year of two digits. */
export const EARLIEST_BOOKING = tokyoDay('2000-01-01')

/** Money that came longer ago than this many days is booked only after a second look. */
export const USUAL_DAYS = 60

/** Why money that a person records cannot have moved on a day; null when it can. */
export function bookingDayProblem(on: TokyoDay, today: TokyoDay): 'day-in-future' | 'day-too-early' | null {
  if (on > today) return 'day-in-future'
  return on < EARLIEST_BOOKING ? 'day-too-early' : null
}

/**
 * Whether the day of a payment is a likely slip, such as last year's: it lies before the order, or long ago. It can be right all the same.
 * Example: on 24 November, 24 September is a day too long ago, and the 25th is none, for an order of August.
 */
export function isUnlikelyDay(on: TokyoDay, order: { placedOn: TokyoDay; today: TokyoDay }): boolean {
  return on < order.placedOn || on < addDays(order.today, -USUAL_DAYS)
}
