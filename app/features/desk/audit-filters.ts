import { z } from 'zod'
import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'

/** The tables whose changes are written down; the triggers of the database have the same list (docs/database.md). */
export const AUDITED_TABLES = [
  'accounts',
  'charge_payers',
  'charges',
  'consignees',
  'consignment_lines',
  'consignment_settlement_lines',
  'consignment_settlements',
  'consignments',
  'document_issues',
  'documents',
  'edition_prices',
  'editions',
  'inquiries',
  'issues',
  'lecture_requests',
  'mail_addresses',
  'order_lines',
  'order_notes',
  'orders',
  'outbox_mails',
  'parcel_reports',
  'payments',
  'periodicals',
  'print_proposals',
  'print_run_bills',
  'print_run_deliveries',
  'print_runs',
  'refund_lines',
  'refunds',
  'sessions',
  'settings',
  'shipments',
  'shipping_rates',
  'staff',
  'stock_count_lines',
  'stock_counts',
  'stock_levels',
  'stock_movements',
  'stock_notes',
  'supplement_announcements',
  'supplement_texts',
  'supplements',
  'tasks',
  'title_texts',
  'titles',
  'works',
] as const

const text = z
  .string()
  .transform((typed) => typed.replace(/\0/g, '').trim().slice(0, 100))
  .catch('')
const day = z
  .custom<TokyoDay>((value) => isTokyoDay(value))
  .nullable()
  .catch(null)

const AuditFiltersSchema = z.object({
  /** A member of staff by her id, or `operator`. */
  person: z
    .union([z.uuid(), z.literal('operator')])
    .nullable()
    .catch(null),
  table: z.enum(AUDITED_TABLES).nullable().catch(null),
  row: text,
  from: day,
  to: day,
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
})

/** What the audit log is narrowed to. */
export type AuditFilters = z.infer<typeof AuditFiltersSchema>

/** Reads the filters from the page's address; what makes no sense in it is taken for absent. */
export function parseAuditFilters(search: URLSearchParams): AuditFilters {
  return AuditFiltersSchema.parse({
    person: search.get('person'),
    table: search.get('table'),
    row: search.get('row'),
    from: search.get('from'),
    to: search.get('to'),
    page: search.get('page') ?? 1,
  })
}

/** The address of the log with these filters; what is not set is left out. */
export function auditHref(filters: Partial<AuditFilters>): string {
  const search = new URLSearchParams()
  for (const name of ['person', 'table', 'row', 'from', 'to'] as const) {
    const value = filters[name]
    if (value) search.set(name, value)
  }
  if (filters.page && filters.page > 1) search.set('page', String(filters.page))
  return search.size > 0 ? `/desk/audit?${search}` : '/desk/audit'
}
