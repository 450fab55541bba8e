import { z } from 'zod'
import { dayToDb, isTokyoDay, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { stockLossPostings } from '#app/domain/ledger.ts'
import { costOfLoss } from '#app/domain/print-run.ts'
import { takeFromRuns } from '#app/domain/stock.ts'
import { writeEntry } from '#app/features/payments/write-entry.server.ts'
import { freeCopies, lockRuns, type RunInStock } from '#app/features/stock/lock-runs.server.ts'
import { openShortTask } from '#app/features/stock/open-short-task.server.ts'
import type { Prisma } from '#app/generated/prisma/client.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

export const PURPOSES = ['author', 'exchange', 'press', 'legal_deposit', 'sample', 'other'] as const
export const MEMBER_CLASSES = [
  'individual_member',
  'individual_subscriber',
  'organizational_member',
  'organizational_subscriber',
] as const

const Copies = z.number().int().min(1).max(1_000_000)

const Note = z.object({
  sku: z.string().trim().toUpperCase().min(1),
  notedOn: z.custom<TokyoDay>(isTokyoDay),
  /** The form it was sent from: pressing twice books once. */
  formKey: z.string().min(8).max(200),
  recipient: z.string().trim().max(200).nullable().default(null),
  reason: z.string().trim().max(500).nullable().default(null),
  what: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('complimentary'), purpose: z.enum(PURPOSES), copies: Copies }),
    z.object({
      kind: z.literal('members'),
      classes: z.array(z.object({ memberClass: z.enum(MEMBER_CLASSES), copies: Copies })).min(1),
    }),
    z.object({ kind: z.literal('member_return'), memberClass: z.enum(MEMBER_CLASSES), copies: Copies }),
    z.object({ kind: z.literal('loss'), how: z.enum(['damaged', 'lost']), copies: Copies }),
  ]),
})

export type StockNoteInput = z.input<typeof Note>

export type StockNoteResult =
  | { ok: true; noteId: string; isNew: boolean; missing: number }
  | { ok: false; reason: 'unknown-edition' | 'not-print' | 'day-in-future' }
  /** More than may leave, or come back. */
  | { ok: false; reason: 'too-many'; left: number }

/**
 * Books what a person writes down about copies: given away, posted to members and subscribers (until their labels are printed here), come
 * back from them, damaged or lost. Copies leave first in, first out. Gifts and postings take only what is promised to nobody; a loss
 * books the truth even then and asks a person about the orders that go short. Losses move their cost in the books.
 * @throws z.ZodError when the figures make no sense
 */
export async function writeStockNote(
  input: StockNoteInput,
  { now }: { now: Date },
): Promise<StockNoteResult> {
  const note = Note.parse(input)
  if (note.notedOn > tokyoDayOf(now)) return { ok: false, reason: 'day-in-future' }
  const edition = await db.edition.findUnique({
    where: { sku: note.sku },
    select: { id: true, format: true },
  })
  if (!edition) return { ok: false, reason: 'unknown-edition' }
  if (edition.format !== 'print') return { ok: false, reason: 'not-print' }
  try {
    return await inTransaction((tx) => write(tx, edition.id, note, now))
  } catch (error) {
    if (hasDatabaseCode(error, DB_CODE.unique)) {
      const known = await db.stockNote.findUnique({ where: { formKey: note.formKey }, select: { id: true } })
      if (known) return { ok: true, noteId: known.id, isNew: false, missing: 0 }
    }
    throw error
  }
}

type ParsedNote = z.output<typeof Note>
type Leaving = Pick<Prisma.StockMovementCreateManyInput, 'kind' | 'purpose' | 'memberClass'> & {
  copies: number
}

