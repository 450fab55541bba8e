import { z } from 'zod'
import { isTokyoDay, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { namesFailedRefund } from '#app/domain/document.ts'
import { DEFAULT_LOCALE } from '#app/domain/locale.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { textsFor } from '#app/platform/i18n/texts.ts'

/** The money that has gone back of a charge's lines, oldest first; what failed has not, and a credit is no money. */
export async function refundsOf(
  tx: Tx,
  chargeId: string,
): Promise<{ refundId: string; refundedOn: TokyoDay; amountYen: number }[]> {
  const rows = await tx.$queryRaw<{ refundId: string; createdAt: Date; amountYen: number }[]>`
    SELECT f.id::text AS "refundId", f.created_at AS "createdAt", sum(r.amount_yen)::int AS "amountYen"
    FROM refund_lines r JOIN refunds f ON f.id = r.refund_id JOIN charge_lines l ON l.id = r.charge_line_id
    WHERE l.charge_id = ${chargeId}::uuid AND f.payment_id IS NOT NULL AND f.state <> 'failed' GROUP BY f.id ORDER BY f.created_at, f.id`
  return rows.map(({ createdAt, ...refund }) => ({ ...refund, refundedOn: tokyoDayOf(createdAt) }))
}

const Named = z.object({
  refunds: z.array(
    z.object({
      refundedOn: z.custom<TokyoDay>(isTokyoDay),
      amountYen: z.number(),
      refundId: z.string().optional(),
    }),
  ),
})

/**
 * Makes a charge's receipt void that says money went back which did not, since its refund failed: what is frozen cannot be put right, so the
 * next issue is a receipt of its own, which states the truth. The caller holds the lock on the charge.
 */
export async function voidUntrueReceipt(tx: Tx, chargeId: string, now: Date): Promise<void> {
  const receipt = await tx.document.findFirst({
    where: { kind: 'receipt', chargeId, voidedAt: null },
    select: { id: true, payload: true },
  })
  const named = Named.safeParse(receipt?.payload).data?.refunds ?? []
  if (!receipt || !namesFailedRefund(named, await refundsOf(tx, chargeId))) return
  await tx.document.update({
    where: { id: receipt.id },
    data: { voidedAt: now, voidReason: textsFor(DEFAULT_LOCALE)('documents:void.refundFailed') },
  })
}
