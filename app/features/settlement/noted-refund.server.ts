import { bookingDayProblem } from '#app/domain/booking-day.ts'
import { dayFromDb, type TokyoDay } from '#app/domain/day.ts'
import { MOST_REASON } from '#app/domain/refund.ts'
import { manualReference } from '#app/features/payments/manual-reference.ts'
import type { Tx } from '#app/platform/db.server.ts'

// A refund that a person has made already, by a transfer or in cash, and notes: of an order or of a bill alike.

export type HandWay = { method: 'bank' | 'postal' | 'cash'; on: TokyoDay; ref: string }

export type NotedProblem = 'reason-too-long' | 'reference-missing' | 'day-in-future' | 'day-too-early'

/**
 * What is wrong with what a person has typed of a refund, apart from what goes back.
 * @param way null for a refund that goes through Stripe, or is a credit
 */
export function notedProblem(
  { way, reason }: { way: HandWay | null; reason: string | null },
  today: TokyoDay,
): NotedProblem | null {
  if ((reason?.length ?? 0) > MOST_REASON) return 'reason-too-long'
  if (way && manualReference(way.ref) === '') return 'reference-missing'
  return way && bookingDayProblem(way.on, today)
}

/** Names what stands on a statement or a slip: it is noted once. */
export function notedKey({ method, ref }: HandWay): string {
  return `refund:${method}:${manualReference(ref)}`
}

/** One transfer that pays several payments back is a refund for each: the keys of the further ones carry their number on a line of its own. */
export function partKey(sourceKey: string, index: number): string {
  return index === 0 ? sourceKey : `${sourceKey}\n${index + 1}`
}

/**
 * The refunds that were noted before under the same key, or null. The same line of a statement typed twice is one refund, as payments are; the
 * reference of another matter, or of another day, is `reference-used`.
 */
export async function findNoted(tx: Tx, chargeId: string, way: HandWay) {
  const sourceKey = notedKey(way)
  const refunds = await tx.refund.findMany({
    where: { OR: [{ sourceKey }, { sourceKey: { startsWith: `${sourceKey}\n` } }] },
    include: { payment: { select: { chargeId: true } } },
    orderBy: { id: 'asc' },
  })
  const [first] = refunds
  if (!first) return null
  const entry = await tx.journalEntry.findUnique({
    where: { causeKey: `refund:${first.id}` },
    select: { eventOn: true },
  })
  const isSame = first.payment?.chargeId === chargeId && entry && dayFromDb(entry.eventOn) === way.on
  return isSame ? { ok: true as const, refunds } : { ok: false as const, reason: 'reference-used' as const }
}
