import { db } from '#app/platform/db.server.ts'

/** The whole ledger as a table that a treasurer can read: one line a posting, debits and credits in columns of their own. */
export async function ledgerTable(): Promise<string> {
  const entries = await db.journalEntry.findMany({
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    include: { postings: { orderBy: { position: 'asc' }, include: { accountOf: true } } },
  })
  const rows = entries.flatMap((entry) =>
    entry.postings.map((posting, index) => [
      index === 0 ? entry.eventOn.toISOString().slice(0, 10) : '',
      index === 0 ? entry.kind : '',
      posting.accountOf.role,
      posting.amountYen > 0 ? String(posting.amountYen) : '',
      posting.amountYen < 0 ? String(-posting.amountYen) : '',
    ]),
  )
  const head = ['day', 'fact', 'account', 'debit', 'credit']
  const all = [head, ...rows]
  const widths = head.map((_cell, column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  return all
    .map((row) =>
      row
        .map((cell, column) =>
          column < 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join(' | '),
    )
    .join('\n')
}

/** Sum of every account that has moved, debits positive. */
export async function balances(): Promise<Record<string, number>> {
  const sums = await db.posting.groupBy({ by: ['account'], _sum: { amountYen: true } })
  return Object.fromEntries(
    sums
      .map((sum) => [sum.account, sum._sum.amountYen ?? 0] as const)
      .filter(([, amountYen]) => amountYen !== 0)
      .sort(([a], [b]) => a.localeCompare(b)),
  )
}
