import { z } from 'zod'
import { dayToDb, isTokyoDay, type TokyoDay } from '#app/domain/day.ts'
import { fitPreorderLimit, lockLevel } from '#app/features/stock/serve-preorders.server.ts'
import { lockRun } from '#app/features/stock/book-delivery.server.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.server.ts'
import { isUuid, newId } from '#app/platform/id.server.ts'

const Day = z.custom<TokyoDay>(isTokyoDay)

/** What is planned or agreed with a printer. */
export const RunPlan = z.object({
  copies: z.number().int().min(1).max(1_000_000),
  printer: z.string().trim().max(200).nullable().default(null),
  expectedOn: Day.nullable().default(null),
  /** Without tax. */
  quotedYen: z.number().int().min(0).max(1_000_000_000).nullable().default(null),
  note: z.string().trim().max(1000).nullable().default(null),
})
export type RunPlan = z.input<typeof RunPlan>

export type PlanRunResult =
  | { ok: true; printRunId: string; number: number }
  | { ok: false; reason: 'unknown-edition' | 'not-print' | 'withdrawn' | 'run-exists' }

/**
 * Plans a print run of an edition, under the next free number unless one is given. Copies may be ordered in advance against it, up to the
 * limit of the edition.
 * @throws z.ZodError when the plan's figures make no sense
 */
export async function planRun(
  input: RunPlan & { sku: string; number?: number; proposalId?: string },
  { now }: { now: Date },
): Promise<PlanRunResult> {
  const plan = RunPlan.parse(input)
  const edition = await db.edition.findUnique({
    where: { sku: input.sku.toUpperCase() },
    select: { id: true, format: true, state: true },
  })
  if (!edition) return { ok: false, reason: 'unknown-edition' }
  if (edition.format !== 'print') return { ok: false, reason: 'not-print' }
  if (edition.state === 'withdrawn') return { ok: false, reason: 'withdrawn' }
  try {
    return await inTransaction(async (tx) => {
      await lockLevel(tx, edition.id)
      const last = await tx.printRun.aggregate({ where: { editionId: edition.id }, _max: { number: true } })
      const number = input.number ?? (last._max.number ?? 0) + 1
      const printRunId = newId()
      await tx.printRun.create({
        data: {
          id: printRunId,
          editionId: edition.id,
          number,
          state: 'planned',
          ...columnsOf(plan),
          createdAt: now,
        },
      })
      if (input.proposalId !== undefined && isUuid(input.proposalId)) {
        await tx.printProposal.updateMany({
          where: { id: input.proposalId, editionId: edition.id, printRunId: null },
          data: { printRunId },
        })
      }
      return { ok: true, printRunId, number }
    })
  } catch (error) {
    if (hasDatabaseCode(error, DB_CODE.unique)) return { ok: false, reason: 'run-exists' }
    throw error
  }
}

function columnsOf(plan: z.output<typeof RunPlan>) {
  return {
    copiesOrdered: plan.copies,
    printer: plan.printer || null,
    expectedOn: plan.expectedOn && dayToDb(plan.expectedOn),
    quotedYen: plan.quotedYen,
    note: plan.note || null,
  }
}

export type ChangeRunResult =
  | { ok: true }
  | { ok: false; reason: 'not-found' | 'closed' }
  /** Copies are ordered in advance that no run would bring any more. */
  | { ok: false; reason: 'promised'; promised: number }
  /** More has been delivered than the order would have. */
  | { ok: false; reason: 'below-delivered'; delivered: number }
  /** Copies have come of it. */
  | { ok: false; reason: 'delivered' }

/**
 * Changes what is planned, or with `orderedOn` what is ordered: the run is with the printer from that day on. Never below what has been
 * delivered of it, nor below what readers have ordered in advance.
 */
export async function changeRun(
  printRunId: string,
  input: RunPlan & { orderedOn?: TokyoDay },
): Promise<ChangeRunResult> {
  const plan = RunPlan.parse(input)
  return await onOpenRun(printRunId, async (tx, run) => {
    const delivered = run.copies - run.overs
    if (plan.copies < delivered) return { ok: false, reason: 'below-delivered', delivered }
    await tx.printRun.update({
      where: { id: run.id },
      data: {
        ...columnsOf(plan),
        ...(input.orderedOn ? { state: 'ordered', orderedOn: dayToDb(input.orderedOn) } : {}),
      },
    })
    return { ok: true }
  })
}

/** Gives up a run of which nothing has come. It keeps its number. */
export async function cancelRun(printRunId: string): Promise<ChangeRunResult> {
  return await onOpenRun(printRunId, async (tx, run) => {
    if (run.copies > 0) return { ok: false, reason: 'delivered' }
    await tx.printRun.update({ where: { id: run.id }, data: { state: 'cancelled' } })
    return { ok: true }
  })
}

/** Says that nothing more comes of a run: what is missing of the order is not waited for. */
export async function closeRun(printRunId: string): Promise<ChangeRunResult> {
  return await onOpenRun(printRunId, async (tx, run) => {
    await tx.printRun.update({
      where: { id: run.id },
      // One of which nothing came at all was never printed.
      data: { state: run.copies > 0 ? 'delivered' : 'cancelled' },
    })
    return { ok: true }
  })
}

/** Runs `work` on a locked run that is planned or ordered, and undoes it when promised copies would lose their run. */
async function onOpenRun(
  printRunId: string,
  work: (tx: Tx, run: NonNullable<Awaited<ReturnType<typeof lockRun>>>) => Promise<ChangeRunResult>,
): Promise<ChangeRunResult> {
  const known = await db.printRun.findUnique({ where: { id: printRunId }, select: { editionId: true } })
  if (!known) return { ok: false, reason: 'not-found' }
  try {
    return await inTransaction(async (tx) => {
      await lockLevel(tx, known.editionId)
      const run = await lockRun(tx, printRunId)
      if (!run || (run.state !== 'planned' && run.state !== 'ordered')) return { ok: false, reason: 'closed' }
      const done = await work(tx, run)
      if (!done.ok) return done
      const promised = await fitPreorderLimit(tx, known.editionId)
      if (promised > 0) throw new Promised(promised)
      return done
    })
  } catch (error) {
    if (error instanceof Promised) return { ok: false, reason: 'promised', promised: error.copies }
    throw error
  }
}

/** Undoes the transaction: readers have been promised copies that no run would bring. */
class Promised extends Error {
  constructor(readonly copies: number) {
    super('copies are promised to readers')
  }
}
