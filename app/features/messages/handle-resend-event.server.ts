import { z } from 'zod'
import { addressKey, markAddress, type AddressMark } from '#app/features/messages/mark-address.server.ts'
import { openTask } from '#app/features/messages/open-task.server.ts'
import type { Result } from '#app/domain/result.ts'
import { now as clockNow } from '#app/platform/clock.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'
import { log } from '#app/platform/log.server.ts'
import { resend } from '#app/platform/mailer.server.ts'

const MailEvent = z.object({
  type: z.string(),
  data: z.object({
    email_id: z.string(),
    to: z.array(z.string()),
    tags: z.record(z.string(), z.string()).optional(),
    bounce: z.object({ type: z.string() }).optional(),
  }),
})

type MailEvent = z.infer<typeof MailEvent>

type Finding = { kind: 'mail-bounced' | 'mail-complained' | 'mail-failed'; mark: AddressMark | null }

/**
 * Takes a webhook of Resend: raw body and headers as they came. A hard bounce, a complaint and an address that Resend itself holds back
 * mark the address, so that nothing more is sent there, and open a task that names the order; so does a mail that Resend took but could
 * not send. A complaint about the morning's mail of the desk ends that mail. Other events change nothing. Safe to run twice.
 */
export async function handleResendEvent({
  body,
  headers,
  now = clockNow(),
}: {
  body: string
  headers: Headers
  now?: Date
}): Promise<Result<object, { reason: 'bad-signature' }>> {
  const verified = verify(body, headers)
  if (!verified) return { ok: false, reason: 'bad-signature' }
  const parsed = MailEvent.safeParse(verified.payload)
  if (!parsed.success) return { ok: true }
  const finding = findingOf(parsed.data)
  if (!finding) return { ok: true }
  await inTransaction((tx) => recordFinding(tx, parsed.data, finding, now))
  log.info({ kind: finding.kind, providerId: parsed.data.data.email_id }, 'Resend reports a mail')
  return { ok: true }
}

/** Resend signs as Svix does; its own `svix-` names and the standard's `webhook-` ones are both in use. */
function verify(payload: string, headers: Headers): { payload: unknown } | null {
  function header(name: string): string {
    return headers.get(`svix-${name}`) ?? headers.get(`webhook-${name}`) ?? ''
  }
  try {
    return {
      payload: resend().webhooks.verify({
        payload,
        headers: { id: header('id'), timestamp: header('timestamp'), signature: header('signature') },
        webhookSecret: env.resend.webhookSecret,
      }),
    }
  } catch {
    return null
  }
}

function findingOf({ type, data }: MailEvent): Finding | null {
  switch (type) {
    case 'email.bounced':
      // A full mailbox or a server that is down passes; only a hard bounce tells of the address.
      return data.bounce?.type === 'Permanent' ? { kind: 'mail-bounced', mark: 'bounced' } : null
    case 'email.complained':
      return { kind: 'mail-complained', mark: 'complained' }
    case 'email.suppressed':
      return { kind: 'mail-bounced', mark: 'suppressed' }
    case 'email.failed':
      return { kind: 'mail-failed', mark: null }
    default:
      return null
  }
}

async function recordFinding(tx: Tx, event: MailEvent, finding: Finding, now: Date): Promise<void> {
  const mail = await findMail(tx, event)
  if (finding.mark) {
    // A mail whose address was erased since names nobody.
    for (const email of (mail ? [mail.toEmail] : event.data.to).filter(Boolean)) {
      await markAddress(tx, { email, reason: finding.mark, now })
    }
  }
  if (finding.kind === 'mail-complained' && mail?.template === 'staff-digest') {
    await tx.staff.updateMany({ where: { email: addressKey(mail.toEmail) }, data: { digest: false } })
  }
  await openTask(tx, {
    dedupeKey: `${finding.kind}:${mail?.id ?? event.data.email_id}`,
    kind: finding.kind,
    orderId: mail?.orderId ?? null,
    chargeId: mail?.chargeId ?? null,
    details: {
      providerId: event.data.email_id,
      event: event.type,
      ...(mail ? { mailId: mail.id, template: mail.template } : {}),
    },
    now,
  })
}

/** By the id that Resend gave, or by our tag when the webhook was faster than the answer to the call. */
async function findMail(tx: Tx, { data }: MailEvent) {
  const select = { id: true, toEmail: true, orderId: true, chargeId: true, template: true }
  const byProvider = await tx.outboxMail.findUnique({ where: { providerId: data.email_id }, select })
  if (byProvider) return byProvider
  const tag = z.uuid().safeParse(data.tags?.mail_id)
  return tag.success ? await tx.outboxMail.findUnique({ where: { id: tag.data }, select }) : null
}
