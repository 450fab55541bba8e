import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'
import { MOST_REASON, type LineWish, type RefundWish } from '#app/domain/refund.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { readCount } from '#app/features/desk/form-answer.ts'
import { isHandMethod, readReference, type HandMethod } from '#app/features/desk/payment-form.ts'

/** What the form needs to know of a line that money can go back for. */
export type RefundableLine = {
  chargeLineId: string
  format: 'print' | 'pdf' | null
  leftYen: number
  unposted: number
  posted: number
}

export type TypedRefund = {
  what: RefundWish
  way:
    | { kind: 'stripe' }
    | { kind: 'byHand'; method: HandMethod; on: TokyoDay; ref: string }
    | { kind: 'credit' }
  reason: string | null
}

type Problems = [field: string, problem: FieldProblem][]

/** The name of a line's field: `unposted`, `posted`, `restock` or `amount` of it. */
export function lineField(name: 'unposted' | 'posted' | 'restock' | 'amount', chargeLineId: string): string {
  return `${name}.${chargeLineId}`
}

/** Reads the form of a refund: what goes back, how, and why. All problems at once, each at its field. */
export function readRefund(
  form: URLSearchParams,
  order: { lines: readonly RefundableLine[]; surplusYen: number; byLine: boolean },
): { ok: true; refund: TypedRefund } | { ok: false; problems: Problems } {
  const problems: Problems = []
  const what = readWhat(form, order, problems)
  const way = readWay(form, problems)
  const reason = readReason(form, problems)
  if (problems.length > 0 || !what || !way) return { ok: false, problems }
  return { ok: true, refund: { what, way, reason } }
}

/** Why, in the staff's own words; null where they say nothing. */
export function readReason(form: URLSearchParams, problems: Problems): string | null {
  const reason = (form.get('reason') ?? '').replace(/\r\n?/g, '\n').trim()
  if (reason.length > MOST_REASON) {
    problems.push(['reason', { key: 'errors:tooLong', values: { max: MOST_REASON } }])
  }
  return reason || null
}

function readWhat(
  form: URLSearchParams,
  order: { lines: readonly RefundableLine[]; surplusYen: number; byLine: boolean },
  problems: Problems,
): RefundWish | null {
  const kind = form.get('what')
  if (kind === 'whole') return { kind: 'whole', restock: form.has('restockAll') }
  if (kind !== 'parts') {
    problems.push(['what', { key: 'errors:choice' }])
    return null
  }
  const lines = order.byLine ? readLines(form, order.lines, problems) : []
  const surplusYen = readOptional(form, 'surplus', order.surplusYen, problems) ?? 0
  if (lines.length === 0 && surplusYen === 0 && problems.length === 0) {
    problems.push(['what', { key: 'deskOrders:refund.nothing' }])
  }
  return { kind: 'parts', lines, surplusYen }
}

/** The lines that are given back, from their fields; a line of which nothing is, is left out. */
export function readLines(
  form: URLSearchParams,
  lines: readonly RefundableLine[],
  problems: Problems,
): LineWish[] {
  return lines.flatMap((line) => {
    const { chargeLineId } = line
    const field = (name: Parameters<typeof lineField>[0]): string => lineField(name, chargeLineId)
    const unposted = readOptional(form, field('unposted'), line.unposted, problems) ?? 0
    const posted = readOptional(form, field('posted'), line.posted, problems) ?? 0
    const amountYen = readOptional(form, field('amount'), line.leftYen, problems)
    if (unposted + posted === 0 && !amountYen) return []
    return [
      {
        chargeLineId,
        unposted,
        posted,
        restock: form.has(field('restock')),
        // Left empty, it is exactly what was paid for these copies.
        ...(amountYen === null ? {} : { amountYen }),
      },
    ]
  })
}

/** Null for a field that was left empty, or is wrong; the latter is a problem. */
function readOptional(form: URLSearchParams, field: string, most: number, problems: Problems): number | null {
  const text = form.get(field)?.trim() ?? ''
  if (text === '') return null
  const value = readCount(text)
  if (value !== null && value <= most) return value
  problems.push([field, { key: 'errors:quantity', values: { min: 0, max: most } }])
  return null
}

function readWay(form: URLSearchParams, problems: Problems): TypedRefund['way'] | null {
  const way = form.get('way')
  if (way === 'stripe' || way === 'credit') return { kind: way }
  if (!isHandMethod(way)) {
    problems.push(['way', { key: 'errors:choice' }])
    return null
  }
  const when = readDayAndReference(form, problems)
  return when && { kind: 'byHand', method: way, ...when }
}

/** When it went back by hand, and what stands on the statement or slip. */
export function readDayAndReference(
  form: URLSearchParams,
  problems: Problems,
): { on: TokyoDay; ref: string } | null {
  const on = form.get('on')
  if (!isTokyoDay(on)) problems.push(['on', { key: 'deskOrders:payment.dayWrong' }])
  const ref = readReference(form, problems)
  return isTokyoDay(on) ? { on, ref } : null
}
