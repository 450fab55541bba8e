import { beforeEach, describe, expect, it } from 'vitest'
import { runAs } from '#app/platform/actor.server.ts'
import {
  db,
  inOneStatement,
  inTransaction,
  isInsideTransaction,
  sqlRows,
  type Tx,
} from '#app/platform/db.server.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { insertRows } from '#app/platform/insert-rows.server.ts'
import { anOrganisation, NOON } from '#tests/support/factories.ts'

const day = new Date('2026-11-24T00:00:00Z')

function anEntry(causeKey: string, amounts: readonly number[] = [500, -500]) {
  const id = newId()
  const entry = {
    id,
    causeKey,
    kind: 'test',
    eventOn: day,
    postedOn: day,
    memo: 'é「"\\n」',
    createdAt: NOON,
  }
  const postings = amounts.map((amountYen, position) => ({
    id: newId(),
    entryId: id,
    position,
    account: position === 0 ? 'cash' : 'sales',
    amountYen,
    taxRate: position === 0 ? null : 10,
  }))
  return { journal_entries: [entry], postings }
}

describe('insertRows', () => {
  it('writes a graph in one statement, as Prisma would', async () => {
    expect(await inTransaction((tx) => insertRows(tx, anEntry('one')))).toBe(true)
    const found = await db.journalEntry.findUniqueOrThrow({
      where: { causeKey: 'one' },
      include: { postings: { orderBy: { position: 'asc' } } },
    })
    expect(found).toMatchObject({ memo: 'é「"\\n」', eventOn: day, createdAt: NOON, orderId: null })
    expect(found.postings.map(({ account, amountYen, taxRate }) => [account, amountYen, taxRate])).toEqual([
      ['cash', 500, null],
      ['sales', -500, 10],
    ])
  })

  it('writes nothing of a fact that is there already', async () => {
    const write = () =>
      inTransaction((tx) => insertRows(tx, anEntry('twice'), { onlyIfNew: 'journal_entries' }))
    expect([await write(), await write()]).toEqual([true, false])
    expect(await db.posting.count()).toBe(2)
  })

  it('without that, a row that is there already ends the transaction', async () => {
    const write = () => inTransaction((tx) => insertRows(tx, anEntry('twice')))
    await write()
    const error: unknown = await write().catch((thrown: unknown) => thrown)
    expect(hasDatabaseCode(error, DB_CODE.unique)).toBe(true)
  })

  it('is checked by the triggers of its tables', async () => {
    const work = inTransaction((tx) => insertRows(tx, anEntry('off', [500, -499])))
    const error: unknown = await work.catch((thrown: unknown) => thrown)
    expect(hasDatabaseCode(error, DB_CODE.unbalanced)).toBe(true)
    expect(await db.journalEntry.count()).toBe(0)
  })
})

describe('inOneStatement', () => {
  it('is a transaction by itself: what is refused at its end was never written', async () => {
    expect(await inOneStatement((on) => insertRows(on, anEntry('one')))).toBe(true)
    const work = inOneStatement((on) => insertRows(on, anEntry('off', [500, -499])))
    const error: unknown = await work.catch((thrown: unknown) => thrown)
    expect(hasDatabaseCode(error, DB_CODE.unbalanced)).toBe(true)
    expect((await db.journalEntry.findMany()).map(({ causeKey }) => causeKey)).toEqual(['one'])
    expect(await db.posting.count()).toBe(2)
  })

  it('runs again after a serialization failure, and not after other errors', async () => {
    const failing = (code: string) => {
      let runs = 0
      const work = inOneStatement(async (on) => {
        runs += 1
        if (runs < 3)
          await sqlRows(on, `DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '${code}'; END $$`)
        return 'done'
      })
      return work.then(
        (result) => [runs, result],
        () => [runs, 'failed'],
      )
    }
    expect(await failing('40001')).toEqual([3, 'done'])
    expect(await failing('22012')).toEqual([1, 'failed'])
  })

  it('is a transaction like any other for somebody at work, whom the audit log names', async () => {
    const asked = (on: Tx | typeof db) =>
      sqlRows(on, `SELECT nullif(current_setting('shop.actor', true), '') AS actor`)
    expect(await inOneStatement(asked)).toEqual([{ actor: null }])
    expect(await runAs({ kind: 'operator' }, () => inOneStatement(asked))).toEqual([{ actor: 'operator' }])
    expect(isInsideTransaction()).toBe(false)
    await expect(inTransaction(() => inOneStatement(asked))).rejects.toThrow('pass tx down')
  })
})

describe('sqlRows', () => {
  beforeEach(anOrganisation)

  it('reads and writes inside the transaction it is given', async () => {
    const work = inTransaction(async (tx) => {
      await tx.setting.create({ data: { id: newId(), key: 'other', value: {}, recordedAt: NOON } })
      const inside = await sqlRows(tx, 'SELECT key FROM settings ORDER BY key')
      const outside = await sqlRows(db, 'SELECT key FROM settings ORDER BY key')
      expect([inside.length, outside.length]).toEqual([2, 1])
      await sqlRows(tx, 'UPDATE shipping_rates SET price_yen = 1')
      throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    expect(await db.setting.count()).toBe(1)
    expect(await db.shippingRate.count({ where: { priceYen: 1 } })).toBe(0)
  })

  it('refuses a transaction that is over: its connection serves somebody else by then', async () => {
    let kept: Tx | undefined
    await inTransaction(async (tx) => {
      kept = tx
    })
    await expect(sqlRows(kept as Tx, 'SELECT 1')).rejects.toThrow('is over')
  })

  it('refuses one that has taken too long, and nothing of it stays', async () => {
    let refused: unknown
    const work = inTransaction(
      async (tx) => {
        await sqlRows(tx, 'UPDATE shipping_rates SET price_yen = 1')
        await sqlRows(tx, 'SELECT 1 FROM pg_sleep(0.5)')
        refused = await sqlRows(tx, 'SELECT 1').catch((error: unknown) => error)
      },
      { timeoutMs: 200 },
    )
    await expect(work).rejects.toThrow('too long')
    expect(String(refused)).toMatch('too long')
    expect(await db.shippingRate.count({ where: { priceYen: 1 } })).toBe(0)
  })
})
