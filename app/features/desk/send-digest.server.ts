import { dayToDb, tokyoDayOf } from '#app/domain/day.ts'
import { isLocale, type Locale } from '#app/domain/locale.ts'
import { countOverdueBills } from '#app/features/desk/bills/list-bills.server.ts'
import { countWaitingLectures } from '#app/features/desk/lectures/list-lectures.server.ts'
import { listPackable } from '#app/features/desk/packing/list-packable.server.ts'
import { TASK_WORDS } from '#app/features/desk/order-words.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'

const DAY_MS = 86_400_000
/** Who had nothing to be told for long is not told of everything since. */
const LONGEST_MS = 7 * DAY_MS

type Waiting = Awaited<ReturnType<typeof countWaiting>>

/**
 * Mails staff who want it what waits at the desk: figures and links, no reader's data. Once a day and person, however often it is called; where there is
 * nothing to tell there is no mail. @returns how many mails were queued
 */
export async function sendDigests({ now }: { now: Date }): Promise<number> {
  const [staff, waiting] = await Promise.all([
    db.staff.findMany({ where: { digest: true, disabledAt: null } }),
    countWaiting(now),
  ])
  let queued = 0
  for (const person of staff) {
    const newOrders = await countNewOrders(person.email, now)
    if (newOrders === 0 && isNothing(waiting)) continue
    const locale = isLocale(person.locale) ? person.locale : 'ja'
    const isNew = await inTransaction((tx) =>
      queueMail(tx, {
        dedupeKey: `digest:${person.id}:${tokyoDayOf(now)}`,
        template: 'staff-digest',
        locale,
        toEmail: person.email,
        props: {
          ...waiting,
          day: tokyoDayOf(now),
          deskUrl: `${env.baseUrl}/desk`,
          newOrders,
          tasks: waiting.tasks.map((task) => ({ label: labelOf(task.kind, locale), count: task.count })),
        },
        now,
      }),
    )
    if (isNew) queued += 1
  }
  return queued
}

async function countWaiting(now: Date) {
  const [packable, overdueBills, otherOverdueBills, lectures, failedMails, failedWorks, tasks] =
    await Promise.all([
      listPackable(),
      db.order.count({
        where: { charge: { state: 'open', terms: 'billed', dueOn: { lt: dayToDb(tokyoDayOf(now)) } } },
      }),
      countOverdueBills({ now }),
      countWaitingLectures({ now }),
      db.outboxMail.count({ where: { state: 'failed' } }),
      db.work.count({ where: { state: 'failed', finishedAt: { gte: new Date(now.getTime() - DAY_MS) } } }),
      db.task.groupBy({ by: ['kind'], where: { doneAt: null }, _count: true, orderBy: { kind: 'asc' } }),
    ])
  return {
    toPack: packable.total,
    overdueBills,
    otherOverdueBills,
    lectures,
    failedMails,
    failedWorks,
    tasks: tasks.map(({ kind, _count }) => ({ kind, count: _count })),
  }
}

/** Orders since this person's last digest. */
async function countNewOrders(email: string, now: Date): Promise<number> {
  const last = await db.outboxMail.findFirst({
    where: { template: 'staff-digest', toEmail: email },
    orderBy: { createdAt: 'desc' },
    select: { createdAt: true },
  })
  const earliest = now.getTime() - LONGEST_MS
  const since = last ? Math.max(last.createdAt.getTime(), earliest) : now.getTime() - DAY_MS
  return await db.order.count({ where: { placedAt: { gt: new Date(since), lte: now } } })
}

function isNothing(waiting: Waiting): boolean {
  const { tasks, ...figures } = waiting
  return tasks.length === 0 && Object.values(figures).every((count) => count === 0)
}

function labelOf(kind: string, locale: Locale): string {
  const words = TASK_WORDS[kind]
  return words ? textsFor(locale)(words.title) : kind
}
