import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { forgetWorkFiles } from '#app/features/work/forget-work-files.server.ts'
import { listWorks, loadWork, loadWorkFile } from '#app/features/work/load-work.server.ts'
import { queueWork } from '#app/features/work/queue-work.server.ts'
import { runWorkAgain } from '#app/features/work/run-work-again.server.ts'
import {
  LeaseLost,
  runNextWork,
  runWorks,
  type WorkHandler,
  type WorkHandlers,
} from '#app/features/work/run-works.server.ts'
import { WORK_KINDS } from '#app/features/work/work.ts'
import { runAs } from '#app/platform/actor.server.ts'
import { setClock, setClockOffset } from '#app/platform/clock.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { NOON } from '#tests/support/factories.ts'
import { aStaffMember } from '#tests/support/staff.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const paper = { name: 'papers.pdf', mediaType: 'application/pdf', content: new TextEncoder().encode('%PDF-') }

beforeEach(() => setClock(NOON))
afterAll(() => setClockOffset(0))

async function aWork(total = 3): Promise<string> {
  return await inTransaction((tx) => queueWork(tx, { kind: 'mail-batch', params: {}, total, now: NOON }))
}

/** All kinds done the same way. */
function doneBy(handler: WorkHandler): WorkHandlers {
  return Object.fromEntries(WORK_KINDS.map((kind) => [kind, handler])) as WorkHandlers
}

function after(ms: number): Date {
  const instant = new Date(NOON.getTime() + ms)
  setClock(instant)
  return instant
}

describe('a work', () => {
  test('is done by a job, which says how far it is and leaves a file', async () => {
    const id = await aWork()
    expect(await loadWork(id)).toMatchObject({ state: 'queued', done: 0, total: 3, hasFile: false })
    await runWorks(
      doneBy(async (_work, report) => {
        await report(2)
        expect(await loadWork(id)).toMatchObject({ state: 'running', done: 2 })
        return { ok: true, file: paper }
      }),
    )
    expect(await loadWork(id)).toMatchObject({
      state: 'done',
      done: 3,
      fileName: 'papers.pdf',
      hasFile: true,
    })
    const file = await loadWorkFile(id)
    expect(new TextDecoder().decode(file?.content)).toBe('%PDF-')
  })

  test('runs in the name of whoever asked for it, and its page names her', async () => {
    const { staffId } = await aStaffMember('secretariat')
    const id = await runAs({ kind: 'staff', staffId }, () => aWork())
    await runWorks(
      doneBy(async () => {
        await inTransaction((tx) => tx.task.create({ data: aTask() }))
        return { ok: true }
      }),
    )
    expect(await loadWork(id)).toMatchObject({ staffName: '見本 secretariat' })
    expect(await db.auditEntry.findFirst({ where: { tableName: 'tasks' } })).toMatchObject({ staffId })
    // Its progress is no deed of hers.
    expect(await db.auditEntry.count({ where: { tableName: 'works', change: 'update' } })).toBe(0)
  })

  test('of many is done once each, by however many workers at once', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => aWork()))
    const done: string[] = []
    const handlers = doneBy((work) => {
      done.push(work.id)
      return Promise.resolve({ ok: true })
    })
    await Promise.all(Array.from({ length: 5 }, () => runWorks(handlers)))
    expect(done.toSorted()).toEqual(ids.toSorted())
    expect(await listWorks({ page: 1, perPage: 10 })).toMatchObject({ total: 12, works: { length: 10 } })
  })

  test('that has nothing to do says so', async () => {
    const id = await aWork()
    await runWorks(doneBy(() => Promise.resolve({ ok: false, problem: 'nothing-left' })))
    expect(await loadWork(id)).toMatchObject({ state: 'failed', problem: 'nothing-left' })
  })
})

describe('a worker that dies in the middle', () => {
  test('is replaced after a minute; should it live after all, it stops and writes nothing', async () => {
    const id = await aWork()
    let heard: unknown
    await runNextWork(
      doneBy(async (_first, report) => {
        await report(1)
        after(MINUTE - 5000)
        // Not silent for long enough yet.
        expect(await runNextWork(doneBy(() => Promise.reject(new Error('too early'))))).toBe(false)
        after(MINUTE + 5000)
        const second = doneBy(async (work, progress) => {
          expect(work.attempts).toBe(2)
          await progress(3)
          return { ok: true as const, file: paper }
        })
        expect(await runNextWork(second)).toBe(true)
        await sleep(300)
        heard = await report(2).catch((error: unknown) => error)
        return { ok: false, problem: 'nothing-left' }
      }),
    )
    expect(heard).toBeInstanceOf(LeaseLost)
    expect(await loadWork(id)).toMatchObject({ state: 'done', done: 3, hasFile: true, problem: null })
  })

  test('three times is the end of it, until somebody tries again', async () => {
    const id = await aWork()
    await db.work.update({ where: { id }, data: { state: 'running', heardAt: NOON, attempts: 3 } })
    after(2 * MINUTE)
    expect(await runNextWork(doneBy(() => Promise.resolve({ ok: true })))).toBe(false)
    expect(await loadWork(id)).toMatchObject({ state: 'failed', problem: 'interrupted' })
    expect(await Promise.all([runWorkAgain(id), runWorkAgain(id)])).toEqual(
      expect.arrayContaining([true, false]),
    )
    await runWorks(doneBy(() => Promise.resolve({ ok: true })))
    expect(await loadWork(id)).toMatchObject({ state: 'done', problem: null })
    expect(await runWorkAgain(id)).toBe(false)
  })

  test('of an error is tried again a minute later, three times in all', async () => {
    const id = await aWork()
    let tries = 0
    const failing = doneBy(() => {
      tries += 1
      return Promise.reject(new Error('as it happens'))
    })
    for (let minute = 0; minute < 5; minute += 1) {
      after(minute * (MINUTE + 5000))
      await runWorks(failing)
    }
    expect(tries).toBe(3)
    expect(await loadWork(id)).toMatchObject({ state: 'failed', problem: 'error' })
  })
})

test('a result is deleted after seven days; it can be made again', async () => {
  const id = await aWork()
  const handlers = doneBy(() => Promise.resolve({ ok: true, file: paper }))
  await runWorks(handlers)
  expect(await forgetWorkFiles({ now: after(7 * DAY) })).toBe(0)
  expect(await forgetWorkFiles({ now: after(7 * DAY + MINUTE) })).toBe(1)
  expect(await loadWork(id)).toMatchObject({ state: 'done', fileName: 'papers.pdf', hasFile: false })
  expect(await loadWorkFile(id)).toBeNull()
  expect(await runWorkAgain(id)).toBe(true)
  await runWorks(handlers)
  expect(await loadWork(id)).toMatchObject({ state: 'done', hasFile: true })
  expect([await loadWork('none'), await loadWorkFile('none'), await runWorkAgain('none')]).toEqual([
    null,
    null,
    false,
  ])
})

function aTask() {
  return { id: '01930000-0000-7000-8000-00000000000a', dedupeKey: 'x', kind: 'x', openedAt: NOON }
}
