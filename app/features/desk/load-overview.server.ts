import { dayToDb, tokyoDayOf } from '#app/domain/day.ts'
import { countOverdueBills } from '#app/features/desk/bills/list-bills.server.ts'
import { countWaitingLectures } from '#app/features/desk/lectures/list-lectures.server.ts'
import { db } from '#app/platform/db.server.ts'

export type Overview = {
  /** Paid or billed orders with copies that can be posted. */
  toPack: number
  /** Orders that wait for their money before they are served. */
  unpaid: number
  /** Bills whose due day has passed. */
  overdue: number
  /** The same of bills that no order stands behind. */
  otherOverdue: number
  /** Parcels that a reader misses. */
  reported: number
  tasks: number
  /** What people asked and nobody has settled. */
  inquiries: number
  /** Requests for a lecturer that wait for an answer, for word that they were held, or for their bill. */
  lectures: number
  failedMails: number
}

/** What waits at the desk, counted. */
export async function loadOverview({ now }: { now: Date }): Promise<Overview> {
  const [toPack, unpaid, overdue, otherOverdue, reported, tasks, inquiries, lectures, failedMails] =
    await Promise.all([
      db.order.count({
        where: {
          lines: { some: { held: { gt: 0 } } },
          OR: [{ charge: { state: 'covered' } }, { charge: { state: 'open', terms: 'billed' } }],
        },
      }),
      db.order.count({ where: { charge: { state: 'open', terms: 'prepaid' } } }),
      db.order.count({
        where: { charge: { state: 'open', terms: 'billed', dueOn: { lt: dayToDb(tokyoDayOf(now)) } } },
      }),
      countOverdueBills({ now }),
      db.order.count({ where: { parcelReports: { some: { resolvedAt: null } } } }),
      db.task.count({ where: { doneAt: null } }),
      db.inquiry.count({ where: { closedAt: null } }),
      countWaitingLectures({ now }),
      db.outboxMail.count({ where: { state: 'failed' } }),
    ])
  return { toPack, unpaid, overdue, otherOverdue, reported, tasks, inquiries, lectures, failedMails }
}
