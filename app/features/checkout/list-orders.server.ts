import { tokyoDayOf } from '#app/domain/day.ts'
import { isServed, type OrderState, orderState } from '#app/domain/order.ts'
import { db } from '#app/platform/db.server.ts'

export type ListedOrder = {
  order: string
  placed: string
  state: OrderState
  method: string
  reference: string
  totalYen: number
  openYen: number
  toPost: number
}

/** The newest orders without personal data, for the operator's list. */
export async function listOrders({ limit }: { limit: number }): Promise<ListedOrder[]> {
  const orders = await db.order.findMany({
    orderBy: { placedAt: 'desc' },
    take: limit,
    select: {
      code: true,
      placedAt: true,
      charge: { include: { attempts: { where: { state: 'voucher' }, select: { id: true } } } },
      lines: { select: { format: true, held: true, preordered: true, posted: true, released: true } },
    },
  })
  return orders.map(({ code, placedAt, charge, lines }) => ({
    order: code,
    placed: tokyoDayOf(placedAt),
    state: orderState({
      chargeState: charge.state,
      terms: charge.terms,
      amountYen: charge.amountYen,
      allocatedYen: charge.allocatedYen,
      refundedYen: charge.refundedYen,
      voucherOut: charge.attempts.length > 0,
      lines,
    }),
    method: charge.method,
    reference: charge.reference,
    totalYen: charge.amountYen,
    openYen: charge.state === 'open' ? charge.amountYen - charge.allocatedYen - charge.refundedYen : 0,
    toPost: isServed(charge) ? lines.reduce((sum, line) => sum + line.held, 0) : 0,
  }))
}
