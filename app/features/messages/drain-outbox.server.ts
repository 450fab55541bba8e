import { fromPayload } from '#app/features/messages/mail-payload.server.ts'
import { isHeldBack, isMarked } from '#app/features/messages/mark-address.server.ts'
import { openTask } from '#app/features/messages/open-task.server.ts'
import { isLocale } from '#app/domain/locale.ts'
import { isRetryOver, nextMailAttempt } from '#app/domain/mail-retry.ts'
import { Prisma } from '#app/generated/prisma/client.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'
import { log, withoutEmails } from '#app/platform/log.server.ts'
import { resend } from '#app/platform/mailer.server.ts'

export type DrainReport = { sent: number; failed: number; suppressed: number; retrying: number }

type ClaimedMail = {
  id: string
  template: string
  locale: string
  toEmail: string
  payload: Prisma.JsonValue
  orderId: string | null
  chargeId: string | null
  attempts: number
  firstAttemptAt: Date
}

type Answer =
  | { kind: 'sent'; providerId: string }
  | { kind: 'refused'; error: string }
  /** `isGeneral`: the next mail would fare the same, so this round ends. */
  | { kind: 'unclear'; error: string; waitMs: number; isGeneral: boolean }

const TIMEOUT_MS = 20_000
/** While one process sends, no other takes the row; after a crash it is due again then. Longer than any call. */
const LEASE_MS = 120_000

/** What no second try can mend: the mail itself is wrong, or its key was used for another text. */
const REFUSALS = new Set([
  'validation_error',
  'missing_required_field',
  'invalid_parameter',
  'invalid_attachment',
  'invalid_from_address',
  'invalid_access',
  'invalid_region',
  'invalid_idempotency_key',
  'invalid_idempotent_request',
  'not_found',
  'method_not_allowed',
  'security_error',
])

/** What is wrong for every mail alike, until time passes or the operator mends the key. */
const GENERAL_TROUBLES = new Set([
  'rate_limit_exceeded',
  'daily_quota_exceeded',
  'monthly_quota_exceeded',
  'missing_api_key',
  'invalid_api_key',
  'restricted_api_key',
])

/**
 * Sends what is due in the outbox, at most `limit` mails. May run in any number of processes at once. A row is leased in one
 * statement and sent outside of any transaction with the key `mail/<id>`: whatever happens in between, a second try within the key's
 * life is the same request and no second mail. Retries end 23 hours after the first try; then, or at a refusal, the mail has
 * failed and a task is opened. With `mailId` nothing but that mail is looked at.
 */
export async function drainOutbox({
  now,
  limit = 50,
  mailId,
}: {
  now: Date
  limit?: number
  mailId?: string
}): Promise<DrainReport> {
  const report: DrainReport = { sent: 0, failed: 0, suppressed: 0, retrying: 0 }
  for (let count = 0; count < limit; count += 1) {
    const mail = await claimMail(now, mailId)
    if (!mail) break
    if (isHeldBack(mail.template) && (await isMarked(db, mail.toEmail))) {
      await db.outboxMail.updateMany({
        where: { id: mail.id, state: 'pending' },
        data: { state: 'suppressed' },
      })
      report.suppressed += 1
      continue
    }
    if (isRetryOver(mail.firstAttemptAt, now)) {
      await giveUp(mail, 'the last try was left without an answer', now)
      report.failed += 1
      continue
    }
    const answer = await send(mail)
    const outcome = await record(mail, answer, now)
    report[outcome] += 1
    if (answer.kind === 'unclear' && answer.isGeneral) break
  }
  return report
}

async function claimMail(now: Date, mailId?: string): Promise<ClaimedMail | undefined> {
  const lease = new Date(now.getTime() + LEASE_MS)
  const only = mailId === undefined ? Prisma.empty : Prisma.sql`AND id = ${mailId}::uuid`
  const claimed = await db.$queryRaw<ClaimedMail[]>`
    UPDATE outbox_mails
    SET attempts = attempts + 1, first_attempt_at = coalesce(first_attempt_at, ${now}), next_attempt_at = ${lease}
    WHERE id = (
      SELECT id FROM outbox_mails WHERE state = 'pending' AND next_attempt_at <= ${now} ${only}
      ORDER BY next_attempt_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, template, locale, to_email AS "toEmail", payload, order_id AS "orderId", charge_id AS "chargeId", attempts,
              first_attempt_at AS "firstAttemptAt"`
  return claimed[0]
}

