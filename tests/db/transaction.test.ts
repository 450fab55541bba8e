import pg from 'pg'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  afterCommit,
  connectDatabase,
  db,
  disconnectDatabase,
  inTransaction,
  isInsideTransaction,
  pool,
} from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { workerUrl } from '#tests/support/db.ts'

const slug = 'transaction-test'
let id: string

beforeEach(async () => {
  id = newId()
  await db.periodical.create({ data: { id, slug, name: 'start' } })
})

describe('db and pool', () => {
  it('are one pool, made at first use, and come back after a disconnect', async () => {
    expect(pool).toBeInstanceOf(pg.Pool)
    expect(pool.constructor.name).toMatch(/Pool$/)
    expect((await pool.query('select name from periodicals where id = $1', [id])).rows).toEqual([
      { name: 'start' },
    ])
    expect(pool.totalCount).toBeGreaterThan(0)
    await disconnectDatabase()
    expect((await db.periodical.findUniqueOrThrow({ where: { id } })).name).toBe('start')
  })

  it('refuse a second database', async () => {
    connectDatabase(workerUrl())
    expect(() => connectDatabase('postgresql://elsewhere/shop')).toThrow('another database')
  })
})

describe('inTransaction', () => {
  it('commits what the work wrote and returns what it returned', async () => {
    expect(await inTransaction((tx) => tx.periodical.count())).toBe(1)
    await inTransaction((tx) => tx.periodical.update({ where: { id }, data: { name: 'committed' } }))
    expect(await name()).toBe('committed')
  })

  it('rolls everything back when the work throws', async () => {
    const work = inTransaction(async (tx) => {
      await tx.periodical.update({ where: { id }, data: { name: 'lost' } })
      throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    expect(await name()).toBe('start')
  })

  it('knows whether it is open, also in what was started inside and outlives it', async () => {
    let late: Promise<boolean> | undefined
    expect(isInsideTransaction()).toBe(false)
    let release = (): void => undefined
    await inTransaction(async (tx) => {
      await tx.periodical.count()
      expect(isInsideTransaction()).toBe(true)
      late = new Promise<void>((resolve) => (release = resolve)).then(() => isInsideTransaction())
    })
    release()
    expect(await late).toBe(false)
    expect(isInsideTransaction()).toBe(false)
  })

  it('refuses another one inside', async () => {
    await expect(inTransaction(() => inTransaction(async () => 1))).rejects.toThrow('pass tx down')
  })

  it('runs hooks after the commit, outside of it, and not after a rollback', async () => {
    const seen: string[] = []
    await inTransaction(async (tx) => {
      afterCommit(async () => seen.push(`${await name()} ${isInsideTransaction()}`))
      await tx.periodical.update({ where: { id }, data: { name: 'seen' } })
      expect(seen).toEqual([])
    })
    expect(seen).toEqual(['seen false'])
    await inTransaction(async () => {
      afterCommit(() => seen.push('never'))
      throw new Error('no')
    }).catch(() => undefined)
    expect(seen).toEqual(['seen false'])
    expect(() => afterCommit(() => undefined)).toThrow('inside of a transaction')
  })

  it('stands when a hook fails, and runs the other hooks', async () => {
    const seen: string[] = []
    const result = await inTransaction(async () => {
      afterCommit(() => {
        throw new Error('hook')
      })
      afterCommit(() => seen.push('second'))
      return 'done'
    })
    expect([result, seen]).toEqual(['done', ['second']])
  })

  it('tries again after serialization failures: no update is lost', async () => {
    let runs = 0
    const append = (letter: string, meet: () => Promise<void>) =>
      inTransaction(
        async (tx) => {
          runs += 1
          const row = await tx.periodical.findUniqueOrThrow({ where: { id } })
          await meet()
          await tx.periodical.update({ where: { id }, data: { name: `${row.name}${letter}` } })
        },
        { isolation: 'Serializable' },
      )
    const meet = meeting(2)
    await Promise.all([append('A', meet), append('B', meet)])
    expect((await name()).replace('start', '').split('').sort()).toEqual(['A', 'B'])
    expect(runs).toBeGreaterThan(2)
  })

  it('tries again after a failure that shows at the commit only (write skew), and runs hooks once', async () => {
    let runs = 0
    const hooks: string[] = []
    const meet = meeting(2)
    const addIfAlone = (slugOf: string) =>
      inTransaction(
        async (tx) => {
          runs += 1
          const count = await tx.periodical.count()
          await meet()
          afterCommit(() => hooks.push(slugOf))
          if (count > 1) return
          await tx.periodical.create({ data: { id: newId(), slug: slugOf, name: slugOf } })
        },
        { isolation: 'Serializable' },
      )
    await Promise.all([addIfAlone('a'), addIfAlone('b')])
    expect(await db.periodical.count()).toBe(2)
    expect(runs).toBeGreaterThan(2)
    expect(hooks.sort()).toEqual(['a', 'b'])
  })

  it('tries again after a deadlock', async () => {
    const other = newId()
    await db.periodical.create({ data: { id: other, slug: 'other', name: 'start' } })
    const meet = meeting(2)
    const both = (first: string, second: string) =>
      inTransaction(async (tx) => {
        await tx.$executeRaw`update periodicals set name = name || '+' where id = ${first}::uuid`
        await meet()
        await tx.$executeRaw`update periodicals set name = name || '+' where id = ${second}::uuid`
      })
    await Promise.all([both(id, other), both(other, id)])
    expect((await db.periodical.findMany()).map((row) => row.name)).toEqual(['start++', 'start++'])
  })

  it('gives up after three more tries', async () => {
    let runs = 0
    const work = inTransaction(async (tx) => {
      runs += 1
      await tx.$executeRawUnsafe(`do $$ begin raise exception 'again' using errcode = '40001'; end $$`)
    })
    await expect(work).rejects.toThrow('Code: `40001`')
    expect(runs).toBe(4)
  })

  it('does not try again after other errors', async () => {
    let runs = 0
    const work = inTransaction(async (tx) => {
      runs += 1
      await tx.periodical.create({ data: { id: newId(), slug, name: 'twice' } })
    })
    await expect(work).rejects.toMatchObject({ code: 'P2002' })
    expect(runs).toBe(1)
  })

  it('rolls back work that takes too long', async () => {
    const work = inTransaction(
      async (tx) => {
        await tx.periodical.update({ where: { id }, data: { name: 'slow' } })
        await tx.$queryRaw`select 1 as one from pg_sleep(0.6)`
        await tx.periodical.count()
      },
      { timeoutMs: 200 },
    )
    await expect(work).rejects.toMatchObject({ code: 'P2028' })
    expect(await name()).toBe('start')
  })

  it('lets fifty wait for ten connections', async () => {
    const meet = Array.from({ length: 50 }, () =>
      inTransaction((tx) => tx.$executeRaw`update periodicals set name = name || '.' where id = ${id}::uuid`),
    )
    await Promise.all(meet)
    expect(await name()).toBe(`start${'.'.repeat(50)}`)
    expect(pool.totalCount).toBeLessThanOrEqual(10)
  })
})

async function name(): Promise<string> {
  return (await db.periodical.findUniqueOrThrow({ where: { id } })).name
}

/** Holds the first `size` callers until all of them are there; later ones (second tries) pass. */
function meeting(size: number): () => Promise<void> {
  let waiting = 0
  let open = (): void => undefined
  const all = new Promise<void>((resolve) => (open = resolve))
  return async () => {
    waiting += 1
    if (waiting >= size) open()
    await all
  }
}
