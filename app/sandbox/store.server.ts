import { randomBytes } from 'node:crypto'
import type { PoolClient } from 'pg'
import type Stripe from 'stripe'
import { pool } from '#app/platform/db.server.ts'

// What the sandbox remembers, in the tables sandbox_*. Plain SQL on connections of its own: the sandbox plays a service outside of
// the shop, so it takes no part in the shop's transactions.

/** The work of one call or one passing of time, in one transaction. */
export type SandboxTx = {
  client: PoolClient
  /** The instant at which it happens, on the shop's clock. */
  now: Date
  /** The call that caused it, for the events it makes; empty for what happens by itself. */
  request: Stripe.Event.Request
}

/** A time at which something happens by itself. */
export type Timer =
  | { kind: 'expire-session' | 'expire-voucher' | 'book-charge'; subject: string }
  | { kind: 'refund-pending' | 'refund-done'; subject: string }
  | { kind: 'run-payout' | 'payout-arrives'; subject: string }
  | { kind: 'mail-sent' | 'mail-delivered' | 'mail-bounced' | 'mail-complained'; subject: string }

type Line = Stripe.LineItem & { id: string }

/** Every kind of object that the sandbox keeps, by the name it is kept under. */
export type SandboxObjects = {
  'checkout.session': Stripe.Checkout.Session
  payment_intent: Stripe.PaymentIntent
  charge: Stripe.Charge
  refund: Stripe.Refund
  balance_transaction: Stripe.BalanceTransaction
  dispute: Stripe.Dispute
  payout: Stripe.Payout
  event: Stripe.Event
  item: Line
  mail: SandboxMail
  /** What a session was told about the payment that it will make. */
  intent_data: IntentData
}

export type IntentData = {
  id: string
  description: string | null
  receiptEmail: string | null
  metadata: Record<string, string>
}

/** A mail as Resend took it. */
export type SandboxMail = {
  id: string
  from: string
  to: string[]
  cc: string[]
  bcc: string[]
  replyTo: string[]
  subject: string
  html: string | null
  text: string | null
  headers: Record<string, string>
  tags: { name: string; value: string }[]
  lastEvent: 'queued' | 'sent' | 'delivered' | 'bounced' | 'complained'
  createdAt: string
}

export type ObjectType = keyof SandboxObjects

/** An object with its place in the order of creation. */
export type Row<T extends ObjectType> = { seq: string; data: SandboxObjects[T]; createdAt: Date }

const NO_REQUEST: Stripe.Event.Request = { id: null, idempotency_key: null }

/** Runs `work` in a transaction of its own. */
export async function inSandbox<Result>(
  context: { now: Date; request?: Stripe.Event.Request },
  work: (tx: SandboxTx) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  let broken = false
  try {
    await client.query('BEGIN')
    const result = await work({ client, now: context.now, request: context.request ?? NO_REQUEST })
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => (broken = true))
    throw error
  } finally {
    client.release(broken)
  }
}

/** Adds an object; `parent` is what it is listed under. */
export async function insertObject<T extends ObjectType>(
  tx: SandboxTx,
  type: T,
  object: SandboxObjects[T],
  parent: string | null = null,
): Promise<SandboxObjects[T]> {
  await tx.client.query(
    'INSERT INTO sandbox_objects (id, type, parent, data, created_at) VALUES ($1, $2, $3, $4, $5)',
    [object.id, type, parent, JSON.stringify(object), tx.now],
  )
  return object
}

/** Writes an object's new state; the caller holds its lock. */
export async function saveObject<T extends ObjectType>(
  tx: SandboxTx,
  object: SandboxObjects[T],
): Promise<SandboxObjects[T]> {
  await tx.client.query('UPDATE sandbox_objects SET data = $2 WHERE id = $1', [
    object.id,
    JSON.stringify(object),
  ])
  return object
}

/** Puts objects under another parent. */
export async function adopt(tx: SandboxTx, ids: readonly string[], parent: string): Promise<void> {
  await tx.client.query('UPDATE sandbox_objects SET parent = $2 WHERE id = ANY($1)', [ids, parent])
}

export async function readObject<T extends ObjectType>(
  tx: SandboxTx,
  type: T,
  id: string,
): Promise<SandboxObjects[T] | undefined> {
  return await fetchObject(tx, type, id, '')
}

/** Reads an object and keeps others from changing it until the transaction ends. */
export async function lockObject<T extends ObjectType>(
  tx: SandboxTx,
  type: T,
  id: string,
): Promise<SandboxObjects[T] | undefined> {
  return await fetchObject(tx, type, id, 'FOR UPDATE')
}

async function fetchObject<T extends ObjectType>(
  tx: SandboxTx,
  type: T,
  id: string,
  lock: '' | 'FOR UPDATE',
): Promise<SandboxObjects[T] | undefined> {
  const found = await tx.client.query<{ data: SandboxObjects[T] }>(
    `SELECT data FROM sandbox_objects WHERE id = $1 AND type = $2 ${lock}`,
    [id, type],
  )
  return found.rows[0]?.data
}