async function send(mail: ClaimedMail): Promise<Answer> {
  let rendered
  let replyTo: string | undefined
  try {
    // Loaded with the first mail: what writes mails takes as much memory as the rest of the shop's own code.
    const { isMailTemplate } = await import('#emails/templates.ts')
    const { renderMail } = await import('#emails/render.tsx')
    if (!isMailTemplate(mail.template) || !isLocale(mail.locale))
      throw new Error('unknown template or language')
    const props = fromPayload(mail)
    rendered = await renderMail(mail.template, mail.locale, props)
    replyTo = replyAddress(props)
  } catch (error) {
    log.error({ err: error, mailId: mail.id, template: mail.template }, 'a mail cannot be written')
    return { kind: 'refused', error: 'the mail cannot be written from its payload' }
  }
  try {
    const { data, error, headers } = await resend().emails.send(
      {
        from: env.mailFrom,
        to: [mail.toEmail],
        ...rendered,
        ...(replyTo ? { replyTo } : {}),
        // Comes back in webhooks, even in one that overtakes the answer to this call.
        tags: [{ name: 'mail_id', value: mail.id }],
      },
      { idempotencyKey: `mail/${mail.id}`, signal: AbortSignal.timeout(TIMEOUT_MS) },
    )
    return error ? classify(error, headers) : { kind: 'sent', providerId: data.id }
  } catch (error) {
    return { kind: 'unclear', error: plainError(error), waitMs: 0, isGeneral: false }
  }
}

function classify(
  error: { name: string; message: string; statusCode: number | null },
  headers: Record<string, string> | null,
): Answer {
  const text = `${error.name} (${error.statusCode ?? 'no status'}): ${plainError(error.message)}`
  if (REFUSALS.has(error.name)) return { kind: 'refused', error: text }
  const seconds = Number(headers?.['retry-after'])
  return {
    kind: 'unclear',
    error: text,
    waitMs: seconds > 0 ? Math.min(seconds, 3600) * 1000 : 0,
    isGeneral: GENERAL_TROUBLES.has(error.name) || error.statusCode === 429,
  }
}

async function record(mail: ClaimedMail, answer: Answer, now: Date): Promise<keyof DrainReport> {
  if (answer.kind === 'sent') {
    await db.outboxMail.updateMany({
      where: { id: mail.id, state: { not: 'sent' } },
      data: { state: 'sent', sentAt: now, providerId: answer.providerId, lastError: null },
    })
    return 'sent'
  }
  const next =
    answer.kind === 'unclear'
      ? nextMailAttempt(mail.attempts, {
          firstAttemptAt: mail.firstAttemptAt,
          now,
          chance: Math.random(),
          waitMs: answer.waitMs,
        })
      : null
  if (!next) {
    await giveUp(mail, answer.error, now)
    return 'failed'
  }
  log.warn({ mailId: mail.id, attempts: mail.attempts, reason: answer.error }, 'a mail is tried again later')
  await db.outboxMail.updateMany({
    where: { id: mail.id, state: 'pending', attempts: mail.attempts },
    data: { nextAttemptAt: next, lastError: answer.error },
  })
  return 'retrying'
}

/** Nobody tries any more: a person must tell the reader. */
async function giveUp(mail: ClaimedMail, error: string, now: Date): Promise<void> {
  log.error({ mailId: mail.id, template: mail.template, reason: error }, 'a mail has failed')
  await inTransaction(async (tx) => {
    const { count } = await tx.outboxMail.updateMany({
      where: { id: mail.id, state: 'pending' },
      data: { state: 'failed', lastError: error },
    })
    if (count === 0) return
    await openTask(tx, {
      // One that was sent again and failed again is another finding.
      dedupeKey: `${mailFailedKey(mail.id)}${mail.firstAttemptAt.getTime()}`,
      kind: 'mail-failed',
      orderId: mail.orderId,
      chargeId: mail.chargeId,
      details: { mailId: mail.id, template: mail.template, attempts: mail.attempts, error },
      now,
    })
  })
}

/** What the keys of the tasks about a failed mail begin with. */
export function mailFailedKey(mailId: string): string {
  return `mail-failed:${mailId}:`
}

/** Readers answer to the office, not to the address that sends. */
function replyAddress(props: unknown): string | undefined {
  const { organisation } = props as { organisation?: { email?: string } }
  return organisation?.email
}

/** What went wrong, without the addresses that providers like to quote. */
function plainError(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return withoutEmails(text).slice(0, 300)
}
