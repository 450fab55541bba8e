import { z } from 'zod'
import { dayToDb, type TokyoDay } from '#app/domain/day.ts'
import { availableCopies, convertPreorders } from '#app/domain/stock.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

const Input = z.object({
  sku: z.string().trim().toUpperCase().min(1),
  copies: z.number().int().min(1).max(1_000_000),
  run: z.number().int().min(1).max(999),
  costYen: z.number().int().min(0).optional(),
})

export type ReceiveRunResult =
  | {
      ok: true
      printRunId: string
      onHand: number
      held: number
      served: { orderId: string; copies: number }[]
    }
  | { ok: false; reason: 'unknown-edition' | 'not-print' | 'run-exists' | 'withdrawn' }

/**
 * Takes a print run into stock, once per number, and turns waiting pre-orders into holds, oldest payment first (DESIGN.md 3). The first
 * run of a forthcoming edition puts it on sale. Safe to repeat: the same run is refused.
 * @param announce called in the same transaction for every order that copies came in for
 * @throws z.ZodError when copies or run are no sensible numbers
 */
export async function receiveRun(
  input: z.input<typeof Input> & { receivedOn: TokyoDay },
  context: {
    now: Date
    announce: (
      tx: Tx,
      order: { orderId: string; lines: { orderLineId: string; copies: number }[] },
    ) => Promise<void>
  },
): Promise<ReceiveRunResult> {
  const { sku, copies, run, costYen } = Input.parse(input)
  const edition = await db.edition.findUnique({
    where: { sku },
    select: { id: true, format: true, state: true },
  })
  if (!edition) return { ok: false, reason: 'unknown-edition' }
  if (edition.format !== 'print') return { ok: false, reason: 'not-print' }
  if (edition.state === 'withdrawn') return { ok: false, reason: 'withdrawn' }
  try {
    return await inTransaction(async (tx) => {
      await tx.stockLevel.createMany({ data: [{ editionId: edition.id }], skipDuplicates: true })
      // Everyone who wants copies of this edition waits here until those who waited longest are served.
      await tx.$executeRaw`SELECT 1 FROM stock_levels WHERE edition_id = ${edition.id}::uuid FOR UPDATE`
      const printRunId = newId()
      await tx.printRun.create({
        data: {
          id: printRunId,
          editionId: edition.id,
          number: run,
          copies,
          receivedOn: dayToDb(input.receivedOn),
          costYen: costYen ?? null,
          createdAt: context.now,
        },
      })
      await tx.stockMovement.create({
        data: {
          id: newId(),
          editionId: edition.id,
          printRunId,
          kind: 'received',
          copies,
          movedOn: dayToDb(input.receivedOn),
          recordedAt: context.now,
          staffId: currentStaffId(),
        },
      })
      await tx.edition.updateMany({
        where: { id: edition.id, state: 'forthcoming' },
        data: { state: 'on_sale', publishedOn: dayToDb(input.receivedOn) },
      })
      const served = await servePreorders(tx, edition.id, context)
      const level = await tx.stockLevel.findUniqueOrThrow({ where: { editionId: edition.id } })
      return { ok: true, printRunId, onHand: level.onHand, held: level.held, served }
    })
  } catch (error) {
    if (hasDatabaseCode(error, DB_CODE.unique)) return { ok: false, reason: 'run-exists' }
    throw error
  }
}

type Waiting = {
  orderLineId: string
  orderId: string
  preordered: number
  paidAt: Date | null
  placedAt: Date
}

async function servePreorders(
  tx: Tx,
  editionId: string,
  context: Parameters<typeof receiveRun>[1],
): Promise<{ orderId: string; copies: number }[]> {
  const level = await tx.stockLevel.findUniqueOrThrow({ where: { editionId } })
  const waiting = await tx.$queryRaw<Waiting[]>`
    SELECT g.id AS "orderLineId", g.order_id AS "orderId", g.preordered, c.covered_at AS "paidAt", o.placed_at AS "placedAt"
    FROM order_lines g JOIN orders o ON o.id = g.order_id JOIN charges c ON c.id = o.charge_id
    WHERE g.edition_id = ${editionId}::uuid AND g.preordered > 0`
  const served: { orderId: string; orderLineId: string; copies: number }[] = []
  for (const { orderLineId, copies } of convertPreorders(availableCopies(level), waiting)) {
    const moved = await tx.$executeRaw`
      UPDATE order_lines SET held = held + ${copies}, preordered = preordered - ${copies}
      WHERE id = ${orderLineId}::uuid AND preordered >= ${copies}`
    const line = waiting.find((candidate) => candidate.orderLineId === orderLineId)
    if (moved === 1 && line) served.push({ orderId: line.orderId, orderLineId, copies })
  }
  const orderIds = [...new Set(served.map((line) => line.orderId))]
  for (const orderId of orderIds) {
    await context.announce(tx, { orderId, lines: served.filter((line) => line.orderId === orderId) })
  }
  return served.map(({ orderId, copies }) => ({ orderId, copies }))
}
