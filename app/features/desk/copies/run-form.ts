import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { readCount } from '#app/features/desk/form-answer.ts'

export const MOST_COPIES = 1_000_000

type Problems = [string, FieldProblem][]
type Read<T> = { ok: true; value: T } | { ok: false; problems: Problems }

export type TypedPlan = {
  copies: number
  printer: string | null
  expectedOn: TokyoDay | null
  quotedYen: number | null
  note: string | null
  orderedOn?: TokyoDay
}

/** Reads a plan, or what was agreed with the printer when it has a day of order. */
export function readPlan(form: URLSearchParams, { today }: { today: TokyoDay }): Read<TypedPlan> {
  const problems: Problems = []
  const copies = readCount(form.get('copies'))
  const expectedOn = text(form, 'expectedOn')
  const orderedOn = text(form, 'orderedOn')
  const quotedYen = readCount(form.get('quoted'))
  if (!copies || copies > MOST_COPIES) problems.push(['copies', { key: 'deskAdmin:stock.copiesWrong' }])
  if (expectedOn && !isTokyoDay(expectedOn))
    problems.push(['expectedOn', { key: 'deskAdmin:stock.dayWrong' }])
  if (orderedOn && !isTokyoDay(orderedOn)) problems.push(['orderedOn', { key: 'deskAdmin:stock.dayWrong' }])
  else if (orderedOn && orderedOn > today) problems.push(['orderedOn', { key: 'deskAdmin:stock.dayAhead' }])
  if (quotedYen === null && text(form, 'quoted'))
    problems.push(['quoted', { key: 'deskAdmin:stock.costWrong' }])
  if (problems.length > 0 || !copies) return { ok: false, problems }
  return {
    ok: true,
    value: {
      copies,
      printer: text(form, 'printer'),
      expectedOn: isTokyoDay(expectedOn) ? expectedOn : null,
      quotedYen,
      note: text(form, 'note'),
      ...(isTokyoDay(orderedOn) ? { orderedOn } : {}),
    },
  }
}

export type TypedDelivery = {
  deliveredOn: TokyoDay
  copies: number
  overs: number
  spoils: number
  isLast: boolean
}

/** Reads a delivery; figures left empty are zero. */
export function readDelivery(form: URLSearchParams, { today }: { today: TokyoDay }): Read<TypedDelivery> {
  const problems: Problems = []
  const deliveredOn = form.get('deliveredOn')
  const count = (name: string): number => {
    const typed = text(form, name)
    const value = typed === null ? 0 : readCount(typed)
    if (value !== null && value <= MOST_COPIES) return value
    problems.push([name, { key: 'deskAdmin:stock.limitWrong' }])
    return 0
  }
  const copies = count('copies')
  const overs = count('overs')
  const spoils = count('spoils')
  if (!isTokyoDay(deliveredOn)) problems.push(['deliveredOn', { key: 'deskAdmin:stock.dayWrong' }])
  else if (deliveredOn > today) problems.push(['deliveredOn', { key: 'deskAdmin:stock.dayAhead' }])
  if (problems.length > 0 || !isTokyoDay(deliveredOn)) return { ok: false, problems }
  return { ok: true, value: { deliveredOn, copies, overs, spoils, isLast: form.has('isLast') } }
}

export type TypedBill = { number: string; billedOn: TokyoDay; netYen: number; taxYen: number }

/** Reads a printer's bill; a credit has a minus. */
export function readBill(form: URLSearchParams, { today }: { today: TokyoDay }): Read<TypedBill> {
  const problems: Problems = []
  const number = text(form, 'number')
  const billedOn = form.get('billedOn')
  const netYen = readSigned(form.get('net'))
  const taxYen = text(form, 'tax') === null ? 0 : readSigned(form.get('tax'))
  if (!number) problems.push(['number', { key: 'deskCopies:bill.numberWrong' }])
  if (!isTokyoDay(billedOn)) problems.push(['billedOn', { key: 'deskAdmin:stock.dayWrong' }])
  else if (billedOn > today) problems.push(['billedOn', { key: 'deskAdmin:stock.dayAhead' }])
  if (!netYen) problems.push(['net', { key: 'deskCopies:bill.yenWrong' }])
  if (taxYen === null || (netYen && taxYen && Math.sign(netYen) !== Math.sign(taxYen))) {
    problems.push(['tax', { key: 'deskCopies:bill.taxWrong' }])
  }
  if (problems.length > 0 || !number || !isTokyoDay(billedOn) || !netYen || taxYen === null) {
    return { ok: false, problems }
  }
  return { ok: true, value: { number, billedOn, netYen, taxYen } }
}

/** A whole number of yen, which may have a minus of any width before it. */
export function readSigned(typed: string | null): number | null {
  const plain = (typed ?? '').normalize('NFKC').trim()
  const minus = /^[-−‐–—▲△]/.test(plain)
  const value = readCount(minus ? plain.slice(1) : plain)
  return value === null ? null : minus ? -value : value
}

function text(form: URLSearchParams, name: string): string | null {
  return form.get(name)?.trim() || null
}
