import { dayFromDb } from '#app/domain/day.ts'
import { creditedOf } from '#app/features/checkout/less-credits.ts'
import type { OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import type { DeskOrder, PaymentView, RefundView } from '#app/features/desk/desk-order.ts'
import type { Prisma } from '#app/generated/prisma/client.ts'
import { db } from '#app/platform/db.server.ts'

type OrderMoney = Pick<
  DeskOrder,
  'paidYen' | 'openYen' | 'surplusYen' | 'refundedYen' | 'creditedYen' | 'payments' | 'refunds'
>

type PaidMatter = {
  charge: Pick<OrderGraph['charge'], 'id' | 'state' | 'amountYen' | 'allocatedYen' | 'refundedYen'>
  /** Of an order; a bill without one has no credits. */
  lines?: OrderGraph['lines']
}

/** What came in for a charge, what it pays, what went back, and what need not be paid. */
export async function loadOrderMoney({ charge, lines: ofOrder = [] }: PaidMatter): Promise<OrderMoney> {
  const ofCharge: Prisma.PaymentWhereInput = {
    OR: [{ chargeId: charge.id }, { allocations: { some: { chargeId: charge.id } } }],
  }
  const [rows, refunds] = await Promise.all([
    db.payment.findMany({
      where: ofCharge,
      orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
      include: { allocations: { where: { chargeId: charge.id }, select: { amountYen: true } } },
    }),
    db.refund.findMany({
      where: { OR: [{ payment: ofCharge }, { chargeId: charge.id }] },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      include: {
        staff: { select: { name: true } },
        lines: { include: { chargeLine: { select: { description: true, textLanguage: true } } } },
      },
    }),
  ])
  const creditedYen = creditedOf({ lines: ofOrder })
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
    refundedYen: charge.refundedYen - creditedYen,
    creditedYen,
    payments,
    refunds: refunds.map(({ staff, lines, ...refund }): RefundView => ({
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
