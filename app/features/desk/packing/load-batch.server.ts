import { dayFromDb, type TokyoDay } from '#app/domain/day.ts'
import type { PostalAddress } from '#app/features/checkout/address.ts'
import { latestEventId } from '#app/features/checkout/stale-order.server.ts'
import { PackingBatch } from '#app/features/desk/packing/batch.ts'
import { loadPackingFacts } from '#app/features/desk/packing/packing-facts.server.ts'
import { loadWork } from '#app/features/work/load-work.server.ts'
import type { WorkView } from '#app/features/work/work.ts'
import { db } from '#app/platform/db.server.ts'

export type BatchOrder = {
  id: string
  code: string
  address: PostalAddress | null
  lines: { sku: string; copies: number }[]
  /** `changed`: it was cancelled or refunded since, or another parcel took its copies. */
  state: 'to-post' | 'posted' | 'changed'
  trackingNumber: string | null
  postedOn: TokyoDay | null
  seenEventId: string | null
}

export type Batch = { work: WorkView; orders: BatchOrder[] }

/** What was packed together and how far it is on its way to the post; null when there is no such batch. */
export async function loadBatch(batchId: string): Promise<Batch | null> {
  const work = await loadWork(batchId)
  if (work?.kind !== 'packing') return null
  const { params } = await db.work.findUniqueOrThrow({ where: { id: work.id }, select: { params: true } })
  const packed = PackingBatch.parse(params).orders
  const ids = packed.map(({ id }) => id)
  const [facts, shipments, seen] = await Promise.all([
    loadPackingFacts(db, ids),
    db.shipment.findMany({
      where: { orderId: { in: ids }, createdAt: { gte: work.createdAt } },
      orderBy: { createdAt: 'desc' },
      select: { orderId: true, trackingNumber: true, postedOn: true },
    }),
    Promise.all(ids.map(async (id) => [id, await latestEventId(db, id)] as const)),
  ])
  const seenOf = new Map(seen)
  const orders = packed.map((order): BatchOrder => {
    const now = facts.find(({ id }) => id === order.id)
    const shipment = shipments.find(({ orderId }) => orderId === order.id)
    const isWaiting = now?.packed?.batchId === batchId && order.lines.every((line) => isHeld(now.lines, line))
    return {
      ...order,
      address: now?.address ?? null,
      state: isWaiting ? 'to-post' : shipment ? 'posted' : 'changed',
      trackingNumber: isWaiting ? null : (shipment?.trackingNumber ?? null),
      postedOn: shipment && !isWaiting ? dayFromDb(shipment.postedOn) : null,
      seenEventId: seenOf.get(order.id) ?? null,
    }
  })
  return { work, orders }
}

function isHeld(held: BatchOrder['lines'], line: BatchOrder['lines'][number]): boolean {
  return held.some(({ sku, copies }) => sku === line.sku && copies >= line.copies)
}
