import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { dayToDb, isTokyoDay, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { takeFromRuns } from '#app/domain/stock.ts'
import { makeSubjectCode } from '#app/domain/subject-code.ts'
import { taxRateOn } from '#app/domain/tax.ts'
import { freeCopies, lockRuns } from '#app/features/stock/lock-runs.server.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { isUuid, newId } from '#app/platform/id.server.ts'

const Input = z.object({
  consigneeId: z.string(),
  sentOn: z.custom<TokyoDay>(isTokyoDay),
  settleBy: z.custom<TokyoDay>(isTokyoDay).nullable(),
  event: z.string().trim().max(200).nullable(),
  note: z.string().trim().max(1000).nullable(),
  lines: z
    .array(z.object({ sku: z.string(), copies: z.number().int().min(1).max(100_000) }))
    .min(1)
    .max(100),
  /** The form it was sent from: pressing twice books once. */
  formKey: z.string().min(8).max(200),
})

export type ConsignInput = z.input<typeof Input>
export type ConsignResult =
  | { ok: true; code: string; isNew: boolean }
  | { ok: false; reason: 'unknown-consignee' | 'closed' | 'day-in-future' | 'settle-before-sent' }
  | { ok: false; reason: 'unknown-edition' | 'not-print' | 'withdrawn' | 'twice' | 'no-price'; sku: string }
  /** Only so many are on hand and promised to nobody. */
  | { ok: false; reason: 'too-many'; sku: string; left: number }

/**
 * Sends copies to a bookshop or a stall on a consignment note: they leave the shelf, first in first out, and stay ours. Prices, the
 * consignee's share and its days to pay are those of the day and frozen on the note. Copies that are promised to orders are not taken.
 * @throws z.ZodError when the figures make no sense
 */
export async function consign(input: ConsignInput, { now }: { now: Date }): Promise<ConsignResult> {
  const note = Input.parse(input)
  if (note.sentOn > tokyoDayOf(now)) return { ok: false, reason: 'day-in-future' }
  if (note.settleBy && note.settleBy < note.sentOn) return { ok: false, reason: 'settle-before-sent' }
  const consignee = isUuid(note.consigneeId)
    ? await db.consignee.findUnique({ where: { id: note.consigneeId } })
    : null
  if (!consignee) return { ok: false, reason: 'unknown-consignee' }
  if (consignee.disabledAt) return { ok: false, reason: 'closed' }
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction((tx) => write(tx, note, consignee, now))
    } catch (error) {
      if (error instanceof Refused) return error.result
      if (!hasDatabaseCode(error, DB_CODE.unique)) throw error
      const known = await db.consignment.findUnique({
        where: { formKey: note.formKey },
        select: { code: true },
      })
      if (known) return { ok: true, code: known.code, isNew: false }
      // The code was taken: another is drawn.
      if (attempt >= 5) throw error
    }
  }
}

/** Undoes the transaction: one line cannot be sent, so none is. */
class Refused extends Error {
  constructor(readonly result: Extract<ConsignResult, { ok: false }>) {
    super('a consignment was refused')
  }
}

type Note = z.output<typeof Input>

async function write(
  tx: Tx,
  note: Note,
  { commissionPercent, daysToPay }: { commissionPercent: number; daysToPay: number },
  now: Date,
): Promise<ConsignResult> {
  const lines = await readLines(tx, note)
  const consignmentId = newId()
  const code = makeSubjectCode('C', randomBytes(4))
  await tx.consignment.create({
    data: {
      id: consignmentId,
      code,
      consigneeId: note.consigneeId,
      event: note.event || null,
      sentOn: dayToDb(note.sentOn),
      settleBy: note.settleBy && dayToDb(note.settleBy),
      commissionPercent,
      daysToPay,
      note: note.note || null,
      formKey: note.formKey,
      staffId: currentStaffId(),
      createdAt: now,
    },
  })
  for (const line of lines) {
    const consignmentLineId = newId()
    const runs = await lockRuns(tx, line.editionId)
    const { free } = await freeCopies(tx, line.editionId)
    if (line.copies > free) {
      throw new Refused({ ok: false, reason: 'too-many', sku: line.sku, left: free })
    }
    await tx.consignmentLine.create({
      data: {
        id: consignmentLineId,
        consignmentId,
        editionId: line.editionId,
        unitYen: line.unitYen,
        taxRate: taxRateOn(note.sentOn),
        sent: line.copies,
      },
    })
    await tx.stockMovement.createMany({
      data: takeFromRuns(runs, line.copies).map((part) => ({
        id: newId(),
        editionId: line.editionId,
        printRunId: part.printRunId,
        kind: 'consigned' as const,
        copies: -part.copies,
        consignmentLineId,
        staffId: currentStaffId(),
        movedOn: dayToDb(note.sentOn),
        recordedAt: now,
      })),
    })
  }
  return { ok: true, code, isNew: true }
}

/** The lines with their editions and prices, in the order in which stock is locked. */
async function readLines(tx: Tx, note: Note) {
  const lines: { sku: string; editionId: string; copies: number; unitYen: number }[] = []
  for (const { sku, copies } of note.lines) {
    const edition = await tx.edition.findUnique({
      where: { sku: sku.trim().toUpperCase() },
      include: {
        prices: {
          where: { validFrom: { lte: dayToDb(note.sentOn) } },
          orderBy: { validFrom: 'desc' },
          take: 1,
        },
      },
    })
    const refuse = (reason: 'unknown-edition' | 'not-print' | 'withdrawn' | 'twice' | 'no-price'): Refused =>
      new Refused({ ok: false, reason, sku })
    if (!edition) throw refuse('unknown-edition')
    if (edition.format !== 'print') throw refuse('not-print')
    if (edition.state === 'withdrawn') throw refuse('withdrawn')
    if (lines.some(({ editionId }) => editionId === edition.id)) throw refuse('twice')
    const [price] = edition.prices
    if (!price) throw refuse('no-price')
    lines.push({ sku: edition.sku, editionId: edition.id, copies, unitYen: price.priceYen })
  }
  return lines.sort((a, b) => (a.editionId < b.editionId ? -1 : 1))
}
