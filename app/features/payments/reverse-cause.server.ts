import type { TokyoDay } from '#app/domain/day.ts'
import { type AccountRole, type EntryKind, reversePostings } from '#app/domain/ledger.ts'
import { writeEntry } from '#app/features/payments/write-entry.server.ts'
import type { Tx } from '#app/platform/db.server.ts'

/**
 * Takes back the entry of a fact by its exact opposite, on a day of its own: a closed month stays as it is.
 * @param how.causeKey names the taking back, once
 * @param how.kind of the new entry; that of the old one when absent
 * @returns false when nothing had been booked for the fact
 */
export async function reverseCause(
  tx: Tx,
  causeKey: string,
  how: { causeKey: string; kind?: EntryKind; on: TokyoDay; now: Date },
): Promise<boolean> {
  const booked = await tx.journalEntry.findUnique({
    where: { causeKey },
    include: { postings: { orderBy: { position: 'asc' } } },
  })
  if (!booked) return false
  const postings = booked.postings.map((posting) => ({
    account: posting.account as AccountRole,
    amountYen: posting.amountYen,
    titleId: posting.titleId,
    taxRate: posting.taxRate,
  }))
  return await writeEntry(tx, {
    causeKey: how.causeKey,
    kind: how.kind ?? (booked.kind as EntryKind),
    eventOn: how.on,
    memo: booked.memo,
    orderId: booked.orderId,
    chargeId: booked.chargeId,
    reversesId: booked.id,
    postings: reversePostings(postings),
    now: how.now,
  })
}
