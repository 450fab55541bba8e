import { createHmac } from 'node:crypto'
import Stripe from 'stripe'
import { now as clockNow } from '#app/platform/clock.server.ts'
import { pool } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'
import { log } from '#app/platform/log.server.ts'
import { takeWebhookFault } from './faults.server.ts'
import type { SandboxTx } from './store.server.ts'

export type WebhookTarget = 'stripe' | 'resend'

/** A webhook ready to be handed to the shop: what it would receive over HTTP. */
export type SignedWebhook = {
  id: string
  type: string
  body: string
  /** Value of `Stripe-Signature`, or of `svix-signature`. */
  signature: string
  headers: Record<string, string>
}

type WebhookRow = {
  id: string
  target: WebhookTarget
  payload: { id?: string; type: string }
  attempts: number
}

const SECOND = 1000
/** While one process delivers, no other takes the same webhook; after a crash it is due again then. */
const LEASE_MS = 60 * SECOND
const TIMEOUT_MS = 30 * SECOND
const REORDER_MS = SECOND
const BATCH = 20
/** Waits between attempts; then it is given up, as Stripe does after three days. */
const BACKOFF_SECONDS = [2, 5, 15, 60, 300, 900, 3600, 3600, 3600, 7200, 7200, 14400, 28800, 43200, 86400]

/** Puts a webhook on its way, in the transaction of what it tells of, disturbed by the fault set for its type, if any. */
export async function enqueueWebhook(
  tx: SandboxTx,
  target: WebhookTarget,
  webhook: { id: string; payload: { type: string } },
): Promise<void> {
  const fault = await takeWebhookFault(tx.client, webhook.payload.type)
  const lateMs = fault?.delayMs || (fault?.fault === 'reorder' ? REORDER_MS : 0)
  const ids = fault?.fault === 'duplicate' ? [webhook.id, `${webhook.id}~2`] : [webhook.id]
  for (const id of ids) {
    await tx.client.query(
      'INSERT INTO sandbox_webhooks (id, target, payload, due_at, lost) VALUES ($1, $2, $3, $4, $5)',
      [
        id,
        target,
        JSON.stringify(webhook.payload),
        new Date(tx.now.getTime() + lateMs),
        fault?.fault === 'lose',
      ],
    )
  }
}

/**
 * Sends the webhooks that are due to the shop over HTTP, oldest first, signed with the time of the machine. What is not answered with
 * 2xx comes again, later and later. No transaction is open meanwhile, and any number of processes may do this at once.
 */
export async function deliverWebhooks(
  options: { now?: Date; baseUrl?: string } = {},
): Promise<{ delivered: number; failed: number }> {
  const at = options.now ?? clockNow()
  const count = { delivered: 0, failed: 0 }
  for (;;) {
    const batch = await claim(at)
    for (const row of batch) {
      const accepted = await post(row, options.baseUrl ?? env.baseUrl)
      if (accepted) {
        await markDelivered(row, at)
        count.delivered++
      } else {
        await putOff(row, at)
        count.failed++
      }
    }
    if (batch.length < BATCH) return count
  }
}

/**
 * Takes the webhooks that wait, in the order of delivery, instead of sending them: for tests that hand them to the route itself.
 * Those that a fault delays are taken too, after the others, unless `dueBy` says how long to wait; lost ones never.
 */
export async function takeWebhooks(
  options: { target?: WebhookTarget; dueBy?: Date } = {},
): Promise<SignedWebhook[]> {
  const taken = await pool.query<WebhookRow & { due_at: Date; seq: string }>(
    `UPDATE sandbox_webhooks SET attempts = attempts + 1, delivered_at = $1
     WHERE delivered_at IS NULL AND NOT lost AND target = $2 AND ($3::timestamptz IS NULL OR due_at <= $3)
     RETURNING id, target, payload, attempts, due_at, seq`,
    [clockNow(), options.target ?? 'stripe', options.dueBy ?? null],
  )
  return taken.rows
    .toSorted((a, b) => a.due_at.getTime() - b.due_at.getTime() || Number(a.seq) - Number(b.seq))
    .map(sign)
}

