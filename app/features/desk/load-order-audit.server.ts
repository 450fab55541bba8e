import type { OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import type { AuditView } from '#app/features/desk/desk-order.ts'
import { addressKey } from '#app/features/messages/mark-address.server.ts'
import { db } from '#app/platform/db.server.ts'

/** Enough for any order that people still work on; the audit log itself has all. */
const MOST_ENTRIES = 100

/** What staff and operators changed in the rows of an order, newest first. */
export async function loadOrderAudit(order: OrderGraph): Promise<AuditView[]> {
  const [rows, mails, money, credits] = await Promise.all([
    db.order.findUniqueOrThrow({
      where: { id: order.id },
      select: {
        lines: { select: { id: true } },
        shipments: { select: { id: true } },
        notes: { select: { id: true } },
        parcelReports: { select: { id: true } },
        documents: { select: { id: true } },
      },
    }),
    db.outboxMail.findMany({ where: { orderId: order.id }, select: { id: true } }),
    db.payment.findMany({
      where: { chargeId: order.charge.id },
      select: { id: true, refunds: { select: { id: true, lines: { select: { id: true } } } } },
    }),
    db.refund.findMany({
      where: { chargeId: order.charge.id },
      select: { id: true, lines: { select: { id: true } } },
    }),
  ])
  const tasks = await db.task.findMany({ where: { orderId: order.id }, select: { id: true } })
  const refunds = [...money.flatMap((payment) => payment.refunds), ...credits]
  const idsOf: [table: string, rows: readonly { id: string }[]][] = [
    ['orders', [order]],
    ['charges', [order.charge]],
    ['order_lines', rows.lines],
    ['shipments', rows.shipments],
    ['order_notes', rows.notes],
    ['parcel_reports', rows.parcelReports],
    ['documents', rows.documents],
    ['payments', money],
    ['refunds', refunds],
    ['refund_lines', refunds.flatMap((refund) => refund.lines)],
    ['tasks', tasks],
    ['outbox_mails', mails],

    ['mail_addresses', order.email ? [{ id: addressKey(order.email) }] : []],
  ]
  const entries = await db.auditEntry.findMany({
    where: {
      OR: idsOf
        .filter(([, ids]) => ids.length > 0)
        .map(([tableName, ids]) => ({ tableName, rowId: { in: ids.map(({ id }) => id) } })),
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: MOST_ENTRIES,
    include: { staff: { select: { name: true } } },
  })
  return entries.map((entry) => ({
    id: entry.id,
    at: entry.at,
    actor: entry.actor,
    staffName: entry.staff?.name ?? null,
    change: entry.change,
    table: entry.tableName,
    columns: entry.change === 'update' ? differences(entry.before, entry.after) : [],
  }))
}

function differences(before: unknown, after: unknown): AuditView['columns'] {
  const was = (before ?? {}) as Record<string, unknown>
  const is = (after ?? {}) as Record<string, unknown>
  return Object.keys(is).map((name) => ({ name, before: shown(was[name]), after: shown(is[name]) }))
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'object') return Object.values(value).filter(Boolean).join(' ')
  return String(value)
}
