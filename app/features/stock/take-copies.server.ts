import { dayToDb, type TokyoDay } from '#app/domain/day.ts'
import { takeFromRuns } from '#app/domain/stock.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

export type TakenLine = { editionId: string; shipmentLineId: string; copies: number }

/** How many copies of a shipment's line came from which run. */
export type TakenPart = { shipmentLineId: string; printRunId: string; copies: number }

/**
 * Takes sold copies out of stock, run by run, first in first out. The lines' holds must have been let go in this transaction: the
 * database refuses to touch copies that are held.
 * @returns which runs they came from
 * @throws RangeError when the runs do not hold that many copies
 */
export async function takeSoldCopies(
  tx: Tx,
  lines: readonly TakenLine[],
  at: { movedOn: TokyoDay; now: Date },
): Promise<TakenPart[]> {
  const editionIds = [...new Set(lines.map((line) => line.editionId))].sort()
  const runs = await tx.$queryRaw<{ id: string; editionId: string; onHand: number }[]>`
    SELECT id, edition_id AS "editionId", on_hand AS "onHand" FROM print_runs
    WHERE edition_id = ANY(${editionIds}::uuid[]) AND on_hand > 0
    ORDER BY edition_id, received_on, number FOR UPDATE`
  const movements = lines.flatMap((line) => {
    const ofEdition = runs.filter((run) => run.editionId === line.editionId)
    const parts = takeFromRuns(
      ofEdition.map((run) => ({ printRunId: run.id, onHand: run.onHand })),
      line.copies,
    )
    for (const part of parts) {
      const run = ofEdition.find((candidate) => candidate.id === part.printRunId)
      if (run) run.onHand -= part.copies
    }
    return parts.map((part) => ({ line, part }))
  })
  await tx.stockMovement.createMany({
    data: movements.map(({ line, part }) => ({
      id: newId(),
      editionId: line.editionId,
      printRunId: part.printRunId,
      kind: 'sold' as const,
      copies: -part.copies,
      shipmentLineId: line.shipmentLineId,
      staffId: currentStaffId(),
      movedOn: dayToDb(at.movedOn),
      recordedAt: at.now,
    })),
  })
  return movements.map(({ line, part }) => ({ shipmentLineId: line.shipmentLineId, ...part }))
}
