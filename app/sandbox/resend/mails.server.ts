import {
  lockObject,
  saveObject,
  setTimer,
  stripeId,
  type SandboxMail,
  type SandboxTx,
} from '#app/sandbox/store.server.ts'
import { enqueueWebhook } from '#app/sandbox/webhooks.server.ts'

/** Mail takes a moment to arrive. */
const DELIVERY_MS = 1000

/** The mail has left: it will arrive, bounce or be complained about, by the address that Resend gives for tests. */
export async function mailSent(tx: SandboxTx, id: string): Promise<void> {
  const mail = await tell(tx, id, 'sent')
  if (!mail) return
  const soon = new Date(tx.now.getTime() + DELIVERY_MS)
  const isBounced = mail.to.some((to) => isTestAddress(to, 'bounced'))
  await setTimer(tx, soon, { kind: isBounced ? 'mail-bounced' : 'mail-delivered', subject: id })
}

export async function mailDelivered(tx: SandboxTx, id: string): Promise<void> {
  const mail = await tell(tx, id, 'delivered')
  if (!mail?.to.some((to) => isTestAddress(to, 'complained'))) return
  const soon = new Date(tx.now.getTime() + DELIVERY_MS)
  await setTimer(tx, soon, { kind: 'mail-complained', subject: id })
}

export async function mailBounced(tx: SandboxTx, id: string): Promise<void> {
  await tell(tx, id, 'bounced', {
    bounce: {
      message: "The recipient's email address does not exist.",
      subType: 'General',
      type: 'Permanent',
    },
  })
}

export async function mailComplained(tx: SandboxTx, id: string): Promise<void> {
  await tell(tx, id, 'complained')
}

/** `bounced@resend.dev`, `bounced+anything@resend.dev`, with or without a name before it. */
function isTestAddress(to: string, kind: 'bounced' | 'complained'): boolean {
  return new RegExp(`(?:^|<)${kind}(?:\\+[^@]*)?@resend\\.dev>?$`, 'i').test(to.trim())
}

async function tell(
  tx: SandboxTx,
  id: string,
  event: 'sent' | 'delivered' | 'bounced' | 'complained',
  details: Record<string, unknown> = {},
): Promise<SandboxMail | undefined> {
  const mail = await lockObject(tx, 'mail', id)
  if (!mail) return undefined
  await saveObject<'mail'>(tx, { ...mail, lastEvent: event })
  const payload = {
    type: `email.${event}`,
    created_at: tx.now.toISOString(),
    data: {
      email_id: mail.id,
      message_id: `<${mail.id}@sandbox.invalid>`,
      created_at: mail.createdAt,
      from: mail.from,
      to: mail.to,
      subject: mail.subject,
      tags: Object.fromEntries(mail.tags.map((tag) => [tag.name, tag.value])),
      ...details,
    },
  }
  await enqueueWebhook(tx, 'resend', { id: stripeId('msg', 27), payload })
  return mail
}
