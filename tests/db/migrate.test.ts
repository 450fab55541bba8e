import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '#app/platform/id.server.ts'
import { markRolledBack, migrate, MigrationError, pendingMigrations } from '#prisma/migrate.ts'
import { driftSql, migrationsFolder } from '#prisma/schema-engine.ts'
import { createEmptyDatabase } from '#tests/support/db.ts'
import { withClient } from '#tests/support/server.ts'

const lockfile = 'provider = "postgresql"\n'

let folder: string
let url: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'migrations-'))
  await writeFile(path.join(folder, 'migration_lock.toml'), lockfile)
  url = await createEmptyDatabase(`migrate_${newId().replaceAll('-', '')}`)
})

afterEach(() => rm(folder, { recursive: true }))

describe('migrate', () => {
  it('brings an empty database to schema.prisma, then has nothing to do', async () => {
    const all = (await readdir(migrationsFolder())).filter((name) => name !== 'migration_lock.toml').sort()
    expect(await withPool((pool) => pendingMigrations(pool))).toEqual(all)
    expect(await migrate(url)).toEqual({ applied: all })
    expect(await migrate(url)).toEqual({ applied: [] })
    expect(await withPool((pool) => pendingMigrations(pool))).toEqual([])
    expect(await driftSql(url)).toBe('')
  })

  it.each([
    ['a port where nobody listens', { port: '1' }, /^The database cannot be reached: .*ECONNREFUSED.*\.$/],
    [
      'a database that is not there',
      { pathname: '/nowhere' },
      /^The database cannot be reached: .*nowhere.*\.$/,
    ],
  ])('says in one line that it cannot reach %s, without the password', async (_name, change, told) => {
    const elsewhere = Object.assign(new URL(url), change)
    const error: unknown = await migrate(elsewhere.href, folder).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(MigrationError)
    expect((error as MigrationError).message).toMatch(told)
    expect((error as MigrationError).message).not.toContain(elsewhere.password || elsewhere.href)
  })

  it('keeps the table of `prisma migrate deploy`: name, SHA-256 of the file, one step, finished', async () => {
    await write('20260101000000_start', 'create table a (id int);')
    await migrate(url, folder)
    const rows = await query(
      `select migration_name, checksum, applied_steps_count, finished_at is not null as finished, logs, rolled_back_at
       from _prisma_migrations`,
    )
    expect(rows).toEqual([
      {
        migration_name: '20260101000000_start',
        // printf 'create table a (id int);' | sha256sum
        checksum: 'bd13f35d034681973ca6b5d77e1e0e86f86a071ee88c62d03ab4da576abb4a21',
        applied_steps_count: 1,
        finished: true,
        logs: null,
        rolled_back_at: null,
      },
    ])
  })

  it('sends a script whole: semicolons in bodies and texts are no ends of statements', async () => {
    await write(
      '20260101000000_start',
      `create table a (text text default 'x;y');
       create function shout() returns trigger language plpgsql as $$ begin new.text := upper(new.text); return new; end; $$;
       create trigger shouts before insert on a for each row execute function shout();
       insert into a default values;`,
    )
    await migrate(url, folder)
    expect(await query('select text from a')).toEqual([{ text: 'X;Y' }])
  })

  it('applies only what is new, in the order of the names', async () => {
    await write('20260101000000_start', 'create table a (id int);')
    await migrate(url, folder)
    await write('20260103000000_third', 'alter table b add column more int;')
    await write('20260102000000_second', 'create table b (id int);')
    expect(await migrate(url, folder)).toEqual({ applied: ['20260102000000_second', '20260103000000_third'] })
  })

  it('lets callers at once wait for one another: each migration runs once', async () => {
    await write('20260101000000_start', 'create table a (id int); select pg_sleep(0.3);')
    await write('20260102000000_second', 'create table b (id int);')
    const results = await Promise.all([1, 2, 3, 4].map(() => migrate(url, folder)))
    const applied = results.map((result) => result.applied).filter((names) => names.length > 0)
    expect(applied).toEqual([['20260101000000_start', '20260102000000_second']])
    expect(await query('select migration_name from _prisma_migrations order by 1')).toHaveLength(2)
  })

  it('names a failing migration, takes it back whole, and refuses to go on after it (P3009)', async () => {
    await write('20260101000000_start', 'create table a (id int);')
    await write('20260102000000_bad', 'create table b (id int); create table a (id int);')
    await write('20260103000000_third', 'create table c (id int);')
    const first = await failure()
    expect(first.code).toBe('P3018')
    expect(first.message).toBe('P3018: migration 20260102000000_bad failed: relation "a" already exists')
    expect(await query(`select to_regclass('b') as b, to_regclass('c') as c`)).toEqual([{ b: null, c: null }])

    await write('20260102000000_bad', 'create table b (id int);')
    const second = await failure()
    expect(second.code).toBe('P3009')
    expect(second.message).toContain('20260102000000_bad failed on this database before')
    expect(await query(`select to_regclass('b') as b, to_regclass('c') as c`)).toEqual([{ b: null, c: null }])

    await markRolledBack(url, '20260102000000_bad')
    expect(await migrate(url, folder)).toEqual({ applied: ['20260102000000_bad', '20260103000000_third'] })
    expect(await migrate(url, folder)).toEqual({ applied: [] })
  })

  it('refuses a migration that was edited after it was applied', async () => {
    await write('20260101000000_start', 'create table a (id int);')
    await migrate(url, folder)
    await write('20260101000000_start', 'create table a (id bigint);')
    expect((await failure()).message).toContain('20260101000000_start was edited after it was applied')
  })

  it('is at ease with migrations of a newer version in the database', async () => {
    await write('20260101000000_start', 'create table a (id int);')
    await write('20260102000000_newer', 'create table b (id int);')
    await migrate(url, folder)
    await rm(path.join(folder, '20260102000000_newer'), { recursive: true })
    expect(await migrate(url, folder)).toEqual({ applied: [] })
    expect(await withPool((pool) => pendingMigrations(pool, folder))).toEqual([])
  })
})

describe('driftSql', () => {
  it('sees a column, a table and an index that the schema does not have, and one that is missing', async () => {
    await migrate(url)
    await query('alter table titles add column extra text')
    await query('create table stray (id int primary key)')
    await query('create index stray_idx on editions (pages)')
    await query('alter table titles drop column listed')
    const sql = await driftSql(url)
    expect(sql).toContain('DROP COLUMN "extra"')
    expect(sql).toContain('DROP TABLE "stray"')
    expect(sql).toContain('DROP INDEX "stray_idx"')
    expect(sql).toContain('ADD COLUMN     "listed"')
  })
})

async function write(name: string, sql: string): Promise<void> {
  await mkdir(path.join(folder, name), { recursive: true })
  await writeFile(path.join(folder, name, 'migration.sql'), sql)
}

async function failure(): Promise<MigrationError> {
  const error: unknown = await migrate(url, folder).catch((problem: unknown) => problem)
  expect(error).toBeInstanceOf(MigrationError)
  return error as MigrationError
}

function query(sql: string): Promise<unknown[]> {
  return withClient(url, async (client) => (await client.query(sql)).rows)
}

async function withPool<T>(work: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  try {
    return await work(pool)
  } finally {
    await pool.end()
  }
}
