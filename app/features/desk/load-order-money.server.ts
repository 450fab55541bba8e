import { dayFromDb } from '#app/domain/day.ts'
import type { OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import type { DeskOrder, PaymentView, RefundView } from '#app/features/desk/desk-order.ts'
import { db } from '#app/platform/db.server.ts'

type OrderMoney = Pick<
  DeskOrder,
  'paidYen' | 'openYen' | 'surplusYen' | 'refundedYen' | 'payments' | 'refunds'
>

/** What came in for an order, what it pays, and what went back. */
export async function loadOrderMoney(order: OrderGraph): Promise<OrderMoney> {
  const { charge } = order
  const rows = await db.payment.findMany({
    where: { OR: [{ chargeId: charge.id }, { allocations: { some: { chargeId: charge.id } } }] },
    orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
    include: {
      allocations: { where: { chargeId: charge.id }, select: { amountYen: true } },
      refunds: {
        orderBy: { createdAt: 'asc' },
        include: {
          staff: { select: { name: true } },
          lines: { include: { chargeLine: { select: { description: true, textLanguage: true } } } },
        },
      },
    },
  })
  const payments = rows.map((row): PaymentView => ({
    id: row.id,
    method: row.method,
    amount: row.amount,
    currency: row.currency,
    receivedOn: dayFromDb(row.receivedOn),
    allocatedYen: row.allocations.reduce((sum, { amountYen }) => sum + amountYen, 0),
    refundedYen: row.refundedYen,
    surplusYen: row.currency === 'jpy' ? row.amount - row.allocatedYen - row.refundedYen : 0,
    feeYen: row.feeYen,
    confirmed: row.confirmed,
    note: row.note,
    stripeId: row.stripeIntentId,
  }))
  return {
    paidYen: charge.allocatedYen,
    openYen: charge.state === 'open' ? charge.amountYen - charge.allocatedYen - charge.refundedYen : 0,
    surplusYen: payments.reduce((sum, payment) => sum + payment.surplusYen, 0),
    refundedYen: charge.refundedYen,
    payments,
    refunds: rows
      .flatMap((row) => row.refunds)
      .map(({ staff, lines, ...refund }): RefundView => ({
        id: refund.id,
        state: refund.state,
        method: refund.method,
        amountYen: refund.amountYen,
        surplusYen: refund.surplusYen,
        provisional: refund.provisional,
        reason: refund.reason,
        createdAt: refund.createdAt,
        staffName: staff?.name ?? null,
        lines: lines.map(({ chargeLineId, chargeLine, amountYen, copies, restocked }) => ({
          chargeLineId,
          ...chargeLine,
          amountYen,
          copies,
          restocked,
        })),
      })),
  }
}
