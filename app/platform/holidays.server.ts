import holidayJp from '@holiday-jp/holiday_jp'
import type { TokyoDay } from '#app/domain/day.ts'

/** Whether a day is a national holiday of Japan, substitute holidays included. */
export function isHoliday(day: TokyoDay): boolean {
  return Object.hasOwn(holidayJp.holidays, day)
}