/** What an object is listed under. */
export async function parentOf(tx: SandboxTx, id: string): Promise<string | null> {
  const found = await tx.client.query<{ parent: string | null }>(
    'SELECT parent FROM sandbox_objects WHERE id = $1',
    [id],
  )
  return found.rows[0]?.parent ?? null
}

export type ObjectFilter = {
  parent?: string
  /** Top-level fields of the object that must equal these. */
  equal?: Readonly<Record<string, string | undefined>>
  /** The field `type` is one of these. */
  kinds?: readonly string[]
  /** Bounds of numeric top-level fields. */
  bounds?: readonly { field: string; operator: '>' | '>=' | '<' | '<='; value: number }[]
  afterSeq?: string
  beforeSeq?: string
  order?: 'newest' | 'oldest'
  limit?: number
  lock?: boolean
}

/** Objects of one type, newest first unless asked otherwise. */
export async function listObjects<T extends ObjectType>(
  tx: SandboxTx,
  type: T,
  filter: ObjectFilter = {},
): Promise<Row<T>[]> {
  const values: unknown[] = [type]
  const conditions = ['type = $1']
  function add(condition: (parameter: string) => string, value: unknown): void {
    values.push(value)
    conditions.push(condition(`$${values.length}`))
  }
  if (filter.parent !== undefined) add((p) => `parent = ${p}`, filter.parent)
  for (const [field, value] of Object.entries(filter.equal ?? {})) {
    if (value !== undefined) add((p) => `data->>${literal(field)} = ${p}`, value)
  }
  if (filter.kinds !== undefined) add((p) => `data->>'type' = ANY(${p})`, filter.kinds)
  for (const { field, operator, value } of filter.bounds ?? []) {
    add((p) => `(data->>${literal(field)})::bigint ${operator} ${p}`, value)
  }
  if (filter.afterSeq !== undefined) add((p) => `seq > ${p}`, filter.afterSeq)
  if (filter.beforeSeq !== undefined) add((p) => `seq < ${p}`, filter.beforeSeq)
  const direction = filter.order === 'oldest' ? 'ASC' : 'DESC'
  const limit = filter.limit === undefined ? '' : `LIMIT ${Math.trunc(filter.limit)}`
  const found = await tx.client.query<{ seq: string; data: SandboxObjects[T]; created_at: Date }>(
    `SELECT seq, data, created_at FROM sandbox_objects WHERE ${conditions.join(' AND ')}
     ORDER BY seq ${direction} ${limit} ${filter.lock ? 'FOR UPDATE' : ''}`,
    values,
  )
  return found.rows.map((row) => ({ seq: row.seq, data: row.data, createdAt: row.created_at }))
}

/** Where an object stands in the order of creation. */
export async function seqOf(tx: SandboxTx, type: ObjectType, id: string): Promise<string | undefined> {
  const found = await tx.client.query<{ seq: string }>(
    'SELECT seq FROM sandbox_objects WHERE id = $1 AND type = $2',
    [id, type],
  )
  return found.rows[0]?.seq
}

/** Has something happen at an instant. The same timer set twice is one. */
export async function setTimer(tx: SandboxTx, at: Date, timer: Timer): Promise<void> {
  await tx.client.query(
    `INSERT INTO sandbox_objects (id, type, parent, data, created_at) VALUES ($1, 'timer', $2, $3, $4)
     ON CONFLICT (id) DO NOTHING`,
    [
      `timer:${timer.kind}:${timer.subject}`,
      timer.subject,
      JSON.stringify({ ...timer, at: at.getTime() }),
      tx.now,
    ],
  )
}

/** Takes the earliest timer that is due. Another process that asks meanwhile gets the next one. */
export async function takeTimer(
  client: PoolClient,
  until: Date,
): Promise<(Timer & { at: Date }) | undefined> {
  const taken = await client.query<{ data: Timer & { at: number } }>(
    `DELETE FROM sandbox_objects WHERE id = (
       SELECT id FROM sandbox_objects WHERE type = 'timer' AND (data->>'at')::bigint <= $1
       ORDER BY (data->>'at')::bigint, seq LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING data`,
    [until.getTime()],
  )
  const timer = taken.rows[0]?.data
  return timer && { ...timer, at: new Date(timer.at) }
}

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** An id in Stripe's manner: `pi_3Kd…`. */
export function stripeId(prefix: string, length = 24): string {
  return `${prefix}_${[...randomBytes(length)].map((byte) => LETTERS[byte % LETTERS.length]).join('')}`
}

/** Random decimal digits. */
export function digits(count: number): string {
  return [...randomBytes(count)].map((byte) => byte % 10).join('')
}

/** Stripe's way to write an instant. */
export function seconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000)
}

/** A field's name as an SQL text; names come from the code, never from a request. */
function literal(field: string): string {
  if (!/^[a-z_]+$/.test(field)) throw new Error(`Not a field's name: ${field}`)
  return `'${field}'`
}
