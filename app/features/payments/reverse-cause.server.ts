import type { TokyoDay } from '#app/domain/day.ts'
import { type AccountRole, type EntryKind, reversePostings } from '#app/domain/ledger.ts'
import { writeEntry } from '#app/features/payments/write-entry.server.ts'
import type { Tx } from '#app/platform/db.server.ts'

type Reversal = {
  /** Names the taking back, once. */
  causeKey: string
  /** Of the new entry; that of the old one when absent. */
  kind?: EntryKind
  on: TokyoDay
  now: Date
}

/**
 * Takes back the entry of a fact by its exact opposite, on a day of its own: a closed month stays as it is.
 * @param cause the key of the fact, or all that its entry may have; of these the one in force is taken back
 * @returns false when nothing is booked for the fact
 */
export async function reverseCause(
  tx: Tx,
  cause: string | readonly string[],
  { causeKey, kind, on, now }: Reversal,
): Promise<boolean> {
  const booked = await tx.journalEntry.findFirst({
    where: { causeKey: { in: [cause].flat() }, reversedBy: null },
    include: { postings: { orderBy: { position: 'asc' } } },
  })
  if (!booked) return false
  return await writeEntry(tx, {
    causeKey,
    kind: kind ?? (booked.kind as EntryKind),
    eventOn: on,
    memo: booked.memo,
    orderId: booked.orderId,
    chargeId: booked.chargeId,
    reversesId: booked.id,
    postings: reversePostings(
      booked.postings.map(({ account, amountYen, titleId, taxRate }) => ({
        account: account as AccountRole,
        amountYen,
        titleId,
        taxRate,
      })),
    ),
    now,
  })
}
