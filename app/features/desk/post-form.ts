import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import type { GoodsView } from '#app/features/desk/desk-order.ts'
import { readCount } from '#app/features/desk/form-answer.ts'

export type ParcelLine = { sku: string; copies: number }

/** The name of the field that says how many copies of an edition go into the parcel. */
export function copiesField(sku: string): string {
  return `copies.${sku}`
}

/**
 * Reads what goes into a parcel. Lines with nothing in it are left out; a parcel of nothing is a problem of its first line.
 * @param ready the lines of the order that have copies to post
 */
export function readParcel(
  form: URLSearchParams,
  ready: readonly Pick<GoodsView, 'sku' | 'held'>[],
): { lines: ParcelLine[]; problems: [string, FieldProblem][] } {
  const lines: ParcelLine[] = []
  const problems: [string, FieldProblem][] = []
  for (const { sku, held } of ready) {
    const copies = readCount(form.get(copiesField(sku)))
    if (copies === null || copies > held) {
      problems.push([copiesField(sku), { key: 'errors:quantity', values: { min: 0, max: held } }])
    } else if (copies > 0) lines.push({ sku, copies })
  }
  const [first] = ready
  if (first && lines.length === 0 && problems.length === 0) {
    problems.push([copiesField(first.sku), { key: 'deskOrders:post.nothing' }])
  }
  return { lines, problems }
}
