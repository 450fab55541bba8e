import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { type EmbeddedDatabase, openDatabase } from '#app/platform/embedded-postgres.server.ts'
import { isAlive } from '#app/platform/process.server.ts'
import { migrate } from '#prisma/migrate.ts'

/** Where the run's databases are made; handed from the global setup to the workers. */
export type TestServer = {
  /** URL of a database on the server from which others can be created. */
  adminUrl: string
  /** What the names of this run's databases begin with: two runs may share a server. */
  prefix: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    testServer: TestServer
  }
}

const temporary = 'mnet-shop-test-'

/** Nothing here must outlive a power cut. */
const throwAway = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum_naptime: '10s',
  max_connections: '200',
}

/** The server of TEST_DATABASE_URL (any PostgreSQL 15 or newer, as a superuser), or a throw-away one of our own. */
export async function startTestServer(): Promise<TestServer & { stop(): Promise<void> }> {
  const prefix = `mnet_test_${randomBytes(4).toString('hex')}`
  const given = process.env.TEST_DATABASE_URL
  const own = given ? undefined : await startOwn()
  const adminUrl = given ?? own?.database.url ?? ''
  await makeTemplate(adminUrl, prefix)
  return {
    adminUrl,
    prefix,
    async stop() {
      if (!own) return dropAll(adminUrl, prefix)
      await own.database.close()
      await rm(own.dataDir, { recursive: true, force: true })
    },
  }
}

/** The URL of another database on the same server. */
export function onServer(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${database}`
  return other.href
}

/** Runs one piece of work on a connection of its own. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function startOwn(): Promise<{ database: EmbeddedDatabase; dataDir: string }> {
  await clearKilledRuns()
  const dataDir = await mkdtemp(path.join(os.tmpdir(), `${temporary}${process.pid}-`))
  return { dataDir, database: await openDatabase({ dataDir, settings: throwAway }) }
}

/** A run that was killed leaves its server behind: joining it and leaving again, as the last one out, stops it. */
async function clearKilledRuns(): Promise<void> {
  for (const name of await readdir(os.tmpdir())) {
    const pid = Number(new RegExp(`^${temporary}(\\d+)-`).exec(name)?.[1])
    if (!pid || isAlive(pid)) continue
    const dataDir = path.join(os.tmpdir(), name)
    try {
      const database = await openDatabase({ dataDir })
      await database.close()
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  }
}

/** One migrated database that every worker copies, with a function that puts a copy back into its first state. */
async function makeTemplate(adminUrl: string, prefix: string): Promise<void> {
  const name = `${prefix}_template`
  await withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    )
    const version = rows[0]?.version ?? 0
    if (version < 150_000) throw new Error(`The tests need PostgreSQL 15 or newer; this is ${version}.`)
    await client.query(`create database ${name} template template0 encoding 'UTF8'`)
  })
  const url = onServer(adminUrl, name)
  await migrate(url)
  await withClient(url, (client) => client.query(resetFunction))
}

/**
 * Empties what tests filled and brings back the rows that migrations put in (accounts and the like). As a replica, so that
 * neither foreign keys nor the triggers of append-only tables are in the way.
 */
const resetFunction = `
  create schema test_support;
  create table test_support.kept (name text primary key);
  do $$
  declare t record; filled boolean;
  begin
    for t in select tablename from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations' loop
      execute format('select exists (select from public.%I)', t.tablename) into filled;
      if filled then
        execute format('create table test_support.%I as table public.%1$I', t.tablename);
        insert into test_support.kept values (t.tablename);
      end if;
    end loop;
  end $$;
  create function test_support.reset() returns void language plpgsql as $$
  declare t record; filled boolean;
  begin
    perform set_config('session_replication_role', 'replica', true);
    for t in
      select schemaname, tablename from pg_tables
      where (schemaname = 'public' and tablename <> '_prisma_migrations')
         or (schemaname = 'graphile_worker' and tablename in ('_private_jobs', '_private_job_queues'))
    loop
      execute format('select exists (select from %I.%I)', t.schemaname, t.tablename) into filled;
      if filled then execute format('delete from %I.%I', t.schemaname, t.tablename); end if;
    end loop;
    for t in select name from test_support.kept loop
      execute format('insert into public.%I table test_support.%1$I', t.name);
    end loop;
  end $$;
`

async function dropAll(adminUrl: string, prefix: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [prefix],
    )
    for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`)
  })
}
