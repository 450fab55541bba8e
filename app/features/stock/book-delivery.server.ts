import { dayToDb, type TokyoDay } from '#app/domain/day.ts'
import {
  copiesToCome,
  deliveryProblem,
  type DeliveryProblem,
  type PrintRunState,
} from '#app/domain/print-run.ts'
import {
  fitPreorderLimit,
  lockLevel,
  servePreorders,
  type AnnounceServed,
} from '#app/features/stock/serve-preorders.server.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import { sqlRows, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

export type Delivery = {
  deliveredOn: TokyoDay
  /** Good copies, overs included. */
  copies: number
  overs: number
  spoils: number
  note?: string | null
  /** The form it was sent from: pressing twice books once. */
  formKey: string
  /** No more comes: what is missing of the order is not waited for. */
  isLast?: boolean
}

export type BookedDelivery = {
  ok: true
  deliveryId: string
  printRunId: string
  onHand: number
  held: number
  served: { orderId: string; copies: number }[]
}

export type DeliveryRefusal =
  ({ ok: false } & DeliveryProblem) | { ok: false; reason: 'run-exists' | 'cancelled' }

export type LockedRun = {
  id: string
  editionId: string
  number: number
  state: PrintRunState
  copiesOrdered: number | null
  copies: number
  overs: number
}

/** A run of an edition, locked until the transaction ends. The caller holds the lock on the stock level. */
export async function lockRun(tx: Tx, printRunId: string): Promise<LockedRun | null> {
  const [run] = await sqlRows<LockedRun>(
    tx,
    `SELECT id, edition_id AS "editionId", number, state::text, copies_ordered AS "copiesOrdered", copies, overs
     FROM print_runs WHERE id = $1::uuid FOR UPDATE`,
    [printRunId],
  )
  return run ?? null
}

/**
 * Takes copies of a run into stock: a delivery and its movement, the run's next state, waiting pre-orders served, oldest payment first.
 * The first delivery puts a forthcoming edition on sale. A run that was delivered in full takes nothing more.
 */
export async function bookDelivery(
  tx: Tx,
  runId: string,
  delivery: Delivery,
  context: { now: Date; announce: AnnounceServed },
): Promise<BookedDelivery | DeliveryRefusal> {
  const known = await tx.printRun.findUniqueOrThrow({ where: { id: runId }, select: { editionId: true } })
  const { editionId } = known
  // Everyone who wants copies of this edition waits here until those who waited longest are served.
  await lockLevel(tx, editionId)
  const run = await lockRun(tx, runId)
  if (!run || run.state === 'cancelled') return { ok: false, reason: 'cancelled' }
  if (run.state === 'delivered' && (run.copies > 0 || run.copiesOrdered !== null)) {
    return { ok: false, reason: 'run-exists' }
  }
  const problem = deliveryProblem(run, delivery)
  if (problem) return { ok: false, ...problem }

  const day = dayToDb(delivery.deliveredOn)
  const deliveryId = newId()
  await moveOn(tx, run, delivery)
  await tx.printRunDelivery.create({
    data: {
      id: deliveryId,
      printRunId: runId,
      deliveredOn: day,
      copies: delivery.copies,
      overs: delivery.overs,
      spoils: delivery.spoils,
      note: delivery.note ?? null,
      formKey: delivery.formKey,
      staffId: currentStaffId(),
      recordedAt: context.now,
    },
  })
  if (delivery.copies > 0) {
    await tx.stockMovement.create({
      data: {
        id: newId(),
        editionId,
        printRunId: runId,
        kind: 'received',
        copies: delivery.copies,
        deliveryId,
        movedOn: day,
        recordedAt: context.now,
        staffId: currentStaffId(),
      },
    })
    await tx.edition.updateMany({
      where: { id: editionId, state: 'forthcoming' },
      data: { state: 'on_sale', publishedOn: day },
    })
  }
  const served = await servePreorders(tx, editionId, context.announce)
  if (run.copiesOrdered !== null) await fitPreorderLimit(tx, editionId)
  const level = await tx.stockLevel.findUniqueOrThrow({ where: { editionId } })
  return { ok: true, deliveryId, printRunId: runId, onHand: level.onHand, held: level.held, served }
}

/** A run is delivered when nothing more comes of it; one that was only planned has been ordered without anybody saying so. */
async function moveOn(tx: Tx, run: LockedRun, delivery: Delivery): Promise<void> {
  const isOpen = run.state === 'planned' || run.state === 'ordered'
  if (!isOpen) return
  const left = copiesToCome({
    ...run,
    copies: run.copies + delivery.copies,
    overs: run.overs + delivery.overs,
  })
  const isDone = left === 0 || delivery.isLast === true
  await tx.printRun.update({
    where: { id: run.id },
    data: {
      state: isDone ? 'delivered' : 'ordered',
      ...(run.state === 'planned' ? { orderedOn: dayToDb(delivery.deliveredOn) } : {}),
    },
  })
}
