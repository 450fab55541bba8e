import { z } from 'zod'
import { dayToDb, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { loadOrganisation, type Organisation } from '#app/features/catalogue/organisation.server.ts'
import { loadBill } from '#app/features/payments/load-bill.server.ts'
import { reverseCause } from '#app/features/payments/reverse-cause.server.ts'
import { voidBill } from '#app/features/settlement/cancel-bill.server.ts'
import { freeCopies, lockRuns } from '#app/features/stock/lock-runs.server.ts'
import { undoRevenue } from '#app/features/stock/write-run-revenue.server.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import { inTransaction, sqlRows, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

const Input = z.object({
  /** Of the note. */
  code: z.string(),
  /** Of the settlement on it. */
  number: z.number().int(),
  reason: z.string().trim().min(1).max(500),
})

export type TakeBackSettlementResult =
  | { ok: true; isNew: boolean }
  | { ok: false; reason: 'not-found' }
  /** It takes one back itself, or another one was settled after it: that one goes first. */
  | { ok: false; reason: 'not-newest' }
  /** Money has come for its bill, and is to be given back first. */
  | { ok: false; reason: 'paid' }
  /** Copies that came back with it are not on the shelf any more, or are promised to readers. */
  | { ok: false; reason: 'gone'; sku: string; left: number }

/**
 * Takes the newest settlement of a note back that was written by mistake: nothing is written over. Its figures are booked once more with the
 * opposite sign, each of its movements by its exact opposite, what its copies earned and lost copies had cost goes back, its unpaid bill is
 * void and the consignee told; so is what a cash box had too much or too little. The copies are out again, and the note is open.
 * @throws z.ZodError without a reason
 */
export async function takeBackSettlement(
  input: z.input<typeof Input>,
  { now }: { now: Date },
): Promise<TakeBackSettlementResult> {
  const wanted = Input.parse(input)
  const organisation = await loadOrganisation()
  return await inTransaction((tx) => takeBack(tx, wanted, { organisation, now }))
}

type Wanted = z.output<typeof Input>

async function takeBack(
  tx: Tx,
  { code, number, reason }: Wanted,
  { organisation, now }: { organisation: Organisation; now: Date },
): Promise<TakeBackSettlementResult> {
  await sqlRows(tx, 'SELECT 1 FROM consignments WHERE code = $1 FOR UPDATE', [code])
  const all = await loadSettlements(tx, code)
  const settlement = all.find((one) => one.number === number)
  if (!settlement) return { ok: false, reason: 'not-found' }
  if (settlement.reversedBy) return { ok: true, isNew: false }
  if (newestInForce(all)?.id !== settlement.id) return { ok: false, reason: 'not-newest' }
  const { chargeId } = settlement
  const bill = chargeId ? await loadBill(tx, { chargeId }, { lock: true }) : null
  if (bill && bill.charge.allocatedYen > 0) return { ok: false, reason: 'paid' }
  for (const line of settlement.lines) {
    const missing = await missingOf(tx, line)
    if (missing) return { ok: false, reason: 'gone', ...missing }
  }

  const on = tokyoDayOf(now)
  if (bill?.charge.state === 'open') await voidBill(tx, bill, { organisation, now })
  const reversalId = newId()
  await tx.consignmentSettlement.create({
    data: {
      id: reversalId,
      consignmentId: settlement.consignmentId,
      number: Math.max(...all.map((one) => one.number)) + 1,
      settledOn: dayToDb(on),
      grossYen: -settlement.grossYen,
      commissionYen: -settlement.commissionYen,
      reversesId: settlement.id,
      note: reason,
      formKey: `take-back:${settlement.id}`,
      staffId: currentStaffId(),
      recordedAt: now,
    },
  })
  // A bill that was refunded to the last yen has taken its income back from the runs already.
  const isEarned = bill?.charge.state === 'open'
  for (const line of settlement.lines) await reverseLine(tx, line, { reversalId, isEarned, on, now })
  await reverseCause(tx, `cash-difference:${settlement.id}`, {
    causeKey: `cash-difference:${reversalId}`,
    on,
    now,
  })
  await tx.consignment.update({ where: { code }, data: { state: 'open' } })
  return { ok: true, isNew: true }
}

async function loadSettlements(tx: Tx, code: string) {
  return await tx.consignmentSettlement.findMany({
    where: { consignment: { code } },
    orderBy: { number: 'asc' },
    include: {
      reversedBy: { select: { id: true } },
      lines: {
        orderBy: { consignmentLine: { editionId: 'asc' } },
        include: {
          consignmentLine: { select: { editionId: true, edition: { select: { sku: true } } } },
          movements: { orderBy: { id: 'asc' } },
        },
      },
    },
  })
}

type Line = Awaited<ReturnType<typeof loadSettlements>>[number]['lines'][number]

/** The settlement that may be taken back: the newest that neither was, nor takes one back. */
export function newestInForce<
  Settlement extends { reversesId: string | null; reversedBy: { id: string } | null },
>(settlements: readonly Settlement[]): Settlement | undefined {
  return settlements.findLast((one) => one.reversesId === null && one.reversedBy === null)
}

/** Copies that came back go out once more: from the runs they are of, and not from what is promised. */
async function missingOf(tx: Tx, line: Line): Promise<{ sku: string; left: number } | null> {
  const { editionId, edition } = line.consignmentLine
  const runs = await lockRuns(tx, editionId)
  if (line.returned === 0) return null
  const { free } = await freeCopies(tx, editionId)
  if (line.returned > free) return { sku: edition.sku, left: free }
  for (const { printRunId, onHand } of runs) {
    // What was lost had come home on paper only, and left at once.
    const back = line.movements.filter(
      (one) => one.printRunId === printRunId && one.kind !== 'consignee_sold',
    )
    const wanted = back.reduce((sum, one) => sum + one.copies, 0)
    if (wanted > onHand) return { sku: edition.sku, left: onHand }
  }
  return null
}

async function reverseLine(
  tx: Tx,
  line: Line,
  { reversalId, isEarned, on, now }: { reversalId: string; isEarned: boolean; on: TokyoDay; now: Date },
): Promise<void> {
  const settlementLineId = newId()
  await tx.consignmentSettlementLine.create({
    data: {
      id: settlementLineId,
      settlementId: reversalId,
      consignmentLineId: line.consignmentLineId,
      sold: -line.sold,
      returned: -line.returned,
      lost: -line.lost,
    },
  })
  // What adds to the shelf comes first: no run goes below zero on the way.
  const movements = line.movements.toSorted((one, other) => one.copies - other.copies)
  await tx.stockMovement.createMany({
    data: movements.map(({ id, editionId, printRunId, kind, copies }) => ({
      id: newId(),
      editionId,
      printRunId,
      kind,
      copies: -copies,
      correctsId: id,
      settlementLineId,
      staffId: currentStaffId(),
      movedOn: dayToDb(on),
      recordedAt: now,
    })),
  })
  if (isEarned) {
    await undoRevenue(tx, { settlementLineId: line.id }, { settlementLineId }, { earnedOn: on, now })
  }
  await reverseCause(tx, `stock-loss:settlement:${line.id}`, {
    causeKey: `stock-loss:settlement:${settlementLineId}`,
    on,
    now,
  })
}
