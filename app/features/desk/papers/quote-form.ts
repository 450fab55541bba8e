import { addDays, tokyoDayOf, type TokyoDay } from '#app/domain/day.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { readCount } from '#app/features/desk/form-answer.ts'

/** How many editions a quote has room for. */
export const QUOTE_ROWS = 8
/** How long a quote holds unless somebody says otherwise. */
const VALID_DAYS = 30

export type QuoteLine = { row: number; sku: string; copies: number }

/** What a new quote's form begins with. */
export function emptyQuote(now: Date): Record<string, string> {
  return { locale: 'ja', country: 'JP', validUntil: lastDay(tokyoDayOf(now)) }
}

function lastDay(today: TokyoDay): string {
  return addDays(today, VALID_DAYS)
}

/** The lines that were filled in, and what is wrong with them. A row without both is left out. */
export function readQuoteLines(form: URLSearchParams): {
  lines: QuoteLine[]
  problems: [string, FieldProblem][]
} {
  const lines: QuoteLine[] = []
  const problems: [string, FieldProblem][] = []
  for (let row = 1; row <= QUOTE_ROWS; row += 1) {
    const sku = (form.get(`sku-${row}`) ?? '').normalize('NFKC').trim().toUpperCase()
    const copies = (form.get(`copies-${row}`) ?? '').trim()
    if (sku === '' && copies === '') continue
    const count = readCount(copies)
    if (sku === '') problems.push([`sku-${row}`, { key: 'errors:required' }])
    else if (lines.some((line) => line.sku === sku))
      problems.push([`sku-${row}`, { key: 'deskWork:quote.twice' }])
    if (!count) problems.push([`copies-${row}`, { key: 'deskWork:quote.copiesWrong' }])
    if (sku !== '' && count) lines.push({ row, sku, copies: count })
  }
  if (lines.length === 0 && problems.length === 0) problems.push(['sku-1', { key: 'errors:required' }])
  return { lines, problems }
}
