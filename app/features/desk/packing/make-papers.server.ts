import { PackingBatch } from '#app/features/desk/packing/batch.ts'
import { packingPdf } from '#app/features/documents/packing-pdf.server.ts'
import type { ClaimedWork, ReportProgress, WorkResult } from '#app/features/work/run-works.server.ts'

/** The papers of a batch: packing lists, then address labels, in one PDF. */
export async function makePackingPapers(work: ClaimedWork, report: ReportProgress): Promise<WorkResult> {
  const { orders, sheet, firstLabel, locale } = PackingBatch.parse(work.params)
  const papers = await packingPdf(
    orders.map(({ id }) => id),
    {
      locale,
      labelSheet: sheet,
      firstLabel: firstLabel - 1,
      onProgress: ({ done }) => report(Math.min(done, orders.length)),
    },
  )
  if (papers.packed.length === 0) return { ok: false, problem: 'nothing-left' }
  const { firstLabelPage, missing, leftOut } = papers
  return { ok: true, file: papers.file, outcome: { firstLabelPage, missing, leftOut } }
}
