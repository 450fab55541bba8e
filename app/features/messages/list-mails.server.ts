import { isDeepStrictEqual } from 'node:util'
import type { Locale } from '#app/domain/locale.ts'
import type { MailState } from '#app/features/messages/mail-state.ts'
import { db } from '#app/platform/db.server.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'

export type ListedMail = {
  id: string
  /** Null since it was erased. */
  toEmail: string | null
  /** It has failed, and can be sent once more: what it says is still there. */
  canSendAgain: boolean
  /** What the mail is about, in the language of whoever looks. */
  subject: string
  orderCode: string | null
  state: MailState
  createdAt: Date
  sentAt: Date | null
  lastError: string | null
}

/** Mails that left or are to leave, the newest first. */
export async function listMails(wanted: {
  state: MailState | null
  locale: Locale
  page: number
  perPage: number
}): Promise<{ mails: ListedMail[]; total: number }> {
  const where = wanted.state === null ? {} : { state: wanted.state }
  const [rows, total] = await Promise.all([
    db.outboxMail.findMany({
      where,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      skip: (wanted.page - 1) * wanted.perPage,
      take: wanted.perPage,
    }),
    db.outboxMail.count({ where }),
  ])
  const orders = await db.order.findMany({
    where: { id: { in: rows.flatMap((row) => row.orderId ?? []) } },
    select: { id: true, code: true },
  })
  const payers = await db.chargePayer.findMany({
    where: { chargeId: { in: rows.flatMap((row) => row.chargeId ?? []) } },
    select: { chargeId: true, subject: true },
  })
  const lectures = await db.lectureRequest.findMany({
    where: { id: { in: rows.flatMap((row) => row.lectureId ?? []) } },
    select: { id: true, code: true },
  })
  const codes = new Map([
    ...lectures.map((lecture) => [lecture.id, lecture.code] as const),
    ...orders.map((order) => [order.id, order.code] as const),
    ...payers.map((payer) => [payer.chargeId, payer.subject] as const),
  ])
  // With all their templates: not loaded before somebody looks.
  const emails = await import('#emails/templates.ts')
  const subjectOf = (template: string, code: string | null): string =>
    emails.isMailTemplate(template)
      ? textsFor(wanted.locale)(emails.templates[template].subject, { code: code ?? '' })
      : template
  const mails = rows.map((row) => {
    const { id, state, createdAt, sentAt, lastError } = row
    const toEmail = row.toEmail || null
    const isErased = toEmail === null || isDeepStrictEqual(row.payload, {})
    const canSendAgain = state === 'failed' && !isErased
    const orderCode = (row.orderId && codes.get(row.orderId)) || null
    const matter = codes.get(row.chargeId ?? row.lectureId ?? '') ?? null
    const subject = subjectOf(row.template, orderCode ?? matter)
    return { id, toEmail, canSendAgain, subject, orderCode, state, createdAt, sentAt, lastError }
  })
  return { mails, total }
}
