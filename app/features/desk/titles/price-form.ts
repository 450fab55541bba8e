import { isTokyoDay } from '#app/domain/day.ts'
import type { PriceChange, PriceRefusal } from '#app/domain/price-plan.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { readCount } from '#app/features/desk/form-answer.ts'
import type { Problems } from '#app/features/desk/titles/title-form.ts'

const MOST_YEN = 1_000_000

/** Reads a change of an edition's prices: a start day, and whole yen above zero. @throws Response 400 for what no form of ours sends */
export function readPriceChange(
  form: URLSearchParams,
): { ok: true; change: PriceChange } | { ok: false; problems: Problems } {
  const kind = form.get('change')
  const of = form.get('of')
  if (kind === 'remove' && isTokyoDay(of)) return { ok: true, change: { kind, of } }
  if (kind !== 'add' && !(kind === 'edit' && isTokyoDay(of))) throw new Response(null, { status: 400 })
  const problems: Problems = []
  const from = form.get('from')
  if (!isTokyoDay(from)) problems.push(['from', { key: 'deskCatalogue:price.noDay' }])
  const yen = readCount(form.get('yen'))
  if (!yen || yen > MOST_YEN) {
    const isEmpty = (form.get('yen') ?? '').trim() === ''
    const key = isEmpty ? 'errors:required' : 'deskCatalogue:price.wrong'
    problems.push(['yen', { key, values: { most: MOST_YEN } }])
  }
  if (problems.length > 0 || !isTokyoDay(from) || !yen) return { ok: false, problems }
  return {
    ok: true,
    change: kind === 'edit' && isTokyoDay(of) ? { kind, of, from, yen } : { kind: 'add', from, yen },
  }
}

const REFUSALS: Record<PriceRefusal['reason'], [field: string, problem: FieldProblem]> = {
  taken: ['from', { key: 'deskCatalogue:price.taken' }],
  begun: ['from', { key: 'deskCatalogue:price.begun' }],
  same: ['yen', { key: 'deskCatalogue:price.same' }],
  unknown: ['from', { key: 'deskCatalogue:price.unknown' }],
}

/** Which field a refused change is told at, and how. */
export function priceProblem(
  refused: PriceRefusal | { reason: 'paid' | 'quoted'; count: number },
): [field: string, problem: FieldProblem] {
  if (refused.reason === 'paid' || refused.reason === 'quoted') {
    const key = refused.reason === 'paid' ? 'deskCatalogue:price.paid' : 'deskCatalogue:price.quoted'
    return ['from', { key, values: { count: refused.count } }]
  }
  return REFUSALS[refused.reason]
}
