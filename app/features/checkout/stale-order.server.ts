import type { Prisma } from '#app/generated/prisma/client.ts'
import type { db, Tx } from '#app/platform/db.server.ts'

/** What happened to an order, as the desk shows it. */
export type OrderEventView = {
  id: string
  kind: string
  at: Date
  actor: string
  /** Of the member of staff, when one did it. */
  staffName: string | null
  details: Prisma.JsonValue
}

/** Somebody else was quicker: nothing was done, and this is what they did, oldest first. */
export type ChangedOrder = { ok: false; reason: 'changed'; events: OrderEventView[] }

/**
 * By `seq`, which is given under the lock on the charge, and not by `at`: that is read before the lock, on whatever machine, so what is
 * written later may well bear an earlier time.
 */
const NEWEST_FIRST = { seq: 'desc' } satisfies Prisma.OrderEventOrderByWithRelationInput

/** The newest event of an order. A form carries its id, so that sending it says what its sender had seen. */
export async function latestEventId(client: Tx | typeof db, orderId: string): Promise<string | null> {
  const event = await client.orderEvent.findFirst({
    where: { orderId },
    orderBy: NEWEST_FIRST,
    select: { id: true },
  })
  return event?.id ?? null
}

/**
 * Keeps two people from working on one order past each other: refuses what was decided from an older state of it. The caller holds the
 * lock on the charge (one that looks before it calls the network looks once more under it), and everything that changes an order writes an
 * event.
 * @param seenEventId the newest event when the form was made; without one nothing is refused
 * @returns null when nothing has happened since
 */
export async function staleOrder(
  client: Tx | typeof db,
  orderId: string,
  seenEventId: string | undefined,
): Promise<ChangedOrder | null> {
  if (seenEventId === undefined) return null
  const events = await client.orderEvent.findMany({
    where: { orderId },
    orderBy: NEWEST_FIRST,
    include: { staff: { select: { name: true } } },
  })
  const seen = events.findIndex((event) => event.id === seenEventId)
  if (seen === 0) return null
  // An event that is not of this order was never seen by an honest form: all of them are news.
  const news = seen < 0 ? events : events.slice(0, seen)
  return {
    ok: false,
    reason: 'changed',
    events: news.toReversed().map(({ id, kind, at, actor, staff, details }) => ({
      id,
      kind,
      at,
      actor,
      staffName: staff?.name ?? null,
      details,
    })),
  }
}
