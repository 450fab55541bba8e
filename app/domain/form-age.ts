/** Nobody reads a form, fills it in and sends it faster. */
export const LEAST_FORM_MS = 3_000
/** A form that is older was left open, or kept by a program. */
export const MOST_FORM_MS = 24 * 60 * 60 * 1000

/** Whether a form may be taken by the time it stood open: a program sends it at once, or keeps it for later. */
export function isPlausibleFormAge(opened: Date, sent: Date): boolean {
  const age = sent.getTime() - opened.getTime()
  return age >= LEAST_FORM_MS && age <= MOST_FORM_MS
}
