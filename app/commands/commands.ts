import type { Command, CommandResult } from '#app/commands/command.ts'
import { inquiryReportCommand } from '#app/commands/inquiry-report.ts'
import { unmarkCommand } from '#app/commands/mails.ts'
import { cancelCommand, listCommand, postCommand } from '#app/commands/orders.ts'
import { recordCommand } from '#app/commands/payments.ts'
import { nextRunBacktestCommand, printRunsCommand } from '#app/commands/reports.ts'
import { addStaffCommand, listStaffCommand, resetSecondFactorCommand } from '#app/commands/staff.ts'
import { receiveCommand, stockListCommand } from '#app/commands/stock.ts'
import { now } from '#app/platform/clock.server.ts'

const checkCommand: Command = {
  path: ['check', 'books'],
  usage: 'check books',
  about: 'prove that entries, stock, holds and payments agree; exit code 1 and the rows when not',
  words: 0,
  prepare() {
    return async () => {
      const { checkBooks } = await import('#app/features/settlement/check-books.server.ts')
      const report = await checkBooks()
      const wrong = report.checks.filter((check) => !check.ok)
      const result: CommandResult = {
        ok: report.ok,
        json: report,
        table: report.checks.map((check) => ({
          check: check.name,
          ok: check.ok,
          rows: check.rows.join(' '),
        })),
      }
      return report.ok ? result : { ...result, message: `${wrong.length} checks failed` }
    }
  },
}

const tasksCommand: Command = {
  path: ['tasks', 'list'],
  usage: 'tasks list',
  about: 'what waits for a decision of the secretariat',
  words: 0,
  prepare() {
    return async () => {
      const { listTasks } = await import('#app/features/messages/list-tasks.server.ts')
      const tasks = await listTasks()
      return { ok: true, json: { tasks }, table: tasks }
    }
  },
}

const seedCommand: Command = {
  path: ['seed', 'catalogue'],
  usage: 'seed catalogue',
  about: 'load the sample catalogue and settings into an empty database',
  words: 0,
  prepare() {
    return async () => {
      const { db } = await import('#app/platform/db.server.ts')
      if ((await db.title.count()) > 0) {
        const reason = { ok: false as const, reason: 'not-empty' }
        return { ok: false, json: reason, table: [reason], message: 'There is a catalogue already.' }
      }
      const { seedCatalogue } = await import('#prisma/seed/seed-catalogue.ts')
      await seedCatalogue({ now: now() })
      const titles = await db.title.count()
      return { ok: true, json: { ok: true, titles }, table: [{ titles }] }
    }
  },
}

/** Every command of the operator's tool. What they run is loaded when they run: a wrong word is answered at once. */
export const COMMANDS: readonly Command[] = [
  listCommand,
  postCommand,
  cancelCommand,
  recordCommand,
  receiveCommand,
  stockListCommand,
  tasksCommand,
  inquiryReportCommand,
  unmarkCommand,
  addStaffCommand,
  listStaffCommand,
  resetSecondFactorCommand,
  printRunsCommand,
  nextRunBacktestCommand,
  checkCommand,
  seedCommand,
]
