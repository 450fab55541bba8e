import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { type Prisma, PrismaClient } from '#app/generated/prisma/client.ts'
import { hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { databaseUrl, env } from '#app/platform/env.server.ts'
import { log } from '#app/platform/log.server.ts'

/** The client inside a transaction: everything but opening and closing. */
export type Tx = Prisma.TransactionClient

export type TransactionOptions = {
  /** READ COMMITTED when left out. */
  isolation?: 'ReadCommitted' | 'RepeatableRead' | 'Serializable'
  /** How long the work may take before it is rolled back; 20 s when left out. */
  timeoutMs?: number
}

type Connection = { url: string; pool: pg.Pool; client: PrismaClient }

type Frame = { open: boolean; hooks: (() => unknown)[] }

type Shared = { connection: Connection | undefined; frames: AsyncLocalStorage<Frame> }

const attempts = 4
const maxWaitMs = 15_000
const retryable = new Set(['40001', '40P01', 'P2034', 'TransactionWriteConflict'])

// One pool for the process: the server, the built application inside it and every hot-reloaded copy of this module
// look at the same object.
const key = Symbol.for('mnet-shop.database')
const holder = globalThis as typeof globalThis & { [key]?: Shared }
const shared: Shared = (holder[key] ??= { connection: undefined, frames: new AsyncLocalStorage<Frame>() })

/**
 * Opens the pool, if it isn't yet; nothing is sent before the first query. `db` and `pool` call it themselves.
 * @throws Error when the process is connected to another database already
 */
export function connectDatabase(
  url: string = databaseUrl(),
  { max = env.poolSize }: { max?: number } = {},
): void {
  if (shared.connection?.url === url) return
  if (shared.connection) throw new Error('This process is connected to another database: disconnect first')
  const newPool = new pg.Pool({
    connectionString: url,
    max,
    application_name: 'mnet-shop',
    connectionTimeoutMillis: maxWaitMs,
    keepAlive: true,
  })
  // An idle connection that breaks leaves the pool by itself; without a listener it would end the process.
  newPool.on('error', (error) => log.warn({ err: error }, 'an idle database connection broke'))
  newPool.on('connect', (client) => {
    // One that breaks while it is in use fails its query; this keeps the event from ending the process.
    client.on('error', (error) => log.warn({ err: error }, 'a database connection broke'))
  })
  const adapter = new PrismaPg(newPool as unknown as ConstructorParameters<typeof PrismaPg>[0])
  shared.connection = { url, pool: newPool, client: new PrismaClient({ adapter }) }
}

/** Closes the pool; the next query opens a new one. */
export async function disconnectDatabase(): Promise<void> {
  const { connection } = shared
  if (!connection) return
  shared.connection = undefined
  await connection.client.$disconnect()
  await connection.pool.end()
}

/** The Prisma client, connected at first use. */
export const db: PrismaClient = lazily(() => connected().client)

/** The `pg` pool below `db`, for what wants plain SQL: the job queue, rate limits, locks. */
export const pool: pg.Pool = lazily(() => connected().pool)

/** Whether this piece of work runs inside `inTransaction`: what talks to the network refuses to then. */
export function isInsideTransaction(): boolean {
  return shared.frames.getStore()?.open ?? false
}

/**
 * Runs `work` in one transaction and returns what it returns; an error rolls everything back and comes out. A
 * serialization failure or deadlock (40001, 40P01) runs `work` again, up to three times: it must do nothing but read and
 * write through `tx`.
 * @throws Error when called inside another transaction: pass `tx` down instead
 */
export async function inTransaction<T>(
  work: (tx: Tx) => Promise<T>,
  { isolation, timeoutMs = 20_000 }: TransactionOptions = {},
): Promise<T> {
  if (isInsideTransaction()) throw new Error('A transaction inside a transaction: pass tx down instead')
  const options = {
    maxWait: maxWaitMs,
    timeout: timeoutMs,
    ...(isolation ? { isolationLevel: isolation } : {}),
  }
  for (let attempt = 1; ; attempt += 1) {
    const frame: Frame = { open: true, hooks: [] }
    try {
      const result = await db.$transaction((tx) => shared.frames.run(frame, () => work(tx)), options)
      frame.open = false
      await runHooks(frame.hooks)
      return result
    } catch (error) {
      if (attempt >= attempts || !hasDatabaseCode(error, retryable)) throw error
      await sleep(2 ** attempt * 10 * (0.5 + Math.random()))
    } finally {
      frame.open = false
    }
  }
}

/**
 * Has `hook` called once the current transaction is committed, never when it rolls back. What fails in it is logged: the
 * transaction stands. Nothing may depend on it that must not be lost (that goes into the outbox).
 * @throws Error outside a transaction
 */
export function afterCommit(hook: () => unknown): void {
  const frame = shared.frames.getStore()
  if (!frame?.open) throw new Error('afterCommit is for the inside of a transaction')
  frame.hooks.push(hook)
}

async function runHooks(hooks: (() => unknown)[]): Promise<void> {
  for (const hook of hooks) {
    try {
      await hook()
    } catch (error) {
      log.error({ err: error }, 'a hook after a commit failed')
    }
  }
}

function connected(): Connection {
  if (!shared.connection) connectDatabase()
  if (!shared.connection) throw new Error('No database connection')
  return shared.connection
}

/** Stands for an object that is made at first use. Methods are bound to it; `constructor` and `instanceof` see through. */
function lazily<T extends object>(make: () => T): T {
  return new Proxy({} as T, {
    get(_target, property) {
      const target = make()
      const value: unknown = Reflect.get(target, property, target)
      return typeof value === 'function' && property !== 'constructor' ? value.bind(target) : value
    },
    set: (_target, property, value) => Reflect.set(make(), property, value),
    has: (_target, property) => Reflect.has(make(), property),
    getPrototypeOf: () => Reflect.getPrototypeOf(make()),
  })
}
