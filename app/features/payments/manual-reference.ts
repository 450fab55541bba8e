/** What stands on a statement or a slip as people type it, in the one form that it is compared in. Empty when there is nothing. */
export function manualReference(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/g, ' ')
}
