import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { type Prisma, PrismaClient } from '#app/generated/prisma/client.ts'
import { type Actor, currentActor } from '#app/platform/actor.server.ts'
import { now } from '#app/platform/clock.server.ts'
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

type Frame = {
  open: boolean
  hooks: (() => unknown)[]
  /** The transaction's own connection, and until when it may be used. */
  client?: pg.PoolClient
  deadline: number
  /** Prisma on the same connection, from the first call of a model on. */
  prisma?: { tx: Promise<Tx>; close: () => Promise<void> }
}

type Shared = {
  connection: Connection | undefined
  frames: AsyncLocalStorage<Frame>
  /** Set while Prisma opens a transaction that is to run on the connection of a frame. */
  lending: AsyncLocalStorage<Frame>
}

const attempts = 4
const maxWaitMs = 15_000
const retryable = new Set(['40001', '40P01', 'P2034', 'TransactionWriteConflict'])

// One pool for the process: the server, the built application inside it and every hot-reloaded copy of this module
// look at the same object.
const key = Symbol.for('mnet-shop.database')
const holder = globalThis as typeof globalThis & { [key]?: Shared }
const shared: Shared = (holder[key] ??= {
  connection: undefined,
  frames: new AsyncLocalStorage<Frame>(),
  lending: new AsyncLocalStorage<Frame>(),
})

const framesOf = new WeakMap<Tx, Frame>()

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
  const adapter = new SharingPrismaPg(newPool as unknown as ConstructorParameters<typeof PrismaPg>[0])
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
 * write through `tx`. The connection is the driver's; Prisma joins it with the first call of a model, so that work which only
 * uses `sqlRows` doesn't pay for Prisma's transaction (about a millisecond).
 * @throws Error when called inside another transaction: pass `tx` down instead
 */
export async function inTransaction<T>(
  work: (tx: Tx) => Promise<T>,
  { isolation, timeoutMs = 20_000 }: TransactionOptions = {},
): Promise<T> {
  if (isInsideTransaction()) throw new Error('A transaction inside a transaction: pass tx down instead')
  const opening = openingOf(isolation, currentActor())
  return await retried(async () => {
    const client = await pool.connect()
    const frame: Frame = { open: true, hooks: [], client, deadline: performance.now() + timeoutMs }
    const result = await shared.frames.run(frame, () => attemptIn(frame, client, opening, work))
    await runHooks(frame.hooks)
    return result
  })
}

/**
 * Runs `work` that is one statement through `sqlRows`, which is a transaction by itself: nothing is sent to open and to commit it. It is run again
 * as `inTransaction` does. Where the audit log has to be told who is behind it, the transaction is one like any other.
 * @throws Error when called inside a transaction
 */
export async function inOneStatement<T>(work: (on: Tx | typeof db) => Promise<T>): Promise<T> {
  if (isInsideTransaction()) throw new Error('A transaction inside a transaction: pass tx down instead')
  return currentActor() ? await inTransaction(work) : await retried(() => work(db))
}

async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= attempts || !hasDatabaseCode(error, retryable)) throw error
      await sleep(2 ** attempt * 10 * (0.5 + Math.random()))
    }
  }
}

async function attemptIn<T>(
  frame: Frame,
  client: pg.PoolClient,
  opening: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  // Work that hangs must not keep its locks: what it has done is undone, and it gets no further.
  const timer = setTimeout(() => {
    frame.open = false
    client.query('ROLLBACK').catch(() => undefined)
  }, frame.deadline - performance.now())
  try {
    // Not waited for: the driver sends statements in their order.
    const opened = client.query(opening)
    opened.catch(() => undefined)
    const tx = lazyTx(frame)
    framesOf.set(tx, frame)
    const result = await work(tx)
    await frame.prisma?.close()
    await opened
    if (!frame.open) throw tooLong()
    frame.open = false
    clearTimeout(timer)
    const { command } = await client.query('COMMIT')
    if (command !== 'COMMIT') throw new Error('Rolled back: a statement of this transaction had failed')
    client.release()
    return result
  } catch (error) {
    frame.open = false
    clearTimeout(timer)
    await frame.prisma?.close().catch(() => undefined)
    const failure = await client.query('ROLLBACK').then(
      () => false,
      () => true,
    )
    client.release(failure)
    throw error
  }
}

/** Opens the transaction and, in the same message, tells the triggers of the audit log who is behind it, and when it is by the shop's clock. */
function openingOf(isolation: TransactionOptions['isolation'], actor: Actor | null): string {
  const level = isolation ? ` ISOLATION LEVEL ${isolation.replace(/\B[A-Z]/g, ' $&').toUpperCase()}` : ''
  if (!actor) return `BEGIN${level}`
  const staffId = actor.kind === 'staff' ? actor.staffId : ''
  const settings = { 'shop.actor': actor.kind, 'shop.staff': staffId, 'shop.now': now().toISOString() }
  const calls = Object.entries(settings).map(
    ([name, value]) => `set_config('${name}', ${pg.escapeLiteral(value)}, true)`,
  )
  return `BEGIN${level}; SELECT ${calls.join(', ')}`
}

