import { tokyoDayOf } from '#app/domain/day.ts'
import type { Locale } from '#app/domain/locale.ts'
import { organisationOf } from '#app/features/catalogue/mail-organisation.server.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { parseInquiry, type InquiryErrors, type TypedInquiry } from '#app/features/inquiries/inquiry-form.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { readFormStamp } from '#app/platform/http/form-stamp.server.ts'
import { consume } from '#app/platform/rate-limit.server.ts'

/** Inquiries, and so mails, for one address: nobody is flooded by somebody else. */
const PER_ADDRESS = { points: 5, seconds: 3600 }

export type SendInquiryResult =
  | { ok: true }
  | { ok: false; reason: 'invalid'; errors: InquiryErrors }
  | { ok: false; reason: 'stamp' | 'too-many' }

/**
 * Keeps what somebody asks over the contact form, and confirms it by mail. The same form sent twice is kept once. Refused when a field is wrong,
 * when the form's stamp is not ours, too young or too old, and when too much came from the address within the hour.
 */
export async function sendInquiry(
  typed: TypedInquiry,
  { stamp, locale, now }: { stamp: string; locale: Locale; now: Date },
): Promise<SendInquiryResult> {
  const parsed = parseInquiry(typed)
  if (!parsed.ok) return { ok: false, reason: 'invalid', errors: parsed.errors }
  const { sku, ...input } = parsed.input
  const edition = sku === null ? null : await db.edition.findUnique({ where: { sku }, select: { id: true } })
  if (sku !== null && !edition) return { ok: false, reason: 'invalid', errors: { edition: 'choice' } }
  const id = readFormStamp('inquiry-form', stamp, now)
  if (id === null) return { ok: false, reason: 'stamp' }
  if (await db.inquiry.findUnique({ where: { id }, select: { id: true } })) return { ok: true }
  if (!(await consume('inquiry-address', input.email.toLowerCase(), PER_ADDRESS))) {
    return { ok: false, reason: 'too-many' }
  }

  const organisation = organisationOf(await loadOrganisation(), locale)
  await inTransaction(async (tx) => {
    const row = {
      ...input,
      id,
      editionId: edition?.id ?? null,
      locale,
      channel: 'web',
      receivedAt: now,
    } as const
    const { count } = await tx.inquiry.createMany({ data: [row], skipDuplicates: true })
    if (count === 0) return
    await queueMail(tx, {
      dedupeKey: `inquiry-received:${id}`,
      template: 'inquiry-received',
      locale,
      toEmail: input.email,
      props: { receivedOn: tokyoDayOf(now), organisation },
      now,
    })
  })
  return { ok: true }
}
