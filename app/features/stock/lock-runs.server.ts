import { lockLevel } from '#app/features/stock/serve-preorders.server.ts'
import { sqlRows, type Tx } from '#app/platform/db.server.ts'

/** A run with what may leave it, come back to it, and what its copies cost. */
export type RunInStock = {
  printRunId: string
  number: number
  onHand: number
  printed: number
  postedToMembers: number
  consigned: number
  costYen: number | null
  titleId: string
}

/**
 * The delivered runs of an edition, first in first out, locked with its stock level until the transaction ends. Levels come before runs, as in
 * everything that moves copies; several editions are locked in the order of their ids.
 */
export async function lockRuns(tx: Tx, editionId: string): Promise<RunInStock[]> {
  await lockLevel(tx, editionId)
  return await sqlRows<RunInStock>(
    tx,
    `SELECT r.id AS "printRunId", r.number, r.on_hand AS "onHand", r.copies AS printed, r.posted_to_members AS "postedToMembers",
            r.consigned, r.cost_yen AS "costYen", e.title_id AS "titleId"
     FROM print_runs r JOIN editions e ON e.id = r.edition_id
     WHERE r.edition_id = $1::uuid AND r.received_on IS NOT NULL ORDER BY r.received_on, r.number FOR UPDATE OF r`,
    [editionId],
  )
}

/** Copies of an edition that are on hand and promised to nobody. The caller holds the lock. */
export async function freeCopies(tx: Tx, editionId: string): Promise<{ onHand: number; free: number }> {
  const level = await tx.stockLevel.findUniqueOrThrow({ where: { editionId } })
  return { onHand: level.onHand, free: Math.max(0, level.onHand - level.held) }
}
