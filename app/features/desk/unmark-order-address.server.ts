import { unmarkAddress } from '#app/features/messages/mark-address.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'

export type UnmarkResult = { ok: true } | { ok: false; reason: 'not-found' | 'no-email' }

/** Lets mails go to an order's address again, once somebody knows that they arrive there. Done already is as good. */
export async function unmarkOrderAddress(code: string): Promise<UnmarkResult> {
  return await inTransaction(async (tx) => {
    const order = await tx.order.findUnique({ where: { code }, select: { email: true } })
    if (!order) return { ok: false, reason: 'not-found' }
    if (!order.email) return { ok: false, reason: 'no-email' }
    await unmarkAddress(tx, order.email)
    return { ok: true }
  })
}
