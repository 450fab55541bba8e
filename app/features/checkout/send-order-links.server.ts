import { tokyoDayOf } from '#app/domain/day.ts'
import { normaliseEmail } from '#app/domain/email.ts'
import type { Locale } from '#app/domain/locale.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { organisationOf } from '#app/features/catalogue/mail-organisation.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { consume } from '#app/platform/rate-limit.server.ts'

const YEARS = 2
const MOST_ORDERS = 50
/** Mails to one address, so that nobody can be flooded by somebody else. */
const PER_ADDRESS = { points: 3, seconds: 3600 }

/**
 * Mails a reader the links of her orders of the last two years. Says no more than whether the address could be read: the answer must
 * not tell who has ordered. The mail goes to the address as the order has it.
 */
export async function sendOrderLinks(
  typedEmail: string,
  { locale, now }: { locale: Locale; now: Date },
): Promise<{ ok: true } | { ok: false; reason: 'email' }> {
  const email = normaliseEmail(typedEmail)
  if (!email) return { ok: false, reason: 'email' }
  if (!(await consume('order-link-address', email.toLowerCase(), PER_ADDRESS))) return { ok: true }

  const since = new Date(now)
  since.setUTCFullYear(since.getUTCFullYear() - YEARS)
  // Compared in SQL: Prisma's insensitive equals reads % and _, which addresses may hold, as wildcards.
  const orders = await db.$queryRaw<{ code: string; token: string; placedAt: Date; email: string }[]>`
    SELECT code, token, placed_at AS "placedAt", email FROM orders
    WHERE lower(email) = lower(${email}) AND placed_at > ${since}
    ORDER BY placed_at DESC, id DESC LIMIT ${MOST_ORDERS}`
  if (orders.length === 0) return { ok: true }

  const organisation = organisationOf(await loadOrganisation(), locale)
  const addresses = [...new Set(orders.map((order) => order.email))]
  await inTransaction(async (tx) => {
    for (const toEmail of addresses) {
      await queueMail(tx, {
        dedupeKey: `order-link:${newId()}`,
        template: 'order-link',
        locale,
        toEmail,
        props: {
          organisation,
          orders: orders
            .filter((order) => order.email === toEmail)
            .map((order) => ({
              code: order.code,
              placedOn: tokyoDayOf(order.placedAt),
              url: `${env.baseUrl}/${locale}/orders/${order.token}`,
            })),
        },
        now,
      })
    }
  })
  return { ok: true }
}
