import { dayFromDb } from '#app/domain/day.ts'
import type { PayloadOf } from '#app/features/documents/payload.ts'
import { refundsOf } from '#app/features/payments/refunds-of.server.ts'
import type { Tx } from '#app/platform/db.server.ts'

type Receipt = PayloadOf<'receipt'>

/** What came in for a charge, and what has gone back since: what a receipt states. */
export async function receiptMoney(tx: Tx, chargeId: string): Promise<Pick<Receipt, 'payments' | 'refunds'>> {
  // What a refund took back is told apart from what came in.
  const payments = await tx.$queryRaw<
    { method: Receipt['payments'][number]['method']; receivedOn: Date; amountYen: number }[]
  >`
    SELECT p.method::text AS method, p.received_on AS "receivedOn", sum(a.amount_yen)::int AS "amountYen"
    FROM allocations a JOIN payments p ON p.id = a.payment_id
    WHERE a.charge_id = ${chargeId}::uuid AND a.refund_id IS NULL
    GROUP BY p.id HAVING sum(a.amount_yen) > 0 ORDER BY p.received_on, p.id`
  return {
    payments: payments.map((payment) => ({ ...payment, receivedOn: dayFromDb(payment.receivedOn) })),
    refunds: await refundsOf(tx, chargeId),
  }
}
