import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { readCount } from '#app/features/desk/form-answer.ts'

export type TypedRun = { run: number; copies: number; receivedOn: TokyoDay; costYen?: number }

const MOST_COPIES = 1_000_000
const LAST_RUN = 999

/** Reads a print run that has come in: whole copies, a number of its own, a day that is not ahead, and what it cost, if that is known. */
export function readRun(
  form: URLSearchParams,
  { today, used }: { today: TokyoDay; used: readonly number[] },
): { ok: true; run: TypedRun } | { ok: false; problems: [string, FieldProblem][] } {
  const problems: [string, FieldProblem][] = []
  const run = readCount(form.get('run'))
  const copies = readCount(form.get('copies'))
  const receivedOn = form.get('receivedOn')
  const costYen = readCount(form.get('cost'))
  if (!run || run > LAST_RUN) problems.push(['run', { key: 'deskAdmin:stock.runWrong' }])
  else if (used.includes(run)) problems.push(['run', { key: 'deskAdmin:stock.runUsed', values: { run } }])
  if (!copies || copies > MOST_COPIES) problems.push(['copies', { key: 'deskAdmin:stock.copiesWrong' }])
  if (!isTokyoDay(receivedOn)) problems.push(['receivedOn', { key: 'deskAdmin:stock.dayWrong' }])
  else if (receivedOn > today) problems.push(['receivedOn', { key: 'deskAdmin:stock.dayAhead' }])
  if (costYen === null && form.get('cost')?.trim())
    problems.push(['cost', { key: 'deskAdmin:stock.costWrong' }])
  if (problems.length > 0 || !run || !copies || !isTokyoDay(receivedOn)) return { ok: false, problems }
  return { ok: true, run: { run, copies, receivedOn, ...(costYen === null ? {} : { costYen }) } }
}
