import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { disconnectDatabase } from '#app/platform/db.server.ts'
import { openDatabase } from '#app/platform/embedded-postgres.server.ts'
import { migrate } from '#prisma/migrate.ts'
import { fillCatalogue, fillOrders } from '#tests/bench/fixtures.ts'
import { root, startNode, type Running } from '#tests/support/node-process.ts'
import { onServer, withClient } from '#tests/support/server.ts'

/** How full a database is. `small` is a shop on its first day, `big` one that is a hundred times larger than the real one. */
export type Size = 'small' | 'big'

const SIZES: Record<Size, { titles: number; orders: number }> = {
  small: { titles: 50, orders: 0 },
  big: { titles: 5_000, orders: 100_000 },
}

/** What all measurements stand on: a PostgreSQL of our own with its default durability, and processes that end with the bench. */
export type Rig = {
  rounds: number
  /** Length of one round under load. */
  seconds: number
  isQuick: boolean
  /** Gone when the bench is over. */
  folder: string
  /** A database of a size; the same one each time it is asked for. */
  database(size: Size): Promise<string>
  /** The built server in live mode on a database, with the limits on memory that `npm start` gives it. */
  shop(databaseUrl: string, env?: Record<string, string>): Promise<Running>
  /** A small server of ours that listens on the port in its environment, such as a limit. */
  server(script: string, env: Record<string, string>): Promise<Running>
  close(): Promise<void>
}

export async function openRig({ isQuick }: { isQuick: boolean }): Promise<Rig> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mnet-shop-bench-'))
  const embedded = await openDatabase({ dataDir: path.join(folder, 'database') })
  const databases = new Map<Size, Promise<string>>()
  const running = new Set<Running>()

  async function makeDatabase(size: Size): Promise<string> {
    const url = onServer(embedded.url, `bench_${size}`)
    await withClient(embedded.url, (client) =>
      client.query(`CREATE DATABASE bench_${size} TEMPLATE template0 ENCODING 'UTF8'`),
    )
    await migrate(url)
    await withClient(url, async (client) => {
      await fillCatalogue(client, SIZES[size].titles)
      await fillOrders(client, SIZES[size].orders)
      await client.query('VACUUM ANALYZE')
    })
    return url
  }

  async function start(args: string[], env: Record<string, string>): Promise<Running> {
    const started = await startNode(args, { env, logFile: path.join(folder, 'servers.log') })
    const tracked: Running = {
      ...started,
      async stop() {
        running.delete(tracked)
        await started.stop()
      },
    }
    running.add(tracked)
    return tracked
  }

  return {
    rounds: 3,
    seconds: isQuick ? 2 : 6,
    isQuick,
    folder,
    database(size) {
      const made = databases.get(size) ?? makeDatabase(size)
      databases.set(size, made)
      return made
    },
    shop: (databaseUrl, env = {}) =>
      start([...startFlags(), 'build/server.js'], {
        ...liveEnvironment(folder),
        DATABASE_URL: databaseUrl,
        ...env,
      }),
    server: (script, env) => start([path.join(import.meta.dirname, script)], env),
    async close() {
      for (const server of running) await server.stop()
      await disconnectDatabase()
      await embedded.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What `npm start` gives Node.js before the server. */
function startFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    scripts: { start: string }
  }
  return scripts.start.match(/--max-\S+/g) ?? []
}

/** Keys of the right form: nothing that the bench asks for calls Stripe or Resend. */
function liveEnvironment(folder: string): Record<string, string> {
  return {
    DATA_DIR: folder,
    SESSION_SECRET: 'a secret of the bench, which keeps nothing',
    STRIPE_SECRET_KEY: 'sk_live_bench',
    STRIPE_WEBHOOK_SECRET: 'whsec_bench',
    RESEND_API_KEY: 're_bench',
    RESEND_WEBHOOK_SECRET: 'whsec_YmVuY2g=',
    MAIL_FROM: 'Bench <bench@example.org>',
  }
}
