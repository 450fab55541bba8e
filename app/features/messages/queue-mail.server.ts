import { toPayload } from '#app/features/messages/mail-payload.server.ts'
import { addressKey, isHeldBack } from '#app/features/messages/mark-address.server.ts'
import type { Locale } from '#app/domain/locale.ts'
import { afterCommit, sqlRows, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { nudge } from '#app/platform/jobs.server.ts'
import type { MailProps, MailTemplate } from '#emails/templates.ts'

/** The mails about an order, a bill or a lecture; the others are about an inquiry, about what readers asked to hear of, or for the people at the desk. */
export type OrderMail = Exclude<
  MailTemplate,
  | 'inquiry-received'
  | 'inquiry-answer'
  | 'availability-confirm'
  | 'availability-there'
  | 'supplement-published'
  | 'staff-digest'
  | 'staff-link'
>

export type NewMail<Name extends MailTemplate> = {
  /** Names the fact that the mail tells of: no fact is told twice. */
  dedupeKey: string
  template: Name
  locale: Locale
  /** Null for a reader without e-mail: nothing is queued. */
  toEmail: string | null
  props: MailProps<Name>
  orderId?: string | null
  /** Of a charge that no order stands behind. */
  chargeId?: string | null
  /** Of a request for a lecturer. */
  lectureId?: string | null
  now: Date
}

const INSERT = `
  INSERT INTO outbox_mails (id, dedupe_key, template, locale, to_email, payload, order_id, charge_id, lecture_id, created_at, next_attempt_at, state)
  VALUES ($1::uuid, $2, $3, $4, $5, $6::jsonb, $7::uuid, $8::uuid, $11::uuid, $9, $9,
    (CASE WHEN EXISTS (SELECT 1 FROM mail_addresses WHERE email = $10) THEN 'suppressed' ELSE 'pending' END)::"MailState")
  ON CONFLICT DO NOTHING RETURNING state::text AS state`

/**
 * Puts a mail into the outbox, in the transaction of what it tells of. To an address that bounced or complained it is kept as
 * suppressed, unless it lets a member of staff in. Returns whether a row was added.
 */
export async function queueMail<Name extends MailTemplate>(tx: Tx, mail: NewMail<Name>): Promise<boolean> {
  if (mail.toEmail === null) return false
  const id = newId()
  const [added] = await sqlRows<{ state: 'pending' | 'suppressed' }>(tx, INSERT, [
    id,
    mail.dedupeKey,
    mail.template,
    mail.locale,
    mail.toEmail,
    JSON.stringify(toPayload({ id, template: mail.template }, mail.props)),
    mail.orderId ?? null,
    mail.chargeId ?? null,
    mail.now,
    isHeldBack(mail.template) ? addressKey(mail.toEmail) : null,
    mail.lectureId ?? null,
  ])
  if (added?.state === 'pending') afterCommit(() => nudge('drain-outbox'))
  return added !== undefined
}