/** Stands for Prisma's client in a transaction, which is opened with the first call of one of its methods. */
function lazyTx(frame: Frame): Tx {
  const call = async (path: readonly string[], args: unknown[]): Promise<unknown> => {
    frame.prisma ??= joinPrisma(frame)
    const tx: unknown = await frame.prisma.tx
    const owner = path.length > 1 ? Reflect.get(tx as object, path[0] ?? '') : tx
    const method = Reflect.get(owner as object, path.at(-1) ?? '') as (...given: unknown[]) => unknown
    return await Reflect.apply(method, owner, args)
  }
  const methodAt = (path: readonly string[]) => {
    return (...args: unknown[]) => call(path, args)
  }
  // `then` and symbols are asked for by `await` and by what prints objects, never to reach the database.
  const isOurs = (property: string | symbol): property is string =>
    typeof property === 'string' && property !== 'then'
  return new Proxy({} as Tx, {
    get(_target, property) {
      if (!isOurs(property)) return undefined
      if (property.startsWith('$')) return methodAt([property])
      return new Proxy(
        {},
        { get: (_model, method) => (isOurs(method) ? methodAt([property, method]) : undefined) },
      )
    },
  })
}

/** Opens a transaction of Prisma's on the connection of the frame; it lasts until `close`, which rejects when Prisma has given it up. */
function joinPrisma(frame: Frame): NonNullable<Frame['prisma']> {
  const options = { maxWait: maxWaitMs, timeout: Math.max(1, Math.floor(frame.deadline - performance.now())) }
  let end = (): void => undefined
  const ended = new Promise<void>((resolve) => (end = resolve))
  let closed: Promise<void> = ended
  const tx = new Promise<Tx>((resolve, reject) => {
    closed = shared.lending.run(frame, () =>
      db.$transaction(async (opened) => {
        resolve(opened)
        await ended
      }, options),
    )
    closed.catch(reject)
  })
  return {
    tx,
    async close() {
      end()
      await closed
    },
  }
}

/**
 * Runs one statement through the driver itself, on the connection of `tx` or for `db` on any of the pool, and returns its rows. It costs
 * a fifth of what the same statement costs through Prisma: for what every order does. Values come as the driver makes
 * them: select days as text, and no bigints. Errors are the driver's (`hasDatabaseCode` reads both kinds).
 */
export async function sqlRows<Row extends pg.QueryResultRow>(
  on: Tx | typeof db,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = on === db ? pool : clientOf(on)
  const name = statementName(text)
  return (await client.query<Row>({ text, values: [...values], ...(name ? { name } : {}) })).rows
}

/** Statements that connections keep planned: half of what a small one costs is its plan. */
const mostStatements = 100
const statementNames = new Map<string, string>()

function statementName(text: string): string | undefined {
  const known = statementNames.get(text)
  // Texts put together from what people ask for have no end; the first hundred are those of every day.
  if (known !== undefined || statementNames.size >= mostStatements) return known
  const name = `shop_${createHash('sha1').update(text).digest('hex').slice(0, 16)}`
  statementNames.set(text, name)
  return name
}

function clientOf(tx: Tx): pg.ClientBase {
  const frame = framesOf.get(tx)
  if (!frame) throw new Error('This transaction was not opened by inTransaction')
  return clientIn(frame)
}

function clientIn({ open, client, deadline }: Frame): pg.ClientBase {
  if (performance.now() > deadline) throw tooLong()
  if (!open || !client) throw new Error('This transaction is over')
  return client
}

function tooLong(): Error {
  return new Error('This transaction has taken too long')
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

/** Prisma's adapter, whose transactions run on the connection that `inTransaction` lends, where it does; opened and ended there. */
class SharingPrismaPg extends PrismaPg {
  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect()
    const startTransaction = adapter.startTransaction.bind(adapter)
    adapter.startTransaction = async (isolation) => {
      const frame = shared.lending.getStore()
      return frame ? onLentConnection(adapter, frame) : await startTransaction(isolation)
    }
    return adapter
  }
}

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>

function onLentConnection(adapter: Adapter, frame: Frame): Awaited<ReturnType<Adapter['startTransaction']>> {
  return Object.create(adapter, {
    // Asked for with each statement: none may run once the transaction is over.
    client: { get: () => clientIn(frame) },
    // Prisma then sends no COMMIT or ROLLBACK of its own.
    options: { value: { usePhantomQuery: true } },
    commit: { value: async () => undefined },
    rollback: { value: async () => undefined },
  }) as Awaited<ReturnType<Adapter['startTransaction']>>
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
