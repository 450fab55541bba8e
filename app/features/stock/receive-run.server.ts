import { z } from 'zod'
import type { TokyoDay } from '#app/domain/day.ts'
import { deliveryProblem } from '#app/domain/print-run.ts'
import {
  bookDelivery,
  type BookedDelivery,
  type DeliveryRefusal,
} from '#app/features/stock/book-delivery.server.ts'
import type { AnnounceServed } from '#app/features/stock/serve-preorders.server.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

const Input = z.object({
  sku: z.string().trim().toUpperCase().min(1),
  copies: z.number().int().min(1).max(1_000_000),
  run: z.number().int().min(1).max(999),
  overs: z.number().int().min(0).max(1_000_000).default(0),
  spoils: z.number().int().min(0).max(1_000_000).default(0),
})

export type ReceiveRunResult =
  | Omit<BookedDelivery, 'deliveryId'>
  | DeliveryRefusal
  | { ok: false; reason: 'unknown-edition' | 'not-print' | 'withdrawn' }

/**
 * Takes a print run into stock in one go: one that was planned or ordered under this number, as a delivery of it, or one that nobody had
 * planned. Safe to repeat: a run that is in is refused.
 * @param context.bookCost called in the same transaction for the run that came in, to book what it cost
 * @throws z.ZodError when copies or run are no sensible numbers
 */
export async function receiveRun(
  input: z.input<typeof Input> & { receivedOn: TokyoDay },
  context: {
    now: Date
    announce: AnnounceServed
    bookCost?: (tx: Tx, printRunId: string) => Promise<void>
  },
): Promise<ReceiveRunResult> {
  const { sku, run, ...delivery } = Input.parse(input)
  const edition = await db.edition.findUnique({
    where: { sku },
    select: { id: true, format: true, state: true },
  })
  if (!edition) return { ok: false, reason: 'unknown-edition' }
  if (edition.format !== 'print') return { ok: false, reason: 'not-print' }
  if (edition.state === 'withdrawn') return { ok: false, reason: 'withdrawn' }
  try {
    return await inTransaction(async (tx) => {
      const known = await tx.printRun.findUnique({
        where: { editionId_number: { editionId: edition.id, number: run } },
        select: { id: true },
      })
      const problem = known ? null : deliveryProblem({ copiesOrdered: null, copies: 0, overs: 0 }, delivery)
      if (problem) return { ok: false, ...problem }
      const printRunId = known?.id ?? (await addUnplannedRun(tx, edition.id, run, context.now))
      const booked = await bookDelivery(
        tx,
        printRunId,
        { ...delivery, deliveredOn: input.receivedOn, formKey: `receive:${newId()}` },
        context,
      )
      if (!booked.ok) return booked
      await context.bookCost?.(tx, printRunId)
      const { deliveryId: _deliveryId, ...received } = booked
      return received
    })
  } catch (error) {
    if (hasDatabaseCode(error, DB_CODE.unique)) return { ok: false, reason: 'run-exists' }
    throw error
  }
}

/** Nobody ordered it through the shop: it is there, in whole. */
async function addUnplannedRun(tx: Tx, editionId: string, number: number, now: Date): Promise<string> {
  const id = newId()
  await tx.printRun.create({ data: { id, editionId, number, state: 'delivered', createdAt: now } })
  return id
}
