import { addBusinessDays, addDays, type IsHoliday, type TokyoDay } from '#app/domain/day.ts'

/** Business days after the due day before anybody is reminded: money sent on the last day is on the statement then. */
export const REMINDER_LAG_DAYS = 1
/** Days from one reminder to the next, and from the last one to the task for a person. */
export const REMINDER_EVERY_DAYS = 14
export const MOST_REMINDERS = 3

export type BillStep = { kind: 'wait' } | { kind: 'remind'; number: number } | { kind: 'overdue' }

/**
 * What an unpaid bill asks for on a day: nothing yet, its first, second or third reminder, or a person. Each step lasts until the next one,
 * so days that the shop slept through are made up for by the newest step alone.
 * Example: due on Friday 2026-11-20, with the holiday of Monday the 23rd: reminders from Tuesday the 24th, 8 and 22 December, a person
 * from 5 January.
 */
export function billStep(dueOn: TokyoDay, today: TokyoDay, isHoliday: IsHoliday): BillStep {
  const first = addBusinessDays(dueOn, REMINDER_LAG_DAYS, isHoliday)
  if (today < first) return { kind: 'wait' }
  for (let number = MOST_REMINDERS; number >= 0; number -= 1) {
    if (today < addDays(first, REMINDER_EVERY_DAYS * number)) continue
    return number === MOST_REMINDERS ? { kind: 'overdue' } : { kind: 'remind', number: number + 1 }
  }
  return { kind: 'wait' }
}
