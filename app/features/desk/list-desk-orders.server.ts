import { isServed, orderState, type OrderState } from '#app/domain/order.ts'
import { dayFromDb, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { findOrders, PAGE_SIZE } from '#app/features/desk/find-orders.server.ts'
import type { OrderChannel, OrderFilters, OrderMethod } from '#app/features/desk/order-filters.ts'
import { db } from '#app/platform/db.server.ts'

export type OrderRow = {
  id: string
  code: string
  placedAt: Date
  state: OrderState
  contactName: string
  method: OrderMethod
  channel: OrderChannel
  totalYen: number
  /** What has not come yet of an open charge. */
  openYen: number
  /** The day a bill was due by, where it has passed. */
  overdueSince: TokyoDay | null
  /** Copies that can be packed now. */
  toPack: number
  /** Open tasks. */
  tasks: number
  isReported: boolean
  goods: { description: string; textLanguage: string; quantity: number }[]
}

export type OrderList = {
  orders: OrderRow[]
  total: number
  amountYen: number
  openYen: number
  page: number
  /** At least 1. */
  pages: number
}

/** The list of orders at the desk, newest first. */
export async function listDeskOrders(filters: OrderFilters, { now }: { now: Date }): Promise<OrderList> {
  const { ids, total, amountYen, openYen } = await findOrders(filters, { now })
  const [rows, tasks] = await Promise.all([loadRows(ids, tokyoDayOf(now)), countTasks(ids)])
  return {
    orders: ids.flatMap((id) => {
      const row = rows.get(id)
      return row ? [{ ...row, tasks: tasks.get(id) ?? 0 }] : []
    }),
    total,
    amountYen,
    openYen,
    page: filters.page,
    pages: Math.max(1, Math.ceil(total / PAGE_SIZE)),
  }
}

async function loadRows(ids: readonly string[], today: TokyoDay): Promise<Map<string, OrderRow>> {
  const orders = await db.order.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      code: true,
      placedAt: true,
      contactName: true,
      channel: true,
      charge: {
        include: {
          attempts: { where: { state: 'voucher' }, select: { id: true } },
          lines: { where: { kind: 'edition' }, orderBy: { position: 'asc' } },
        },
      },
      lines: { select: { format: true, held: true, preordered: true, posted: true, released: true } },
      parcelReports: { where: { resolvedAt: null }, select: { id: true }, take: 1 },
    },
  })
  return new Map(
    orders.map(({ charge, lines, parcelReports, ...order }) => {
      const dueOn = charge.dueOn ? dayFromDb(charge.dueOn) : null
      const isOverdue =
        charge.state === 'open' && charge.terms === 'billed' && dueOn !== null && dueOn < today
      return [
        order.id,
        {
          ...order,
          state: orderState({
            ...charge,
            chargeState: charge.state,
            voucherOut: charge.attempts.length > 0,
            lines,
          }),
          method: charge.method,
          totalYen: charge.amountYen,
          openYen: charge.state === 'open' ? charge.amountYen - charge.allocatedYen - charge.refundedYen : 0,
          overdueSince: isOverdue ? dueOn : null,
          toPack: isServed(charge) ? lines.reduce((sum, line) => sum + line.held, 0) : 0,
          tasks: 0,
          isReported: parcelReports.length > 0,
          goods: charge.lines.map(({ description, textLanguage, quantity }) => ({
            description,
            textLanguage,
            quantity,
          })),
        },
      ]
    }),
  )
}

async function countTasks(orderIds: readonly string[]): Promise<Map<string | null, number>> {
  const counts = await db.task.groupBy({
    by: ['orderId'],
    where: { orderId: { in: [...orderIds] }, doneAt: null },
    _count: true,
  })
  return new Map(counts.map((count) => [count.orderId, count._count]))
}
