import { dayToDb, tokyoDayOf } from '#app/domain/day.ts'
import { stockLossPostings } from '#app/domain/ledger.ts'
import { countDifference, countMovements, type CountReason } from '#app/domain/stock-count.ts'
import { lossLines } from '#app/features/circulation/write-stock-note.server.ts'
import { writeEntry } from '#app/features/payments/write-entry.server.ts'
import { lockRuns } from '#app/features/stock/lock-runs.server.ts'
import { openShortTask } from '#app/features/stock/open-short-task.server.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

export type BookCountInput = {
  code: string
  /** Why each difference is there, by edition, as the page showed it: its version and its difference. */
  reasons: readonly { sku: string; reason: CountReason; note: string | null; version: number }[]
}

export type BookCountResult =
  | { ok: true; differences: number; missing: number }
  | { ok: false; reason: 'not-found' | 'closed' | 'nothing-counted' }
  /** A difference without a reason, or counted anew since the page was shown. */
  | { ok: false; reason: 'reason-needed' | 'changed'; sku: string }
  /** More is missing than is there by now: it was sold meanwhile and must be counted again. */
  | { ok: false; reason: 'count-again'; sku: string }

/**
 * Books a stock-taking as one document: the movements of every difference with its reason, and one entry for what missing copies had
 * cost. Lines that nobody counted change nothing. A count books the truth even below what is held, and asks a person about those orders.
 */
export async function bookCount(input: BookCountInput, { now }: { now: Date }): Promise<BookCountResult> {
  try {
    return await inTransaction((tx) => book(tx, input, now))
  } catch (error) {
    if (error instanceof CountAgain) return { ok: false, reason: 'count-again', sku: error.sku }
    throw error
  }
}

/** Undoes the transaction: one line cannot be booked, so none is. */
class CountAgain extends Error {
  constructor(readonly sku: string) {
    super('a line must be counted again')
  }
}

async function book(tx: Tx, input: BookCountInput, now: Date): Promise<BookCountResult> {
  const [count] = await tx.$queryRaw<{ id: string; state: string }[]>`
    SELECT id, state::text FROM stock_counts WHERE code = ${input.code} FOR UPDATE`
  if (!count) return { ok: false, reason: 'not-found' }
  if (count.state !== 'open') return { ok: false, reason: 'closed' }
  // In the order of their editions: that is how levels are locked everywhere.
  const lines = await tx.stockCountLine.findMany({
    where: { countId: count.id, counted: { not: null } },
    orderBy: { editionId: 'asc' },
    include: { edition: { select: { sku: true } } },
  })
  if (lines.length === 0) return { ok: false, reason: 'nothing-counted' }
  const differing = lines.filter((line) => countDifference(line) !== 0)
  const chosen: { line: (typeof lines)[number]; reason: CountReason }[] = []
  for (const line of differing) {
    const { sku } = line.edition
    const given = input.reasons.find((one) => one.sku === sku)
    if (!given) return { ok: false, reason: 'reason-needed', sku }
    if (given.version !== line.version) return { ok: false, reason: 'changed', sku }
    await tx.stockCountLine.update({
      where: { id: line.id },
      data: { reason: given.reason, note: given.note },
    })
    chosen.push({ line, reason: given.reason })
  }
  const on = tokyoDayOf(now)
  const losses: ReturnType<typeof lossLines> = []
  for (const { line, reason } of chosen) losses.push(...(await move(tx, line, reason, now)))
  const postings = stockLossPostings(losses)
  if (postings.length > 0) {
    await writeEntry(tx, {
      causeKey: `stock-loss:count:${count.id}`,
      kind: 'stock-loss',
      eventOn: on,
      memo: input.code,
      postings,
      now,
    })
  }
  await tx.stockCount.update({
    where: { id: count.id },
    data: { state: 'booked', bookedAt: now, bookedById: currentStaffId() },
  })
  let missing = 0
  for (const { line } of chosen) {
    missing += await openShortTask(tx, line.editionId, { cause: `count:${count.id}`, now })
  }
  return { ok: true, differences: chosen.length, missing }
}

async function move(
  tx: Tx,
  line: {
    id: string
    editionId: string
    counted: number | null
    expected: number | null
    edition: { sku: string }
  },
  reason: CountReason,
  now: Date,
): Promise<ReturnType<typeof lossLines>> {
  const runs = await lockRuns(tx, line.editionId)
  const difference = countDifference(line)
  const onHand = runs.reduce((sum, run) => sum + run.onHand, 0)
  if (onHand + difference < 0) throw new CountAgain(line.edition.sku)
  const movements = countMovements(runs, difference, reason)
  await tx.stockMovement.createMany({
    data: movements.map((movement) => ({
      id: newId(),
      editionId: line.editionId,
      ...movement,
      countLineId: line.id,
      staffId: currentStaffId(),
      movedOn: dayToDb(tokyoDayOf(now)),
      recordedAt: now,
    })),
  })
  return lossLines(
    runs,
    movements.map(({ printRunId, copies }) => ({ printRunId, copies: -copies })),
  )
}
