import type { PoolClient } from 'pg'
import { pool } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

/** What may go wrong with a call to Stripe or Resend. */
export const CALL_FAULTS = ['timeout-before', 'timeout-after', '500', '429', 'delay', 'delay-after'] as const
/** What may go wrong with a webhook. */
export const WEBHOOK_FAULTS = ['duplicate', 'reorder', 'delay', 'lose'] as const

export type CallFault = (typeof CALL_FAULTS)[number]
export type WebhookFault = (typeof WEBHOOK_FAULTS)[number]

export type Fault = {
  id: string
  /** `POST /v1/checkout/sessions`, `POST /v1/checkout/sessions/:id/expire`, `POST /emails` or `resend`, or a webhook's event type. */
  match: string
  fault: CallFault | WebhookFault
  remaining: number
  delayMs: number
}

/**
 * Switches a fault on for the next `times` calls or webhooks that match: a call answers nothing, before or after its effect
 * (`timeout-before`, `timeout-after`), 500, 429, or late by `delayMs`, which pass before or after its effect (`delay`, `delay-after`); a webhook comes twice, after those that follow it
 * within a second (`reorder`), late by `delayMs`, or never (`lose`: the event itself can still be listed).
 */
export async function setFault(input: {
  match: string
  fault: CallFault | WebhookFault
  times?: number
  delayMs?: number
}): Promise<void> {
  await pool.query(
    'INSERT INTO sandbox_faults (id, match, fault, remaining, delay_ms) VALUES ($1, $2, $3, $4, $5)',
    [newId(), input.match, input.fault, input.times ?? 1, input.delayMs ?? 0],
  )
}

/** Switches every fault off. */
export async function clearFaults(): Promise<void> {
  await pool.query('DELETE FROM sandbox_faults')
}

/** The faults that still wait, oldest first. */
export async function listFaults(): Promise<Fault[]> {
  const found = await pool.query<Fault>(
    `SELECT id, match, fault, remaining, delay_ms AS "delayMs" FROM sandbox_faults
     WHERE remaining > 0 ORDER BY id`,
  )
  return found.rows
}

type Taken<Kind> = { fault: Kind; delayMs: number }

/** Uses up one turn of the oldest fault set for a call. */
export async function takeCallFault(matches: readonly string[]): Promise<Taken<CallFault> | undefined> {
  return await take<CallFault>(pool, matches, CALL_FAULTS)
}

/** Uses up one turn of the oldest fault set for a webhook, together with what makes the webhook. */
export async function takeWebhookFault(
  client: PoolClient,
  type: string,
): Promise<Taken<WebhookFault> | undefined> {
  return await take<WebhookFault>(client, [type], WEBHOOK_FAULTS)
}

async function take<Kind extends string>(
  database: Pick<PoolClient, 'query'>,
  matches: readonly string[],
  kinds: readonly Kind[],
): Promise<Taken<Kind> | undefined> {
  const taken = await database.query<Taken<Kind>>(
    `UPDATE sandbox_faults SET remaining = remaining - 1 WHERE id = (
       SELECT id FROM sandbox_faults WHERE match = ANY($1) AND fault = ANY($2) AND remaining > 0
       ORDER BY id LIMIT 1 FOR UPDATE)
     RETURNING fault, delay_ms AS "delayMs"`,
    [matches, kinds],
  )
  return taken.rows[0]
}
