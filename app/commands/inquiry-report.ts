import { day } from '#app/commands/arguments.ts'
import { type Command, refused } from '#app/commands/command.ts'
import { tokyoDayOf } from '#app/domain/day.ts'
import { readPeriod } from '#app/features/inquiries/report-period.ts'
import { now } from '#app/platform/clock.server.ts'

const PROBLEMS = {
  'not-a-day': 'That is no day.',
  reversed: '--from is later than --to; the one left out is the first or last day of this year.',
} as const

export const inquiryReportCommand: Command = {
  path: ['report', 'inquiries'],
  usage: 'report inquiries [--from DAY] [--to DAY]',
  about: 'what people asked by topic and edition, and how much is open; of this year unless told otherwise',
  words: 0,
  flags: ['from', 'to'],
  prepare({ flags }) {
    const asked = {
      from: flags.from === undefined ? null : day(flags.from, '--from'),
      to: flags.to === undefined ? null : day(flags.to, '--to'),
    }
    return async () => {
      const read = readPeriod(asked, { today: tokyoDayOf(now()) })
      if (!read.ok) return refused({ ok: false, reason: read.problem }, PROBLEMS[read.problem])
      const { countInquiries } = await import('#app/features/inquiries/count-inquiries.server.ts')
      const report = await countInquiries(read.period, { locale: 'ja' })
      const table = report.rows.map(({ editionName, ...row }) => ({ ...row, name: editionName }))
      return { ok: true, json: report, table }
    }
  },
}
