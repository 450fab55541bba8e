import type { Query } from '#tests/support/cluster.ts'

/**
 * What must be so once the trouble is over and the outside has been asked again, whatever happened: each query must find nothing. The
 * books themselves are proved by `checkBooks`.
 */
const PROOFS: Record<string, string> = {
  'money at Stripe that no payment knows': `
    SELECT i.id FROM sandbox_objects i LEFT JOIN payments p ON p.stripe_intent_id = i.id
    WHERE i.type = 'payment_intent' AND i.data->>'status' = 'succeeded' AND p.id IS NULL`,
  'paid orders that are neither served nor on anybody’s desk': `
    SELECT p.id::text AS id FROM payments p LEFT JOIN charges c ON c.id = p.charge_id
    WHERE c.state IS DISTINCT FROM 'covered' AND NOT EXISTS (SELECT FROM tasks t WHERE t.payment_id = p.id)`,
  'orders that were paid for twice at Stripe': `
    SELECT data->'metadata'->>'chargeId' AS id FROM sandbox_objects
    WHERE type = 'payment_intent' AND data->>'status' = 'succeeded' GROUP BY 1 HAVING count(*) > 1`,
  'covered orders without exactly one mail that says so': `
    SELECT o.id::text AS id FROM orders o JOIN charges c ON c.id = o.charge_id
    LEFT JOIN outbox_mails m ON m.order_id = o.id AND m.template = 'order-paid'
    WHERE c.state = 'covered' AND o.email IS NOT NULL GROUP BY o.id HAVING count(m.id) <> 1`,
  'mails that were not sent': `SELECT id::text AS id FROM outbox_mails WHERE state <> 'sent'`,
  'mails that Resend never got': `
    SELECT m.id::text AS id FROM outbox_mails m LEFT JOIN sandbox_objects s ON s.id = m.provider_id AND s.type = 'mail'
    WHERE m.state = 'sent' AND s.id IS NULL`,
  'mails that Resend got twice': `
    SELECT data->'tags'->0->>'value' AS id FROM sandbox_objects WHERE type = 'mail' GROUP BY 1 HAVING count(*) > 1`,
  'webhooks that were given up': `SELECT id FROM sandbox_webhooks WHERE lost`,
  // One without a key was superseded while it ran: another does its work.
  'background jobs that failed': `
    SELECT id::text AS id FROM graphile_worker.jobs
    WHERE last_error IS NOT NULL AND attempts >= max_attempts AND key IS NOT NULL`,
}

/** The proofs that fail, each with the ids it found; empty when all is well. */
export async function whatIsWrong(query: Query): Promise<Record<string, string[]>> {
  const wrong: Record<string, string[]> = {}
  for (const [name, sql] of Object.entries(PROOFS)) {
    const rows = await query<{ id: string }>(sql)
    if (rows.length > 0) wrong[name] = rows.map((row) => row.id)
  }
  return wrong
}
