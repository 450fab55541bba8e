import { dayToDb, type TokyoDay } from '#app/domain/day.ts'
import { printBillPostings } from '#app/domain/ledger.ts'
import { writeEntry } from '#app/features/payments/write-entry.server.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

export type PrintBill = {
  printRunId: string
  billedOn: TokyoDay
  /** What stands on it; empty when it has none. */
  number: string
  /** Without tax; negative for a credit of the printer. */
  netYen: number
  taxYen: number
  /** Names the bill by its source, and is unique. */
  sourceKey: string
}

/**
 * Books a bill of the printer to its run and to the ledger. The caller has made sure that there is such a run.
 * @throws a unique violation when this bill is booked already
 */
export async function writePrintBill(tx: Tx, bill: PrintBill, { now }: { now: Date }): Promise<void> {
  const { billedOn, ...facts } = bill
  const run = await tx.printRun.findUniqueOrThrow({
    where: { id: bill.printRunId },
    select: { number: true, edition: { select: { sku: true, titleId: true } } },
  })
  const id = newId()
  await tx.printRunBill.create({
    data: { id, ...facts, billedOn: dayToDb(billedOn), staffId: currentStaffId(), recordedAt: now },
  })
  await writeEntry(tx, {
    causeKey: `print-bill:${id}`,
    kind: 'print-bill',
    eventOn: billedOn,
    memo: `${run.edition.sku} / ${run.number}`,
    postings: printBillPostings({ ...bill, titleId: run.edition.titleId }),
    now,
  })
}
