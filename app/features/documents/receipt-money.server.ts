import { dayFromDb, tokyoDayOf } from '#app/domain/day.ts'
import type { PayloadOf } from '#app/features/documents/payload.ts'
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
  const refunds = await tx.$queryRaw<{ createdAt: Date; amountYen: number }[]>`
    SELECT f.created_at AS "createdAt", sum(r.amount_yen)::int AS "amountYen"
    FROM refund_lines r JOIN refunds f ON f.id = r.refund_id JOIN charge_lines l ON l.id = r.charge_line_id
    WHERE l.charge_id = ${chargeId}::uuid AND f.payment_id IS NOT NULL AND f.state <> 'failed' GROUP BY f.id ORDER BY f.created_at, f.id`
  return {
    payments: payments.map((payment) => ({ ...payment, receivedOn: dayFromDb(payment.receivedOn) })),
    refunds: refunds.map(({ createdAt, amountYen }) => ({ refundedOn: tokyoDayOf(createdAt), amountYen })),
  }
}
