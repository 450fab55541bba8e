import { now } from '#app/platform/clock.server.ts'
import { env } from '#app/platform/env.server.ts'
import { inSandbox, listObjects, readObject, type SandboxMail } from '#app/sandbox/store.server.ts'

const PAGE = 50

export type MailState = SandboxMail['lastEvent']

export type MailRow = { id: string; to: string; subject: string; state: MailState; sentAt: Date }

export type Mailbox = {
  mails: MailRow[]
  /** Value of `before` for the next page; null on the last one. */
  older: string | null
}

/** The mails that the shop sent, newest first. @param before the place in the list to go on from */
export async function loadMailbox(before: string | null): Promise<Mailbox> {
  const from = before !== null && /^\d{1,18}$/.test(before) ? { beforeSeq: before } : {}
  const rows = await inSandbox({ now: now() }, (tx) => listObjects(tx, 'mail', { ...from, limit: PAGE + 1 }))
  const shown = rows.slice(0, PAGE)
  return {
    mails: shown.map(({ data, createdAt }) => ({
      id: data.id,
      to: data.to.join(', '),
      subject: data.subject,
      state: data.lastEvent,
      sentAt: createdAt,
    })),
    older: rows.length > PAGE ? (shown.at(-1)?.seq ?? null) : null,
  }
}

/** One mail as Resend took it; null when there is none. */
export async function loadMail(id: string): Promise<(SandboxMail & { sentAt: Date }) | null> {
  const mail = await inSandbox({ now: now() }, (tx) => readObject(tx, 'mail', id))
  return mail ? { ...mail, sentAt: new Date(mail.createdAt) } : null
}

/**
 * The mail as a mail program would show it, in a policy of its own: no script, no form, nothing from elsewhere. Links lead out of
 * the frame. Null when there is no such mail or it is text only.
 */
export async function loadMailHtml(
  id: string,
): Promise<{ html: string; contentSecurityPolicy: string } | null> {
  const mail = await loadMail(id)
  if (!mail?.html) return null
  const base = '<base target="_top">'
  const html = /<head[^>]*>/i.test(mail.html)
    ? mail.html.replace(/<head[^>]*>/i, (head) => `${head}${base}`)
    : `${base}${mail.html}`
  const contentSecurityPolicy = [
    "default-src 'none'",
    // Mail programs read style attributes only, so the templates are full of them.
    "style-src 'unsafe-inline'",
    `img-src data: ${new URL(env.baseUrl).origin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    'sandbox allow-popups allow-top-navigation-by-user-activation',
  ].join('; ')
  return { html, contentSecurityPolicy }
}
