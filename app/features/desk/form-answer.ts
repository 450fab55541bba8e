import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import type { EventView } from '#app/features/desk/desk-order.ts'

/** What a form of the desk answers when it was not done: everything typed, and why not. */
export type FormAnswer = {
  /** By the names of the fields; of a box that was ticked, `on`. */
  typed: Record<string, string>
  /** What is wrong with a field, in the order of the page. */
  problems: Record<string, FieldProblem>
  /** Why nothing was done, where no field is to blame. */
  notice: FieldProblem | null
  /** What somebody else has done with the order since the form was made. */
  changed: EventView[] | null
}

/** Everything typed, as the form goes back with it. A field that was sent twice keeps its last value. */
export function typedOf(form: URLSearchParams): Record<string, string> {
  return Object.fromEntries(form)
}

/** An answer about fields: the first problem of each. */
export function wrongFields(
  form: URLSearchParams,
  problems: readonly (readonly [field: string, problem: FieldProblem])[],
): FormAnswer {
  const first = [...problems].reverse()
  return { typed: typedOf(form), problems: Object.fromEntries(first), notice: null, changed: null }
}

/** An answer about the whole. */
export function refusedAltogether(form: URLSearchParams, notice: FieldProblem): FormAnswer {
  return { typed: typedOf(form), problems: {}, notice, changed: null }
}

/** An answer to the second of two people. */
export function changedMeanwhile(form: URLSearchParams, events: EventView[]): FormAnswer {
  return { typed: typedOf(form), problems: {}, notice: null, changed: events }
}

/**
 * A whole number as people write it, full width and thousands marks included; null for anything else.
 * Example: `１，２００円` and `¥1,200` are 1200; `12.5` and `-3` are none.
 */
export function readCount(text: string | null): number | null {
  const plain = (text ?? '').normalize('NFKC').replace(/[\s,、円¥]/g, '')
  return /^\d{1,9}$/.test(plain) ? Number(plain) : null
}
