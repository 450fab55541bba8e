import { endOfDay, startOfDay } from '#app/domain/day.ts'
import { changesOf, type FieldChange } from '#app/features/desk/audit-changes.ts'
import type { AuditFilters } from '#app/features/desk/audit-filters.ts'
import type { Prisma } from '#app/generated/prisma/client.ts'
import { db } from '#app/platform/db.server.ts'

const PER_PAGE = 50

export type AuditLine = {
  id: string
  at: Date
  /** Null for an operator on the command line. */
  person: { id: string; name: string } | null
  change: string
  table: string
  rowId: string
  /** The order that the row belongs to, if any. */
  orderCode: string | null
  changes: FieldChange[]
}

export type AuditPage = {
  lines: AuditLine[]
  total: number
  pages: number
  people: { id: string; name: string }[]
}

/** One page of the audit log, newest first, and the people it can be narrowed to. */
export async function listAudit(filters: AuditFilters): Promise<AuditPage> {
  const where = whereOf(filters)
  const [rows, total, people] = await Promise.all([
    db.auditEntry.findMany({
      where,
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      skip: (filters.page - 1) * PER_PAGE,
      take: PER_PAGE,
      include: { staff: { select: { id: true, name: true } } },
    }),
    db.auditEntry.count({ where }),
    db.staff.findMany({ orderBy: { name: 'asc' }, select: { id: true, name: true } }),
  ])
  const orders = await ordersOf(rows)
  return {
    lines: rows.map((row) => ({
      id: row.id,
      at: row.at,
      person: row.staff,
      change: row.change,
      table: row.tableName,
      rowId: row.rowId,
      orderCode: orders.get(firstId(row.rowId)) ?? null,
      changes: changesOf(row.before, row.after),
    })),
    total,
    pages: Math.max(1, Math.ceil(total / PER_PAGE)),
    people,
  }
}

function whereOf({ person, table, row, from, to }: AuditFilters): Prisma.AuditEntryWhereInput {
  return {
    ...(person === 'operator' ? { actor: 'operator' } : person ? { staffId: person } : {}),
    ...(table ? { tableName: table } : {}),
    ...(row ? { rowId: row } : {}),
    ...(from || to
      ? { at: { ...(from ? { gte: startOfDay(from) } : {}), ...(to ? { lt: endOfDay(to) } : {}) } }
      : {}),
  }
}

/** The codes of the orders that rows belong to, by the rows' ids. */
async function ordersOf(rows: readonly { rowId: string }[]): Promise<Map<string, string>> {
  const ids = [...new Set(rows.map((row) => firstId(row.rowId)))].filter((id) =>
    /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id),
  )
  if (ids.length === 0) return new Map()
  const found = await db.$queryRaw<{ id: string; code: string }[]>`
    WITH wanted AS (SELECT unnest(${ids}::uuid[]) AS id), owned AS (
      SELECT w.id, w.id AS order_id FROM wanted w
      UNION ALL SELECT w.id, l.order_id FROM wanted w JOIN order_lines l ON l.id = w.id
      UNION ALL SELECT w.id, m.order_id FROM wanted w JOIN outbox_mails m ON m.id = w.id
      UNION ALL SELECT w.id, s.order_id FROM wanted w JOIN shipments s ON s.id = w.id
      UNION ALL SELECT w.id, n.order_id FROM wanted w JOIN order_notes n ON n.id = w.id
      UNION ALL SELECT w.id, r.order_id FROM wanted w JOIN parcel_reports r ON r.id = w.id
      UNION ALL SELECT w.id, d.order_id FROM wanted w JOIN documents d ON d.id = w.id
      UNION ALL SELECT w.id, t.order_id FROM wanted w JOIN tasks t ON t.id = w.id
      UNION ALL SELECT w.id, o.id FROM wanted w JOIN orders o ON o.charge_id = w.id)
    SELECT owned.id::text AS id, o.code FROM owned JOIN orders o ON o.id = owned.order_id`
  return new Map(found.map(({ id, code }) => [id, code]))
}

/** Some rows have two keys: `<document> <number>`. */
function firstId(rowId: string): string {
  return rowId.split(' ')[0] ?? ''
}
