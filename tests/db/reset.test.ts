import { describe, expect, it } from 'vitest'
import { db, pool } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { resetDatabase, workerUrl } from '#tests/support/db.ts'
import { withClient } from '#tests/support/server.ts'

const day = new Date('2026-04-01T00:00:00Z')

describe('resetDatabase', () => {
  it('empties append-only tables and what refers to them, and brings the accounts back as they were', async () => {
    const accounts = await db.account.findMany({ orderBy: { role: 'asc' } })
    expect(accounts.length).toBeGreaterThan(5)
    const [first, second] = accounts
    const entry = { id: newId(), causeKey: 'test:reset', kind: 'test', memo: 'test' }
    await db.journalEntry.create({
      data: {
        ...entry,
        eventOn: day,
        postedOn: day,
        createdAt: day,
        postings: {
          create: [
            { id: newId(), position: 0, account: first?.role ?? '', amountYen: 100 },
            { id: newId(), position: 1, account: second?.role ?? '', amountYen: -100 },
          ],
        },
      },
    })
    await expect(pool.query('delete from postings')).rejects.toThrow('append-only')
    await db.account.update({ where: { role: accounts.at(-1)?.role ?? '' }, data: { name: 'changed' } })

    await resetDatabase()

    expect([await db.journalEntry.count(), await db.posting.count()]).toEqual([0, 0])
    expect(await db.account.findMany({ orderBy: { role: 'asc' } })).toEqual(accounts)
    await expect(pool.query('select count(*) from _prisma_migrations')).resolves.toMatchObject({
      rowCount: 1,
    })
  })

  it('leaves the triggers on', async () => {
    await resetDatabase()
    const role = await withClient(workerUrl(), (client) => client.query('show session_replication_role'))
    expect(role.rows).toEqual([{ session_replication_role: 'origin' }])
  })
})
