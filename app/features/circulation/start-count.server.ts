import { randomBytes } from 'node:crypto'
import { makeSubjectCode } from '#app/domain/subject-code.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

export type StartCountResult = { ok: true; code: string } | { ok: false; reason: 'open'; code: string }

/**
 * Begins a stock-taking of every printed edition that has ever been delivered. One is open at a time: two would each book the other's
 * differences. Sales go on.
 */
export async function startCount(
  { note }: { note: string | null },
  { now }: { now: Date },
): Promise<StartCountResult> {
  const code = makeSubjectCode('S', randomBytes(4))
  try {
    await inTransaction(async (tx) => {
      const countId = newId()
      await tx.stockCount.create({
        data: { id: countId, code, note: note || null, startedAt: now, staffId: currentStaffId() },
      })
      const editions = await tx.printRun.findMany({
        where: { receivedOn: { not: null } },
        distinct: ['editionId'],
        select: { editionId: true },
      })
      await tx.stockCountLine.createMany({
        data: editions.map(({ editionId }) => ({ id: newId(), countId, editionId })),
      })
    })
    return { ok: true, code }
  } catch (error) {
    if (!hasDatabaseCode(error, DB_CODE.unique)) throw error
    const open = await db.stockCount.findFirst({ where: { state: 'open' }, select: { code: true } })
    if (!open) throw error
    return { ok: false, reason: 'open', code: open.code }
  }
}

export type EndCountResult = { ok: true } | { ok: false; reason: 'not-found' | 'closed' }

/** Gives a stock-taking up: nothing of it is booked. */
export async function cancelCount(code: string): Promise<EndCountResult> {
  const ended = await inTransaction((tx) =>
    tx.stockCount.updateMany({ where: { code, state: 'open' }, data: { state: 'cancelled' } }),
  )
  if (ended.count === 1) return { ok: true }
  const known = await db.stockCount.count({ where: { code } })
  return { ok: false, reason: known === 0 ? 'not-found' : 'closed' }
}
