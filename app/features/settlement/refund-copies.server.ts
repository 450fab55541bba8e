import { dayToDb, tokyoDayOf } from '#app/domain/day.ts'
import type { LineRefund } from '#app/domain/refund.ts'
import type { OrderGraph } from '#app/features/checkout/order-graph.server.ts'
import { returnToRuns } from '#app/features/stock/return-copies.server.ts'
import type { Tx } from '#app/platform/db.server.ts'

/** A line of a refund as it was saved. */
export type SavedLine = LineRefund & { id: string }

/**
 * What a refund does to copies: those that were not posted are free for others again, those that came back go to the runs they were
 * of. The caller holds the lock on the charge, and the lines are saved.
 */
export async function moveRefundedCopies(
  tx: Tx,
  order: OrderGraph,
  lines: readonly SavedLine[],
  now: Date,
): Promise<void> {
  for (const line of byEdition(order, lines)) {
    const { goods } = line
    if (line.released > 0) await giveUp(tx, goods, line)
    if (line.restocked > 0) {
      await returnToRuns(tx, {
        editionId: goods.editionId,
        orderLineId: goods.orderLineId,
        copies: line.restocked,
        cause: { refundLineId: line.id },
        movedOn: dayToDb(tokyoDayOf(now)),
        now,
      })
    }
  }
}

/**
 * Sets copies free that nobody has set free yet: those that a failed refund gave up are gone already. Pre-ordered ones go first, so that what
 * is in the house stays with its reader. A print run that comes in turns pre-orders into holds without the charge's lock: so the line is
 * read under a lock of its own, taken after the level's, as that does.
 */
async function giveUp(
  tx: Tx,
  { editionId, orderLineId }: { editionId: string; orderLineId: string },
  given: SavedLine,
): Promise<void> {
  await lockLevel(tx, editionId)
  await tx.$executeRaw`SELECT 1 FROM order_lines WHERE id = ${orderLineId}::uuid FOR UPDATE`
  const line = await tx.orderLine.findUniqueOrThrow({ where: { id: orderLineId } })
  const others = await tx.refundLine.aggregate({
    where: {
      chargeLineId: given.chargeLineId,
      id: { not: given.id },
      refund: { state: { not: 'failed' } },
    },
    _sum: { released: true },
  })
  const free = Math.max(0, line.released - (others._sum.released ?? 0))
  const copies = Math.max(0, given.released - free)
  const preordered = Math.min(copies, line.preordered)
  const held = Math.min(copies - preordered, line.held)
  if (preordered + held === 0) return
  await tx.orderLine.update({
    where: { id: orderLineId },
    data: {
      preordered: { decrement: preordered },
      held: { decrement: held },
      released: { increment: preordered + held },
    },
  })
}

/**
 * Holds again what a refund had set free that Stripe would not make, as far as nobody has taken it since.
 * @returns how many copies are gone
 */
export async function reclaimCopies(
  tx: Tx,
  order: OrderGraph,
  lines: readonly Pick<SavedLine, 'chargeLineId' | 'released'>[],
): Promise<number> {
  let gone = 0
  for (const { goods, released } of byEdition(order, lines)) {
    if (released === 0) continue
    await lockLevel(tx, goods.editionId)
    const level = await tx.stockLevel.findUniqueOrThrow({ where: { editionId: goods.editionId } })
    const held = Math.min(released, Math.max(0, level.onHand - level.held))
    const room = Math.max(0, level.preorderLimit - level.preordered)
    const preordered = Math.min(released - held, room)
    gone += released - held - preordered
    if (held + preordered === 0) continue
    await tx.orderLine.update({
      where: { id: goods.orderLineId },
      data: {
        held: { increment: held },
        preordered: { increment: preordered },
        released: { decrement: held + preordered },
      },
    })
  }
  return gone
}

async function lockLevel(tx: Tx, editionId: string): Promise<void> {
  await tx.$executeRaw`SELECT 1 FROM stock_levels WHERE edition_id = ${editionId}::uuid FOR UPDATE`
}

/** The printed lines among these, in the order of their editions: that is how stock levels are locked everywhere. */
function byEdition<Line extends { chargeLineId: string }>(
  order: OrderGraph,
  lines: readonly Line[],
): (Line & { goods: NonNullable<OrderGraph['lines'][number]['goods']> })[] {
  return lines
    .flatMap((line) => {
      const goods = order.lines.find(({ chargeLineId }) => chargeLineId === line.chargeLineId)?.goods
      return goods?.format === 'print' ? [{ ...line, goods }] : []
    })
    .sort((a, b) => (a.goods.editionId < b.goods.editionId ? -1 : 1))
}
