import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import type { TypedFigures } from '#app/features/circulation/proposal-arithmetic.ts'
import { MOST_COPIES } from '#app/features/desk/copies/run-form.ts'
import { readCount } from '#app/features/desk/form-answer.ts'

/** More than half of a run that cannot be used is a typing error. */
const MOST_SPOILAGE = 50
const MOST_YEN = 1_000_000

export type TypedProposal = TypedFigures & { expectedOn: TokyoDay }

type Problems = [string, FieldProblem][]

/** Reads what a proposal is made from: whole copies and yen, a share with tenths, a day that is not over. */
export function readProposal(
  form: URLSearchParams,
  { today }: { today: TokyoDay },
): { ok: true; value: TypedProposal } | { ok: false; problems: Problems } {
  const problems: Problems = []
  const count = (name: string, most: number, key: FieldProblem['key']): number => {
    const value = readCount(form.get(name))
    if (value !== null && value <= most) return value
    problems.push([name, { key }])
    return 0
  }
  const owed = count('owed', MOST_COPIES, 'deskNext:problem.copies')
  const expectedOn = form.get('expectedOn')
  if (!isTokyoDay(expectedOn)) problems.push(['expectedOn', { key: 'deskAdmin:stock.dayWrong' }])
  else if (expectedOn < today) problems.push(['expectedOn', { key: 'deskNext:problem.dayPast' }])
  const complimentary = count('complimentary', MOST_COPIES, 'deskNext:problem.copies')
  const spoilagePercent = readPercent(form.get('spoilage'))
  if (spoilagePercent === null) problems.push(['spoilage', { key: 'deskNext:problem.spoilage' }])
  const overageYen = count('overage', MOST_YEN, 'deskNext:problem.yen')
  const underageYen = count('underage', MOST_YEN, 'deskNext:problem.yen')
  if (problems.length > 0 || !isTokyoDay(expectedOn) || spoilagePercent === null) {
    return { ok: false, problems }
  }
  return { ok: true, value: { owed, expectedOn, complimentary, spoilagePercent, overageYen, underageYen } }
}

/** A share up to a half with one decimal at most; empty is none. */
function readPercent(typed: string | null): number | null {
  const plain = (typed ?? '').normalize('NFKC').replace(/[\s%]/g, '')
  if (plain === '') return 0
  if (!/^\d{1,2}(\.\d)?$/.test(plain)) return null
  return Number(plain) <= MOST_SPOILAGE ? Number(plain) : null
}
