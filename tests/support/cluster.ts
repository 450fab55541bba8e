import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach } from 'vitest'
import { type EmbeddedDatabase, openDatabase } from '#app/platform/embedded-postgres.server.ts'
import { workerUrl } from '#tests/support/db.ts'
import { shopProcess, type ShopProcess } from '#tests/support/processes.ts'
import { withClient } from '#tests/support/server.ts'

export type Query = <Row>(sql: string, values?: unknown[]) => Promise<Row[]>

export type Cluster = {
  /** What the processes share besides the database: the secret that signs cookies. */
  readonly dataDir: string
  /** Rows of the database that the processes share. */
  query: Query
  /** Makes and starts a process; `server` serves pages and works, `worker` only works. */
  start(role?: 'server' | 'worker'): Promise<ShopProcess>
  /** Lets the shop's clock jump ahead: all processes are stopped, and those that were up started again. */
  passTime(ms: number): Promise<void>
  /** Has one of the running processes do a job of the job table now, and waits until it is done. @throws Error when it fails */
  runJob(name: string): Promise<void>
  /** Waits until the sandbox of a running server has handed over every webhook that the shop has not got yet. */
  webhooksAreIn(): Promise<void>
  /** The end of trouble: time passes, webhooks arrive, and every job that looks after what was left has its turn. */
  catchUp(ms: number): Promise<void>
}

/**
 * Processes of the built shop on one database, each on a port of its own, as in production but with the sandbox behind them. Every
 * test of the file begins with none and must leave them in such a state that they end cleanly when asked.
 * @param on the worker's database, or the embedded one that the processes themselves run in their data folder
 */
export function useCluster(
  name: string,
  on: 'worker-database' | 'embedded-database' = 'worker-database',
): Cluster {
  let dataDir = ''
  let processes: ShopProcess[] = []
  let embedded: EmbeddedDatabase | undefined

  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'mnet-shop-faults-'))
    // The test is one of its users, so that it outlives the moments in which no server is up.
    if (on === 'embedded-database') embedded = await openDatabase({ dataDir })
  })

  afterEach(async () => {
    const up = processes.filter((one) => one.isUp)
    processes = []
    const ends = await Promise.allSettled(up.map((one) => one.stop()))
    await embedded?.close()
    embedded = undefined
    await rm(dataDir, { recursive: true, force: true })
    const unclean = ends.find((end) => end.status === 'rejected')
    if (unclean) throw unclean.reason
  })

  const query: Query = async <Row>(sql: string, values: unknown[] = []) =>
    await withClient(
      embedded?.url ?? workerUrl(),
      async (client) => (await client.query(sql, values)).rows as Row[],
    )

  async function passTime(ms: number): Promise<void> {
    const up = processes.filter((one) => one.isUp)
    await Promise.all(up.map((one) => one.stop()))
    await query(
      `INSERT INTO shop_clock (id, offset_ms) VALUES (1, $1)
       ON CONFLICT (id) DO UPDATE SET offset_ms = shop_clock.offset_ms + $1`,
      [ms],
    )
    await Promise.all(up.map((one) => one.start()))
  }

  return {
    get dataDir() {
      return dataDir
    },
    query,
    async start(role = 'server') {
      const made = await shopProcess(
        // Readers come from many addresses, named by a proxy: limits count by them.
        { name, dataDir, ...(embedded ? {} : { databaseUrl: workerUrl() }), env: { TRUST_PROXY: '1' } },
        role,
      )
      processes.push(made)
      await made.start()
      return made
    },
    passTime,
    runJob: (job) => runJob(query, job),
    webhooksAreIn: () => webhooksAreIn(query),
    async catchUp(ms) {
      await passTime(ms)
      await webhooksAreIn(query)
      for (const job of ['sweep-stripe', 'expire-charges', 'drain-outbox']) await runJob(query, job)
      await webhooksAreIn(query)
    },
  }
}

async function runJob(query: Query, name: string): Promise<void> {
  const [job] = await query<{ id: string }>('SELECT id FROM graphile_worker.add_job($1, max_attempts => 1)', [
    name,
  ])
  const deadline = performance.now() + 120_000
  for (;;) {
    const [left] = await query<{ last_error: string | null }>(
      'SELECT last_error FROM graphile_worker.jobs WHERE id = $1',
      [job?.id],
    )
    if (!left) return
    if (left.last_error !== null) throw new Error(`The job ${name} failed: ${left.last_error}`)
    if (performance.now() > deadline)
      throw new Error(`No process has done the job ${name} within two minutes`)
    await sleep(50)
  }
}

async function webhooksAreIn(query: Query): Promise<void> {
  const deadline = performance.now() + 120_000
  for (;;) {
    const [waiting] = await query<{ count: number }>(
      'SELECT count(*)::int AS count FROM sandbox_webhooks WHERE delivered_at IS NULL AND NOT lost',
    )
    if (waiting?.count === 0) return
    if (performance.now() > deadline)
      throw new Error(`${waiting?.count} webhooks have not arrived within two minutes`)
    await sleep(100)
  }
}