async function claim(at: Date): Promise<WebhookRow[]> {
  const claimed = await pool.query<WebhookRow & { seq: string; due: Date }>(
    `WITH due AS (
       SELECT id, due_at FROM sandbox_webhooks WHERE delivered_at IS NULL AND NOT lost AND due_at <= $1
       ORDER BY due_at, seq LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
     UPDATE sandbox_webhooks AS webhook SET attempts = attempts + 1, due_at = $2 FROM due WHERE webhook.id = due.id
     RETURNING webhook.id, target, payload, attempts, seq, due.due_at AS due`,
    [at, new Date(at.getTime() + LEASE_MS)],
  )
  return claimed.rows.toSorted((a, b) => a.due.getTime() - b.due.getTime() || Number(a.seq) - Number(b.seq))
}

async function post(row: WebhookRow, baseUrl: string): Promise<boolean> {
  const webhook = sign(row)
  try {
    const response = await fetch(`${baseUrl}/hooks/${row.target}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...webhook.headers },
      body: webhook.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.arrayBuffer()
    if (response.ok) return true
    log.warn({ webhook: row.id, type: webhook.type, status: response.status }, 'sandbox webhook refused')
  } catch (error) {
    log.warn({ webhook: row.id, type: webhook.type, err: error }, 'sandbox webhook not delivered')
  }
  return false
}

async function markDelivered(row: WebhookRow, at: Date): Promise<void> {
  await pool.query('UPDATE sandbox_webhooks SET delivered_at = $2 WHERE id = $1', [row.id, at])
  if (row.target !== 'stripe') return
  await pool.query(
    `UPDATE sandbox_objects SET data = jsonb_set(data, '{pending_webhooks}', '0') WHERE id = $1 AND type = 'event'`,
    [row.payload.id],
  )
}

async function putOff(row: WebhookRow, at: Date): Promise<void> {
  const wait = BACKOFF_SECONDS[row.attempts - 1]
  if (wait === undefined) {
    await pool.query('UPDATE sandbox_webhooks SET lost = true WHERE id = $1', [row.id])
    return
  }
  await pool.query('UPDATE sandbox_webhooks SET due_at = $2 WHERE id = $1', [
    row.id,
    new Date(at.getTime() + wait * SECOND),
  ])
}

/** The signature is made anew for every attempt, as Stripe and Resend do: its time must be fresh. */
function sign(row: Pick<WebhookRow, 'id' | 'target' | 'payload'>): SignedWebhook {
  const body = JSON.stringify(row.payload)
  const type = row.payload.type
  // The second copy of a webhook carries the id of the first: that is what makes it a duplicate.
  const id = row.id.replace(/~\d+$/, '')
  if (row.target === 'stripe') {
    const signature = signStripe(body)
    return { id, type, body, signature, headers: { 'stripe-signature': signature } }
  }
  const headers = signResend(id, body)
  return { id, type, body, signature: headers['svix-signature'], headers }
}

/** `Stripe-Signature` of a body, made now or `ageSeconds` ago. */
export function signStripe(body: string, options: { secret?: string; ageSeconds?: number } = {}): string {
  return Stripe.webhooks.generateTestHeaderString({
    payload: body,
    secret: options.secret ?? env.stripe.webhookSecret,
    timestamp: Math.floor(Date.now() / SECOND) - (options.ageSeconds ?? 0),
  })
}

/** The three headers with which Resend signs (Svix): HMAC-SHA256 over `id.time.body`. */
export function signResend(
  id: string,
  body: string,
  options: { secret?: string; ageSeconds?: number } = {},
): { 'svix-id': string; 'svix-timestamp': string; 'svix-signature': string } {
  const secret = options.secret ?? env.resend.webhookSecret
  const time = String(Math.floor(Date.now() / SECOND) - (options.ageSeconds ?? 0))
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64')
  return { 'svix-id': id, 'svix-timestamp': time, 'svix-signature': `v1,${signature}` }
}
