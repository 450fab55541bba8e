import pg from 'pg'
import { afterEach, inject } from 'vitest'
import { onServer, withClient } from '#tests/support/server.ts'

let resetting: pg.Client | undefined
let claim: pg.Client | undefined
const checks: (() => unknown)[] = []

/**
 * Makes a migrated database of its own on the run's server and returns its URL; dropped with the run. `name` tells it apart
 * from others of the same worker. One that is there already is used again.
 */
export async function createTestDatabase(name: string): Promise<string> {
  const { adminUrl, prefix } = inject('testServer')
  return copyDatabase(adminUrl, `${prefix}_${name}`, `${prefix}_template`)
}

/**
 * A database that no other worker uses as long as this one lives; later files use it again. Claimed by a lock rather than named by
 * VITEST_POOL_ID: where vitest passes from one project to the next, two workers can have the same id.
 */
export async function claimWorkerDatabase(): Promise<string> {
  const { adminUrl, prefix } = inject('testServer')
  claim = new pg.Client({ connectionString: adminUrl })
  await claim.connect()
  for (let number = 1; ; number += 1) {
    const name = `worker_${number}`
    const { rows } = await claim.query<{ isMine: boolean }>(
      'select pg_try_advisory_lock(hashtext($1)) as "isMine"',
      [`${prefix}_${name}`],
    )
    if (rows[0]?.isMine) return await createTestDatabase(name)
  }
}

/** An empty database, not migrated, on the run's server. */
export async function createEmptyDatabase(name: string): Promise<string> {
  const { adminUrl, prefix } = inject('testServer')
  return copyDatabase(adminUrl, `${prefix}_${name}`, 'template0')
}

/**
 * Puts this worker's database back into the state after the migrations: reference rows (accounts) stay, all else goes.
 * Runs before each test of the project `db`.
 */
export async function resetDatabase(): Promise<void> {
  if (!resetting) {
    resetting = new pg.Client({ connectionString: workerUrl() })
    await resetting.connect()
    // A test that left a transaction open fails here, in its neighbour, with a message instead of a time-out.
    await resetting.query(`set lock_timeout = '10s'`)
  }
  await resetting.query('select test_support.reset()')
}

/** Registers a check that runs after each test of the file (or, from a setup file, of the project). */
export function afterEachDb(check: () => unknown): void {
  checks.push(check)
}

/** The URL of this worker's database. */
export function workerUrl(): string {
  const url = process.env.DATABASE_URL
  if (!url) throw new Error('Only the project "db" has a database: see vitest.config.ts')
  return url
}

/** Called by the setup file after each test, in the order of registration. */
export function runChecksAfterEach(): void {
  afterEach(async () => {
    for (const check of checks) await check()
  })
}

/** Called by the setup file when a test file is done. */
export async function closeTestConnections(): Promise<void> {
  const client = resetting
  resetting = undefined
  await client?.end()
  await claim?.end()
  claim = undefined
}

/** Workers copy one after another: PostgreSQL refuses a template that somebody else is just copying from or looking at. */
async function copyDatabase(adminUrl: string, name: string, template: string): Promise<string> {
  await withClient(adminUrl, async (client) => {
    await client.query('select pg_advisory_lock(7881698406)')
    const found = await client.query('select 1 from pg_database where datname = $1', [name])
    if (found.rowCount === 0)
      await client.query(`create database ${name} template ${template} encoding 'UTF8' strategy file_copy`)
  })
  return onServer(adminUrl, name)
}
