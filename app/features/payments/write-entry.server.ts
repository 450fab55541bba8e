import type { Prisma } from '#app/generated/prisma/client.ts'
import type { Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'
import { insertRows } from '#app/platform/insert-rows.server.ts'
import { dayToDb, type TokyoDay } from '#app/domain/day.ts'
import { assertBalanced, type EntryKind, type PostingDraft } from '#app/domain/ledger.ts'

export type EntryDraft = {
  causeKey: string
  kind: EntryKind
  eventOn: TokyoDay
  memo: string
  postings: readonly PostingDraft[]
  orderId?: string | null
  /** Of a charge that no order stands behind. */
  chargeId?: string | null
  reversesId?: string
  now: Date
}

/**
 * Writes one journal entry for one fact. The cause key names the fact and is unique: the same fact is never booked twice.
 * @returns false when the fact had been booked before
 * @throws RangeError when the postings do not balance (the database would refuse them too)
 */
export async function writeEntry(tx: Tx, entry: EntryDraft): Promise<boolean> {
  return await insertRows(tx, entryRows(entry), { onlyIfNew: 'journal_entries' })
}

/**
 * The rows of an entry, for a statement that writes its cause along with it.
 * @throws RangeError when the postings do not balance
 */
export function entryRows(entry: EntryDraft): {
  journal_entries: Prisma.JournalEntryCreateManyInput[]
  postings: Prisma.PostingCreateManyInput[]
} {
  assertBalanced(entry.postings)
  const id = newId()
  const day = dayToDb(entry.eventOn)
  return {
    journal_entries: [
      {
        id,
        causeKey: entry.causeKey,
        kind: entry.kind,
        eventOn: day,
        postedOn: day,
        memo: entry.memo,
        orderId: entry.orderId ?? null,
        chargeId: entry.chargeId ?? null,
        reversesId: entry.reversesId ?? null,
        createdAt: entry.now,
      },
    ],
    postings: entry.postings.map((posting, position) => ({
      id: newId(),
      entryId: id,
      position,
      account: posting.account,
      amountYen: posting.amountYen,
      titleId: posting.titleId ?? null,
      taxRate: posting.taxRate ?? null,
    })),
  }
}
