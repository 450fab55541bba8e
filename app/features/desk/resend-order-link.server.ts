import { tokyoDayOf } from '#app/domain/day.ts'
import { loadOrganisation } from '#app/features/catalogue/organisation.server.ts'
import { loadOrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { orderUrl } from '#app/features/checkout/order-mail.server.ts'
import { organisationOf } from '#app/features/catalogue/mail-organisation.server.ts'
import { isMarked } from '#app/features/messages/mark-address.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

export type ResendResult = { ok: true } | { ok: false; reason: 'not-found' | 'no-email' | 'marked' }

/** Mails a reader the link of her order's page once more, as often as somebody at the desk asks for it. */
export async function resendOrderLink(code: string, { now }: { now: Date }): Promise<ResendResult> {
  const organisation = await loadOrganisation()
  return await inTransaction(async (tx) => {
    const order = await loadOrderGraph(tx, { code })
    if (!order) return { ok: false, reason: 'not-found' }
    if (!order.email) return { ok: false, reason: 'no-email' }
    if (await isMarked(tx, order.email)) return { ok: false, reason: 'marked' }
    await queueMail(tx, {
      dedupeKey: `order-link:${newId()}`,
      template: 'order-link',
      locale: order.locale,
      toEmail: order.email,
      props: {
        organisation: organisationOf(organisation, order.locale),
        orders: [{ code: order.code, placedOn: tokyoDayOf(order.placedAt), url: orderUrl(order) }],
      },
      orderId: order.id,
      now,
    })
    return { ok: true }
  })
}
