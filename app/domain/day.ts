/** A calendar day in Japan, `YYYY-MM-DD`. Days compare with `<`, `>` and `===` as the strings they are. */
export type TokyoDay = string & { readonly __brand: 'TokyoDay' }

/** Says whether a day is a public holiday; the calendar comes from a package, outside the domain. */
export type IsHoliday = (day: TokyoDay) => boolean

const DAY_MS = 24 * 60 * 60 * 1000
/** Japan has had no summer time since 1951, so the offset is a constant. */
const TOKYO_OFFSET_MS = 9 * 60 * 60 * 1000
const DAY_PATTERN = /^\d{4}-\d{2}-\d{2}$/

/**
 * Says whether the text is a day that exists, written `YYYY-MM-DD`.
 * Example: `2028-02-29` is one; `2026-02-30`, `2026-2-3` and the year 0000 are not.
 */
export function isTokyoDay(text: unknown): text is TokyoDay {
  if (typeof text !== 'string' || !DAY_PATTERN.test(text) || text.startsWith('0000')) return false
  const date = new Date(`${text}T00:00:00Z`)
  // JavaScript reads 30 February as 2 March; only a real day is written back as it was read.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/**
 * Reads a day. Throws a RangeError on anything that is not an existing day in `YYYY-MM-DD`.
 * Example: `tokyoDay('2007-07-01')`, the day of M-Net 100; `tokyoDay('2026-02-30')` throws.
 */
export function tokyoDay(text: string): TokyoDay {
  if (!isTokyoDay(text)) throw new RangeError(`not a calendar day: ${JSON.stringify(text)}`)
  return text
}

/**
 * The day it is in Japan at an instant (UTC+9). Throws a RangeError on an invalid date.
 * Example: 2026-11-22 15:00 UTC is 2026-11-23 in Tokyo.
 */
export function tokyoDayOf(instant: Date): TokyoDay {
  return dayOfUtcMs(instant.getTime() + TOKYO_OFFSET_MS)
}

/** The instant a day begins, 0:00 in Tokyo. Example: 2026-11-23 begins at 2026-11-22 15:00 UTC. */
export function startOfDay(day: TokyoDay): Date {
  return new Date(utcMsOfDay(day) - TOKYO_OFFSET_MS)
}

/**
 * The instant a day is over, 24:00 in Tokyo: the first instant that is too late for what is due on that day (DESIGN.md 6).
 * Example: 2026-11-23 ends at 2026-11-23 15:00 UTC, which is 0:00 of the 24th.
 */
export function endOfDay(day: TokyoDay): Date {
  return new Date(utcMsOfDay(day) + DAY_MS - TOKYO_OFFSET_MS)
}

/**
 * The day that many calendar days later, or earlier if negative. Throws a RangeError on a fraction of a day and beyond year 9999.
 * Example: 14 days after 2026-12-20 is 2027-01-03.
 */
export function addDays(day: TokyoDay, days: number): TokyoDay {
  if (!Number.isInteger(days)) throw new RangeError(`not a number of days: ${days}`)
  return dayOfUtcMs(utcMsOfDay(day) + days * DAY_MS)
}

/** A day as PostgreSQL's `date` is written through Prisma: midnight UTC. Example: 2026-11-23 is 2026-11-23T00:00Z. */
export function dayToDb(day: TokyoDay): Date {
  return new Date(utcMsOfDay(day))
}

/**
 * A day from a `date` column that Prisma has read. Throws a RangeError on any other time than midnight UTC: that is an
 * instant from a `timestamptz` column, which wants `tokyoDayOf`. Example: 2026-11-23T00:00Z is 2026-11-23.
 */
export function dayFromDb(date: Date): TokyoDay {
  if (date.getTime() % DAY_MS !== 0)
    throw new RangeError(`an instant, not a day of a date column: ${String(date)}`)
  return dayOfUtcMs(date.getTime())
}

/** The year of a day, by which documents are numbered. Example: 2026-12-31 is of 2026. */
export function tokyoYear(day: TokyoDay): number {
  return Number(day.slice(0, 4))
}

/**
 * Says whether Japanese banks work on a day: not on weekends, public holidays, and 31 December to 3 January
 * (DESIGN.md 6; article 15 of the Banking Act and article 5 of its order).
 * Example: Friday 2027-01-01 is none, nor are Saturday the 2nd and Sunday the 3rd; Monday the 4th is one.
 */
export function isBusinessDay(day: TokyoDay, isHoliday: IsHoliday): boolean {
  const weekday = new Date(utcMsOfDay(day)).getUTCDay()
  if (weekday === 0 || weekday === 6) return false
  const monthAndDay = day.slice(5)
  if (monthAndDay === '12-31' || monthAndDay <= '01-03') return false
  return !isHoliday(day)
}

/**
 * The n-th business day after a day (before it if n is negative); the day itself counts for nothing, and n = 0 gives it
 * back as it is. The banking lag before an unpaid order expires is counted with it (pretix#827 in PEERS.md 4).
 * Throws a RangeError if n is not an integer. Example: 3 business days after Friday 2026-11-20, with the holiday of Monday the 23rd, is
 * Thursday the 26th.
 */
export function addBusinessDays(day: TokyoDay, n: number, isHoliday: IsHoliday): TokyoDay {
  if (!Number.isInteger(n)) throw new RangeError(`not a number of days: ${n}`)
  const step = Math.sign(n)
  let left = Math.abs(n)
  let reached = day
  while (left > 0) {
    reached = addDays(reached, step)
    if (isBusinessDay(reached, isHoliday)) left -= 1
  }
  return reached
}

function utcMsOfDay(day: TokyoDay): number {
  return Date.parse(`${day}T00:00:00Z`)
}

function dayOfUtcMs(ms: number): TokyoDay {
  const date = new Date(ms)
  if (Number.isNaN(date.getTime())) throw new RangeError('not a date')
  const year = date.getUTCFullYear()
  if (year < 1 || year > 9999) throw new RangeError(`outside the calendar: year ${year}`)
  return date.toISOString().slice(0, 10) as TokyoDay
}
