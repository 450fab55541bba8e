import type { TextKey } from '#app/platform/i18n/texts.ts'

/** What can be wrong with a parcel, in the words of a reader. */
export const PARCEL_PROBLEMS = ['lost', 'damaged', 'incomplete'] as const
export type ParcelProblem = (typeof PARCEL_PROBLEMS)[number]

export const PARCEL_PROBLEM_TEXTS: Record<ParcelProblem | 'undeliverable', TextKey> = {
  lost: 'order:report.lost',
  damaged: 'order:report.damaged',
  incomplete: 'order:report.incomplete',
  // Readers cannot say so: the post brought it back to us.
  undeliverable: 'order:report.undeliverable',
}

/** Narrows what a form sent. */
export function isParcelProblem(text: string): text is ParcelProblem {
  return (PARCEL_PROBLEMS as readonly string[]).includes(text)
}
