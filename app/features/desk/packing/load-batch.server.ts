import { dayFromDb, type TokyoDay } from '#app/domain/day.ts'
import type { NotPackable } from '#app/domain/packing.ts'
import type { PostalAddress } from '#app/features/checkout/address.ts'
import { latestEventId } from '#app/features/checkout/stale-order.server.ts'
import { PackingBatch } from '#app/features/desk/packing/batch.ts'
import { loadPackingFacts, type PackingFacts } from '#app/features/desk/packing/packing-facts.server.ts'
import { loadWork } from '#app/features/work/load-work.server.ts'
import type { WorkView } from '#app/features/work/work.ts'
import { db } from '#app/platform/db.server.ts'

export type BatchOrder = {
  id: string
  code: string
  address: PostalAddress | null
  lines: { sku: string; copies: number }[]
  /**
   * `moved`: it goes to another address than was packed for; `changed`: it was refunded since, or cancelled, or another parcel took its
   * copies; `packed-again`: it lies in a newer batch.
   */
  state: 'to-post' | 'posted' | 'moved' | 'changed' | 'packed-again'
  /** Why it cannot be packed anew, where it was changed; null when it can. */
  refusal: NotPackable | null
  trackingNumber: string | null
  postedOn: TokyoDay | null
  seenEventId: string
}

export type Batch = { work: WorkView; orders: BatchOrder[] }

/** What was packed together and how far it is on its way to the post; null when there is no such batch. */
export async function loadBatch(batchId: string): Promise<Batch | null> {
  const work = await loadWork(batchId)
  if (work?.kind !== 'packing') return null
  const { params } = await db.work.findUniqueOrThrow({ where: { id: work.id }, select: { params: true } })
  const packed = PackingBatch.parse(params).orders
  const ids = packed.map(({ id }) => id)
  // First what counts as seen: what happens while the rest is loaded is news then.
  const seenOf = new Map(await Promise.all(ids.map(async (id) => [id, await latestEventId(db, id)] as const)))
  const [facts, shipments] = await Promise.all([
    loadPackingFacts(db, ids),
    db.shipment.findMany({
      where: { orderId: { in: ids }, createdAt: { gte: work.createdAt }, replacesId: null },
      orderBy: { createdAt: 'desc' },
      select: { orderId: true, trackingNumber: true, postedOn: true },
    }),
  ])
  const orders = packed.map((order): BatchOrder => {
    const now = facts.find(({ id }) => id === order.id)
    const shipment = shipments.find(({ orderId }) => orderId === order.id)
    const state = stateOf(order, { now, batchId, isPosted: shipment !== undefined })
    return {
      ...order,
      address: now?.address ?? null,
      state,
      refusal: now ? now.refusal : 'nothing-held',
      trackingNumber: state === 'posted' ? (shipment?.trackingNumber ?? null) : null,
      postedOn: state === 'posted' && shipment ? dayFromDb(shipment.postedOn) : null,
      seenEventId: seenOf.get(order.id) ?? '',
    }
  })
  return { work, orders }
}

function stateOf(
  order: Pick<BatchOrder, 'lines'>,
  { now, batchId, isPosted }: { now: PackingFacts | undefined; batchId: string; isPosted: boolean },
): BatchOrder['state'] {
  if (!now) return 'changed'
  const isHere = now.packed?.batchId === batchId
  if (isHere && order.lines.every((line) => isHeld(now.lines, line))) return 'to-post'
  if (isPosted) return 'posted'
  const last = now.packed ?? now.outdated
  if (last && last.batchId !== batchId) return 'packed-again'
  return now.outdated?.isMoved ? 'moved' : 'changed'
}

function isHeld(held: BatchOrder['lines'], line: BatchOrder['lines'][number]): boolean {
  return held.some(({ sku, copies }) => sku === line.sku && copies >= line.copies)
}
