import { setTimeout as sleep } from 'node:timers/promises'
import { normaliseEmail } from '#app/domain/email.ts'
import type { Locale } from '#app/domain/locale.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { tokenHash } from '#app/features/staff/token-hash.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'
import { newId, randomToken } from '#app/platform/id.server.ts'
import { consume } from '#app/platform/rate-limit.server.ts'

/** How long a mailed link can be used. */
export const LINK_MINUTES = 20
/** Mails to one address, so that nobody floods a colleague. */
const PER_ADDRESS = { points: 5, seconds: 3600 }
/** The answer takes this long whoever asks, so that its time does not tell who is on the staff. */
const ANSWER_MS = 300

/**
 * Mails a member of staff a link that signs her in once. The answer is the same for an address that is not on the staff, for somebody who has
 * left and for one that asked too often; it only says whether the text was an address at all.
 * @param to the page of the desk that the link leads to in the end, from `safeDeskPath`
 */
export async function requestSignIn(
  typedEmail: string,
  { now, to }: { now: Date; to: string },
): Promise<{ ok: true } | { ok: false; reason: 'email' }> {
  const email = normaliseEmail(typedEmail)?.toLowerCase()
  if (!email) return { ok: false, reason: 'email' }
  await Promise.all([sendLink(email, { now, to }), sleep(ANSWER_MS)])
  return { ok: true }
}

async function sendLink(email: string, { now, to }: { now: Date; to: string }): Promise<void> {
  if (!(await consume('sign-in-address', email, PER_ADDRESS))) return
  const staff = await db.staff.findFirst({ where: { email, disabledAt: null } })
  if (!staff) return
  const token = randomToken(32)
  const query = to === '/desk' ? '' : `?to=${encodeURIComponent(to)}`
  await inTransaction(async (tx) => {
    await tx.signInLink.create({
      data: {
        tokenHash: tokenHash(token),
        staffId: staff.id,
        createdAt: now,
        expiresAt: new Date(now.getTime() + LINK_MINUTES * 60_000),
      },
    })
    await queueMail(tx, {
      dedupeKey: `staff-link:${newId()}`,
      template: 'staff-link',
      locale: staff.locale as Locale,
      toEmail: staff.email,
      props: { name: staff.name, url: `${env.baseUrl}/desk/sign-in/${token}${query}`, minutes: LINK_MINUTES },
      now,
    })
  })
}
