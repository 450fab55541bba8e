import { normaliseEmail } from '#app/domain/email.ts'
import type { Locale } from '#app/domain/locale.ts'
import type { AwaitedEdition } from '#app/features/availability/load-awaited.server.ts'
import { newRequestToken, requestUrl } from '#app/features/availability/request-token.server.ts'
import { organisationOf } from '#app/features/catalogue/mail-organisation.server.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { readFormStamp } from '#app/platform/http/form-stamp.server.ts'
import { consume } from '#app/platform/rate-limit.server.ts'

/** Mails to one address, so that nobody is flooded by somebody else. */
const PER_ADDRESS = { points: 5, seconds: 3600 }

export type AskToBeToldResult = { ok: true } | { ok: false; reason: 'email' | 'stamp' }

/**
 * Notes that a reader wants to be told when an edition is there, and mails her a link: only by its page does the request count. The answer is the
 * same for an address that waits already, for one that asked too often and for one that takes no mail. Who asks again gets a new link, and the
 * old one ends.
 */
export async function askToBeTold(
  typedEmail: string,
  { edition, stamp, locale, now }: { edition: AwaitedEdition; stamp: string; locale: Locale; now: Date },
): Promise<AskToBeToldResult> {
  const email = normaliseEmail(typedEmail)?.toLowerCase()
  if (!email) return { ok: false, reason: 'email' }
  const id = readFormStamp('notify-form', stamp, now)
  if (id === null) return { ok: false, reason: 'stamp' }
  if (!(await consume('notify-address', email, PER_ADDRESS))) return { ok: true }

  const organisation = organisationOf(await loadOrganisation(), locale)
  const { id: editionId } = await db.edition.findUniqueOrThrow({
    where: { sku: edition.sku },
    select: { id: true },
  })
  const { token, tokenHash } = newRequestToken()
  await inTransaction(async (tx) => {
    const isNews = await queueMail(tx, {
      dedupeKey: `availability-asked:${id}`,
      template: 'availability-confirm',
      locale,
      toEmail: email,
      props: {
        titleName: edition.titleName,
        textLanguage: edition.textLanguage,
        editionName: edition.editionName,
        url: requestUrl(token, locale),
        organisation,
      },
      now,
    })
    // The same form, sent twice.
    if (!isNews) return
    // One open request for an address and an edition (availability_requests_one): the row that is there takes the new link.
    await tx.$executeRaw`
      INSERT INTO availability_requests AS r (id, edition_id, email, locale, token_hash, requested_at)
      VALUES (${id}::uuid, ${editionId}::uuid, ${email}, ${locale}, ${tokenHash}, ${now})
      ON CONFLICT (edition_id, email) WHERE ended_at IS NULL
      DO UPDATE SET locale = EXCLUDED.locale, token_hash = EXCLUDED.token_hash, requested_at = EXCLUDED.requested_at`
  })
  return { ok: true }
}
