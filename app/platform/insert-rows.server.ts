import type { Prisma } from '#app/generated/prisma/client.ts'
import { type db, sqlRows, type Tx } from '#app/platform/db.server.ts'

/** The tables that orders are written to, by the fields that Prisma's models give their columns. */
type Tables = {
  allocations: Prisma.AllocationCreateManyInput
  charges: Prisma.ChargeCreateManyInput
  charge_lines: Prisma.ChargeLineCreateManyInput
  charge_payers: Omit<Prisma.ChargePayerCreateManyInput, 'address'> & {
    address: Prisma.InputJsonValue | null
  }
  journal_entries: Prisma.JournalEntryCreateManyInput
  /** Without `seq`, which the database counts; that of one who counted herself would collide or lie. */
  order_events: Omit<Prisma.OrderEventCreateManyInput, 'seq'>
  order_lines: Prisma.OrderLineCreateManyInput
  orders: Omit<Prisma.OrderCreateManyInput, 'deliveryAddress' | 'billingAddress'> & {
    deliveryAddress: Prisma.InputJsonValue | null
    billingAddress: Prisma.InputJsonValue | null
  }
  payments: Prisma.PaymentCreateManyInput
  postings: Prisma.PostingCreateManyInput
  stripe_events: Prisma.StripeEventCreateManyInput
}

type Inserted = { [Table in keyof Tables]?: readonly Tables[Table][] }

/**
 * Writes rows of several tables in one statement, a whole graph at once: foreign keys are checked, and triggers run, when all rows are
 * in. The rows of one table name the same fields. With `onlyIfNew` its table's one row names the fact: where that row is there already,
 * nothing is written at all, and no unique violation ends the transaction. Rows of the table `evenSo` are written even then, those of
 * them that are not there yet.
 * @returns whether the rows were written
 */
export async function insertRows<Given extends Inserted>(
  on: Tx | typeof db,
  rows: Given,
  { onlyIfNew, evenSo }: { onlyIfNew?: keyof Given & string; evenSo?: keyof Given & string } = {},
): Promise<boolean> {
  const filled = Object.entries(rows).filter(([, ofTable]) => ofTable.length > 0)
  const parts = filled.map(([table, ofTable], index) => {
    const columns = Object.keys(toColumns(ofTable[0] ?? {})).join(', ')
    const source = `SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $${index + 1}::jsonb)`
    const rule =
      table === onlyIfNew || table === evenSo
        ? 'ON CONFLICT DO NOTHING'
        : onlyIfNew
          ? `WHERE EXISTS (TABLE new_${onlyIfNew})`
          : ''
    return `new_${table} AS (INSERT INTO ${table} (${columns}) ${source} ${rule} RETURNING 1)`
  })
  const written = await sqlRows(
    on,
    `WITH ${parts.join(', ')} TABLE new_${onlyIfNew ?? filled[0]?.[0]}`,
    filled.map(([, ofTable]) => JSON.stringify(ofTable.map(toColumns))),
  )
  return written.length > 0
}

/** Columns are named as fields, in snake case; a field that is not given keeps its column's default. */
function toColumns(row: object): Record<string, unknown> {
  const columns: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(row)) if (value !== undefined) columns[columnOf(field)] = value
  return columns
}

const columnNames = new Map<string, string>()

function columnOf(field: string): string {
  const known = columnNames.get(field)
  if (known !== undefined) return known
  const column = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  columnNames.set(field, column)
  return column
}
