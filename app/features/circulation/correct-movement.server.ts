import { z } from 'zod'
import { dayToDb, tokyoDayOf } from '#app/domain/day.ts'
import { bookLoss } from '#app/features/circulation/write-stock-note.server.ts'
import { freeCopies, lockRuns } from '#app/features/stock/lock-runs.server.ts'
import { openShortTask } from '#app/features/stock/open-short-task.server.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

const Input = z.object({ movementId: z.uuid(), reason: z.string().trim().min(1).max(500) })

export type CorrectMovementResult =
  | { ok: true; missing: number }
  | { ok: false; reason: 'not-found' | 'not-correctable' | 'corrected' }
  /** The copies are not there any more, or are promised to readers. */
  | { ok: false; reason: 'gone'; left: number }

/** Written by hand at the desk, or a delivery: everything else is taken back where it was done, by a refund, a settlement, a count. */
export function isCorrectable(movement: {
  kind: string
  stockNoteId: string | null
  correctsId: string | null
}): boolean {
  return movement.correctsId === null && (movement.stockNoteId !== null || movement.kind === 'received')
}

/**
 * Takes one movement back by its exact opposite, with a reason: nothing is written over. The cost of a loss goes back with it. Copies of a
 * delivery are taken back only while they are on hand and promised to nobody.
 */
export async function correctMovement(
  input: z.input<typeof Input>,
  { now }: { now: Date },
): Promise<CorrectMovementResult> {
  const { movementId, reason } = Input.parse(input)
  const movement = await db.stockMovement.findUnique({
    where: { id: movementId },
    include: { edition: { select: { sku: true } }, correctedBy: { select: { id: true } } },
  })
  if (!movement) return { ok: false, reason: 'not-found' }
  if (!isCorrectable(movement)) return { ok: false, reason: 'not-correctable' }
  if (movement.correctedBy) return { ok: false, reason: 'corrected' }
  try {
    return await inTransaction((tx) => correct(tx, movement, reason, now))
  } catch (error) {
    if (hasDatabaseCode(error, DB_CODE.unique)) return { ok: false, reason: 'corrected' }
    throw error
  }
}

type Movement = NonNullable<Awaited<ReturnType<typeof db.stockMovement.findUnique>>> & {
  edition: { sku: string }
}

async function correct(
  tx: Tx,
  movement: Movement,
  reason: string,
  now: Date,
): Promise<CorrectMovementResult> {
  const { editionId, printRunId, kind, copies, purpose, memberClass } = movement
  const runs = await lockRuns(tx, editionId)
  const run = runs.find((one) => one.printRunId === printRunId)
  const { onHand, free } = await freeCopies(tx, editionId)
  const left = Math.min(run?.onHand ?? 0, kind === 'received' ? free : onHand)
  if (copies > left) return { ok: false, reason: 'gone', left }

  const noteId = newId()
  const on = tokyoDayOf(now)
  await tx.stockNote.create({
    data: {
      id: noteId,
      kind: 'correction',
      notedOn: dayToDb(on),
      reason,
      formKey: `correct:${movement.id}`,
      staffId: currentStaffId(),
      recordedAt: now,
    },
  })
  await tx.stockMovement.create({
    data: {
      id: newId(),
      editionId,
      printRunId,
      kind,
      copies: -copies,
      purpose,
      memberClass,
      deliveryId: movement.deliveryId,
      stockNoteId: noteId,
      correctsId: movement.id,
      staffId: currentStaffId(),
      movedOn: dayToDb(on),
      recordedAt: now,
    },
  })
  if (kind === 'damaged' || kind === 'lost') {
    const entry = { cause: `note:${noteId}`, memo: movement.edition.sku, on, now }
    await bookLoss(tx, runs, [{ printRunId, copies }], entry)
  }
  return { ok: true, missing: await openShortTask(tx, editionId, { cause: `note:${noteId}`, now }) }
}
