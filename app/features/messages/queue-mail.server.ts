import { isMarked } from '#app/features/messages/mark-address.server.ts'
import type { Locale } from '#app/domain/locale.ts'
import { afterCommit, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { nudge } from '#app/platform/jobs.server.ts'
import type { MailProps, MailTemplate } from '#emails/templates.ts'

export type NewMail<Name extends MailTemplate> = {
  /** Names the fact that the mail tells of: no fact is told twice. */
  dedupeKey: string
  template: Name
  locale: Locale
  /** Null for a reader without e-mail: nothing is queued. */
  toEmail: string | null
  props: MailProps<Name>
  orderId?: string | null
  now: Date
}

/**
 * Puts a mail into the outbox, in the transaction of what it tells of. To an address that bounced or complained it is kept as
 * suppressed. Returns whether a row was added.
 */
export async function queueMail<Name extends MailTemplate>(tx: Tx, mail: NewMail<Name>): Promise<boolean> {
  if (mail.toEmail === null) return false
  const isSuppressed = await isMarked(tx, mail.toEmail)
  const { count } = await tx.outboxMail.createMany({
    data: {
      id: newId(),
      dedupeKey: mail.dedupeKey,
      template: mail.template,
      locale: mail.locale,
      toEmail: mail.toEmail,
      payload: mail.props,
      orderId: mail.orderId ?? null,
      state: isSuppressed ? 'suppressed' : 'pending',
      createdAt: mail.now,
      nextAttemptAt: mail.now,
    },
    skipDuplicates: true,
  })
  if (count === 1 && !isSuppressed) afterCommit(() => nudge('drain-outbox'))
  return count === 1
}
