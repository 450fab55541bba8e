import { z } from 'zod'
import { isTokyoDay, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { foldForSearch } from '#app/domain/text-fold.ts'
import { writePrintBill } from '#app/features/circulation/write-print-bill.server.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'

const MOST_YEN = 1_000_000_000

const Bill = z.object({
  printRunId: z.uuid(),
  number: z.string().trim().min(1).max(100),
  billedOn: z.custom<TokyoDay>(isTokyoDay),
  /** Without tax; negative for a credit. */
  netYen: z
    .number()
    .int()
    .min(-MOST_YEN)
    .max(MOST_YEN)
    .refine((yen) => yen !== 0),
  taxYen: z.number().int().min(-MOST_YEN).max(MOST_YEN),
})

export type BookPrintBillResult =
  { ok: true } | { ok: false; reason: 'not-found' | 'known' | 'day-in-future' | 'tax-sign' | 'below-zero' }

/**
 * Books a bill of the printer, or a credit, to a run: expensed on its day, its tax apart, owed until it is paid. The same number of the same
 * printer is booked once. The credits of a run never exceed its bills.
 * @throws z.ZodError when the figures make no sense
 */
export async function bookPrintBill(
  input: z.input<typeof Bill>,
  { now }: { now: Date },
): Promise<BookPrintBillResult> {
  const bill = Bill.parse(input)
  if (bill.billedOn > tokyoDayOf(now)) return { ok: false, reason: 'day-in-future' }
  if (bill.taxYen !== 0 && Math.sign(bill.taxYen) !== Math.sign(bill.netYen)) {
    return { ok: false, reason: 'tax-sign' }
  }
  const run = await db.printRun.findUnique({ where: { id: bill.printRunId }, select: { printer: true } })
  if (!run) return { ok: false, reason: 'not-found' }
  const sourceKey = `bill:${foldForSearch(run.printer ?? '')}:${foldForSearch(bill.number)}`
  try {
    return await inTransaction(async (tx) => {
      const [locked] = await tx.$queryRaw<{ cost: number; tax: number }[]>`
        SELECT coalesce(cost_yen, 0) AS cost, cost_tax_yen AS tax FROM print_runs WHERE id = ${bill.printRunId}::uuid FOR UPDATE`
      if (!locked) return { ok: false, reason: 'not-found' }
      if (locked.cost + bill.netYen < 0 || locked.tax + bill.taxYen < 0) {
        return { ok: false, reason: 'below-zero' }
      }
      await writePrintBill(tx, { ...bill, sourceKey }, { now })
      return { ok: true }
    })
  } catch (error) {
    if (hasDatabaseCode(error, DB_CODE.unique)) return { ok: false, reason: 'known' }
    throw error
  }
}
