import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { migrationsFolder, noFilters, withSchemaEngine } from './schema-engine.ts'

type Migration = { name: string; sql: string; checksum: string }

type MigrationRow = { migration_name: string; checksum: string; finished: boolean; rolled_back: boolean }

type Queryable = { query(text: string): Promise<{ rows: unknown[] }> }

/** Session advisory lock around a migration ("mnetshop" in ASCII digits); the engine takes another one of its own. */
const migrationLock = '7881698404'

/**
 * A migration that can't be applied, or a database that can't be reached, said in one line. `code` is Prisma's, such as P3009 or P3018,
 * or the connection's, such as ECONNREFUSED.
 */
export class MigrationError extends Error {
  override name = 'MigrationError'
  code: string | undefined

  constructor(message: string, code?: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * Applies what is missing of prisma/migrations to a database, in order, and keeps `_prisma_migrations` as
 * `prisma migrate deploy` does. Processes that start together wait for one another; when all is applied it costs one
 * query. Throws MigrationError when the database can't be reached, or a migration fails, failed before (P3009), or was edited
 * after it was applied.
 */
export async function migrate(
  databaseUrl: string,
  folder: string = migrationsFolder(),
): Promise<{ applied: string[] }> {
  const migrations = await readMigrations(folder)
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'mnet-shop migrate' })
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    throw toConnectionError(error)
  }
  try {
    if ((await missing(client, migrations)).length === 0) return { applied: [] }
    await client.query(`select pg_advisory_lock(${migrationLock})`)
    if ((await missing(client, migrations)).length === 0) return { applied: [] }
    return await apply(databaseUrl, folder, migrations)
  } finally {
    await client.end()
  }
}

/** Names of the migrations that this version brings and the database hasn't got, oldest first. */
export async function pendingMigrations(
  pool: Queryable,
  folder: string = migrationsFolder(),
): Promise<string[]> {
  return missing(pool, await readMigrations(folder))
}

/** Says that a failed migration has left nothing behind, so that it is tried again (`prisma migrate resolve`). */
export async function markRolledBack(databaseUrl: string, migrationName: string): Promise<void> {
  try {
    await withSchemaEngine(databaseUrl, (engine) => engine.markMigrationRolledBack({ migrationName }))
  } catch (error) {
    throw toMigrationError(error)
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/** Migrations of a newer version, unknown to this one, are no problem: an old process may restart during a roll-out. */
async function missing(database: Queryable, migrations: Migration[]): Promise<string[]> {
  const { rows: found } = await database.query(
    `select to_regclass('_prisma_migrations') is not null as there`,
  )
  if (!(found as { there: boolean }[])[0]?.there) return migrations.map((migration) => migration.name)
  const { rows } = await database.query(
    `select migration_name, checksum, finished_at is not null as finished, rolled_back_at is not null as rolled_back
     from _prisma_migrations`,
  )
  const standing = (rows as MigrationRow[]).filter((row) => !row.rolled_back)
  const applied = new Map(
    standing.filter((row) => row.finished).map((row) => [row.migration_name, row.checksum]),
  )
  for (const migration of migrations) {
    const checksum = applied.get(migration.name)
    if (checksum !== undefined && checksum !== migration.checksum)
      throw new MigrationError(
        `Migration ${migration.name} was edited after it was applied to this database: ` +
          'put the file back and write a new migration.',
      )
  }
  return migrations.filter((migration) => !applied.has(migration.name)).map((migration) => migration.name)
}

async function apply(databaseUrl: string, folder: string, migrations: Migration[]) {
  const lockfile = await readFile(path.join(folder, 'migration_lock.toml'), 'utf8')
  try {
    const { appliedMigrationNames } = await withSchemaEngine(databaseUrl, (engine) =>
      engine.applyMigrations({
        migrationsList: {
          baseDir: folder,
          lockfile: { path: 'migration_lock.toml', content: lockfile },
          shadowDbInitScript: '',
          migrationDirectories: migrations.map(({ name, sql }) => ({
            path: name,
            migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
          })),
        },
        filters: noFilters,
      }),
    )
    return { applied: appliedMigrationNames }
  } catch (error) {
    throw toMigrationError(error)
  }
}

/** Nothing of DATABASE_URL is quoted: there may be a password in it. A name with several addresses fails without a message. */
function toConnectionError(error: unknown): MigrationError {
  const { message, code } = error as { message?: string; code?: string }
  return new MigrationError(`The database cannot be reached: ${message || code || 'no answer'}.`, code, {
    cause: error,
  })
}

/** The engine's messages end in a trace of its own source; people need the reason only. */
function toMigrationError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { code } = error as { code?: string }
  if (code === 'P3009') {
    const name = /The `([^`]+)` migration/.exec(error.message)?.[1] ?? 'an earlier one'
    return new MigrationError(
      `P3009: migration ${name} failed on this database before. Mend its cause, then say that nothing of it is left: ` +
        `npm run migration -- --rolled-back ${name}`,
      code,
      { cause: error },
    )
  }
  const name = /migration_name="([^"]+)"/.exec(error.message)?.[1]
  const reason = /ERROR: (.+)/.exec(error.message)?.[1] ?? error.message.split('\n')[0]
  if (name === undefined) return new MigrationError(`Migrating failed: ${reason}`, code, { cause: error })
  return new MigrationError(`P3018: migration ${name} failed: ${reason}`, code ?? 'P3018', { cause: error })
}