async function write(tx: Tx, editionId: string, note: ParsedNote, now: Date): Promise<StockNoteResult> {
  const runs = await lockRuns(tx, editionId)
  const { onHand, free } = await freeCopies(tx, editionId)
  const noteId = newId()
  const wanted = leaving(note)
  const total = wanted.reduce((sum, line) => sum + line.copies, 0)
  const { what } = note
  const left =
    what.kind === 'loss' ? onHand : what.kind === 'member_return' ? sumOf(runs, 'postedToMembers') : free
  if (total > left) return { ok: false, reason: 'too-many', left }

  await tx.stockNote.create({
    data: {
      id: noteId,
      kind: what.kind,
      notedOn: dayToDb(note.notedOn),
      recipient: note.recipient || null,
      reason: note.reason || null,
      formKey: note.formKey,
      staffId: currentStaffId(),
      recordedAt: now,
    },
  })
  // What comes back is of the newest run it can be of.
  const from =
    what.kind === 'member_return'
      ? runs.toReversed().map((run) => ({ ...run, onHand: run.postedToMembers }))
      : runs.map((run) => ({ ...run }))
  const sign = what.kind === 'member_return' ? 1 : -1
  const parts = wanted.flatMap((line) => takeParts(from, line.copies).map((part) => ({ ...part, line })))
  await tx.stockMovement.createMany({
    data: parts.map(({ printRunId, copies, line: { copies: _all, ...line } }) => ({
      id: newId(),
      editionId,
      printRunId,
      ...line,
      copies: sign * copies,
      stockNoteId: noteId,
      staffId: currentStaffId(),
      movedOn: dayToDb(note.notedOn),
      recordedAt: now,
    })),
  })
  if (what.kind !== 'loss') return { ok: true, noteId, isNew: true, missing: 0 }
  await bookLoss(tx, runs, parts, { cause: `note:${noteId}`, memo: note.sku, on: note.notedOn, now })
  const missing = await openShortTask(tx, editionId, { cause: `note:${noteId}`, now })
  return { ok: true, noteId, isNew: true, missing }
}

function leaving({ what }: ParsedNote): Leaving[] {
  switch (what.kind) {
    case 'complimentary':
      return [{ kind: 'complimentary', purpose: what.purpose, copies: what.copies }]
    case 'members':
      return what.classes.map((one) => ({ kind: 'posted_to_members', ...one }))
    case 'member_return':
      return [{ kind: 'member_return', memberClass: what.memberClass, copies: what.copies }]
    case 'loss':
      return [{ kind: what.how, copies: what.copies }]
  }
}

/** Takes copies from runs that other lines of the note have taken from before, and notes it there. */
function takeParts(runs: { printRunId: string; onHand: number }[], copies: number) {
  const parts = takeFromRuns(runs, copies)
  for (const part of parts) {
    const run = runs.find(({ printRunId }) => printRunId === part.printRunId)
    if (run) run.onHand -= part.copies
  }
  return parts
}

function sumOf(runs: readonly RunInStock[], figure: 'postedToMembers'): number {
  return runs.reduce((sum, run) => sum + run[figure], 0)
}

/**
 * Books what lost copies had cost: from the cost of copies for readers to losses, run by run. Positive copies are lost, negative ones found.
 * @param runs as they were before
 * @returns whether there was anything to book
 */
export async function bookLoss(
  tx: Tx,
  runs: readonly RunInStock[],
  parts: readonly { printRunId: string; copies: number }[],
  entry: { cause: string; memo: string; on: TokyoDay; now: Date },
): Promise<boolean> {
  const postings = stockLossPostings(lossLines(runs, parts))
  if (postings.length === 0) return false
  return await writeEntry(tx, {
    causeKey: `stock-loss:${entry.cause}`,
    kind: 'stock-loss',
    eventOn: entry.on,
    memo: entry.memo,
    postings,
    now: entry.now,
  })
}

/** What copies had cost that are lost (positive) or found (negative), run by run. @param runs as they were before */
export function lossLines(
  runs: readonly RunInStock[],
  parts: readonly { printRunId: string; copies: number }[],
): { costYen: number; titleId: string }[] {
  const byRun = new Map<string, number>()
  for (const part of parts) byRun.set(part.printRunId, (byRun.get(part.printRunId) ?? 0) + part.copies)
  return runs.flatMap((run) => {
    const copies = byRun.get(run.printRunId) ?? 0
    if (copies === 0) return []
    const left = run.onHand + run.consigned
    return [{ costYen: costOfLoss({ ...run, left }, copies), titleId: run.titleId }]
  })
}
