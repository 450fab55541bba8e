import { isTokyoDay, type TokyoDay } from '#app/domain/day.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { NOTE_ROWS, type ConsignmentView } from '#app/features/desk/consignments/consignment.ts'
import { readCount } from '#app/features/desk/form-answer.ts'

type Problems = [string, FieldProblem][]
type Read<T> = { ok: true; value: T } | { ok: false; problems: Problems }

export type TypedNote = {
  consigneeId: string
  sentOn: TokyoDay
  settleBy: TokyoDay | null
  event: string | null
  note: string | null
  lines: { sku: string; copies: number }[]
}

/** Reads a new consignment note; rows left empty are none. */
export function readConsignment(form: URLSearchParams, { today }: { today: TokyoDay }): Read<TypedNote> {
  const problems: Problems = []
  const sentOn = form.get('sentOn')
  const settleBy = text(form, 'settleBy')
  const consigneeId = text(form, 'consignee')
  if (!consigneeId) problems.push(['consignee', { key: 'errors:required' }])
  if (!isTokyoDay(sentOn)) problems.push(['sentOn', { key: 'deskAdmin:stock.dayWrong' }])
  else if (sentOn > today) problems.push(['sentOn', { key: 'deskAdmin:stock.dayAhead' }])
  if (settleBy && (!isTokyoDay(settleBy) || (isTokyoDay(sentOn) && settleBy < sentOn))) {
    problems.push(['settleBy', { key: 'deskConsign:settleByWrong' }])
  }
  for (const [field, max] of Object.entries({ event: 200, note: 1000 })) {
    if ((text(form, field)?.length ?? 0) > max) {
      problems.push([field, { key: 'errors:tooLong', values: { max } }])
    }
  }
  const lines: TypedNote['lines'] = []
  for (let row = 0; row < NOTE_ROWS; row += 1) {
    const sku = text(form, `sku.${row}`)
    const typed = text(form, `copies.${row}`)
    if (!sku && !typed) continue
    const copies = readCount(typed)
    if (!sku) problems.push([`sku.${row}`, { key: 'errors:required' }])
    if (!copies || copies > 100_000) problems.push([`copies.${row}`, { key: 'deskCopies:note.copiesWrong' }])
    if (sku && copies) lines.push({ sku: sku.normalize('NFKC').toUpperCase(), copies })
  }
  if (lines.length === 0 && problems.length === 0) problems.push(['sku.0', { key: 'deskConsign:noLines' }])
  if (problems.length > 0 || !consigneeId || !isTokyoDay(sentOn)) return { ok: false, problems }
  return {
    ok: true,
    value: {
      consigneeId,
      sentOn,
      settleBy: isTokyoDay(settleBy) ? settleBy : null,
      event: text(form, 'event'),
      note: text(form, 'note'),
      lines,
    },
  }
}

export type TypedSettlement = {
  settledOn: TokyoDay
  lines: { sku: string; sold: number; returned: number; lost: number }[]
  cashCountedYen: number | null
  note: string | null
}

/**
 * Reads what a bookshop reports, or what came home from a stall: there the copies that are back are counted, and what is neither back nor
 * lost was sold.
 */
export function readSettlement(
  form: URLSearchParams,
  consignment: Pick<ConsignmentView, 'isStall' | 'lines' | 'sentOn'>,
  { today }: { today: TokyoDay },
): Read<TypedSettlement> {
  const problems: Problems = []
  const settledOn = form.get('settledOn')
  if (!isTokyoDay(settledOn)) problems.push(['settledOn', { key: 'deskAdmin:stock.dayWrong' }])
  else if (settledOn > today || settledOn < consignment.sentOn) {
    problems.push(['settledOn', { key: 'deskConsign:dayWrong' }])
  }
  const count = (field: string, isNeeded: boolean): number => {
    const typed = text(form, field)
    const value = typed === null ? (isNeeded ? null : 0) : readCount(typed)
    if (value !== null && value <= 100_000) return value
    problems.push([field, { key: 'deskAdmin:stock.limitWrong' }])
    return 0
  }
  const lines = consignment.lines
    .filter(({ out }) => out > 0)
    .map(({ sku, out }) => {
      const returned = count(`returned.${sku}`, consignment.isStall)
      const lost = count(`lost.${sku}`, false)
      const sold = consignment.isStall ? out - returned - lost : count(`sold.${sku}`, false)
      if (sold < 0 || sold + returned + lost > out) {
        problems.push([`returned.${sku}`, { key: 'deskConsign:tooMany', values: { out } }])
      }
      return { sku, sold: Math.max(0, sold), returned, lost }
    })
  const cashCountedYen = consignment.isStall ? readCount(form.get('cash')) : null
  if (consignment.isStall && cashCountedYen === null) {
    problems.push(['cash', { key: 'deskConsign:cashNeeded' }])
  }
  if (problems.length > 0 || !isTokyoDay(settledOn)) return { ok: false, problems }
  return { ok: true, value: { settledOn, lines, cashCountedYen, note: text(form, 'note') } }
}

function text(form: URLSearchParams, name: string): string | null {
  return form.get(name)?.trim() || null
}
