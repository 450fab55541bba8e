import { z } from 'zod'
import { dayToDb, isTokyoDay, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import { comparablesOn } from '#app/domain/print-history.ts'
import { proposePrintRun } from '#app/domain/print-proposal.ts'
import { TypedFigures, type KeptInputs } from '#app/features/circulation/proposal-arithmetic.ts'
import { findSeriesEdition, loadPrintSeries } from '#app/features/circulation/proposal-series.server.ts'
import { currentStaffId } from '#app/platform/actor.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { newId } from '#app/platform/id.server.ts'

const Input = TypedFigures.extend({ sku: z.string().min(1), expectedOn: z.custom<TokyoDay>(isTokyoDay) })
export type ProposeRunInput = z.input<typeof Input>

export type ProposeRunResult =
  | { ok: true; proposalId: string; low: number; proposed: number; high: number }
  | { ok: false; reason: 'unknown-edition' | 'not-print' | 'withdrawn' | 'day-past' }

/**
 * Proposes how many copies of an edition to print next, from what is typed and from the sales of what it is compared with, and keeps it with its
 * arithmetic, so that it can be laid beside what becomes of it.
 * @throws z.ZodError when the figures make no sense
 */
export async function proposeRun(input: ProposeRunInput, { now }: { now: Date }): Promise<ProposeRunResult> {
  const { sku, expectedOn, ...typed } = Input.parse(input)
  const today = tokyoDayOf(now)
  if (expectedOn < today) return { ok: false, reason: 'day-past' }
  const edition = await findSeriesEdition(sku)
  if (!edition) return { ok: false, reason: 'unknown-edition' }
  if (edition.format !== 'print') return { ok: false, reason: 'not-print' }
  if (edition.state === 'withdrawn') return { ok: false, reason: 'withdrawn' }
  const { basis, items } = await loadPrintSeries(edition)
  const { low, proposed, high, arithmetic } = proposePrintRun({
    ...typed,
    comparables: comparablesOn(items, today),
  })
  const inputs: KeptInputs = { ...typed, basis }
  const proposalId = newId()
  await inTransaction(async (tx) => {
    await tx.printProposal.create({
      data: {
        id: proposalId,
        editionId: edition.id,
        expectedOn: dayToDb(expectedOn),
        inputs,
        arithmetic,
        lowCopies: low,
        proposedCopies: proposed,
        highCopies: high,
        madeAt: now,
        staffId: currentStaffId(),
      },
    })
  })
  return { ok: true, proposalId, low, proposed, high }
}
