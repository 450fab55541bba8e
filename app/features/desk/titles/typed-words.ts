// What people paste into long forms of the desk, cleaned: signs that nobody sees are taken out, since nobody can find them.

const UNSEEN = /[^\P{Cc}\n]|[\u200b\u2060\ufeff]/gu

/** A line as it was meant: breaks become spaces, ends are trimmed. Empty when there is nothing. */
export function lineOf(form: URLSearchParams, field: string): string {
  return wordsOf(form, field).replace(/\s+/g, ' ').trim()
}

/** A longer text: with its breaks, no more than one empty line on end. */
export function wordsOf(form: URLSearchParams, field: string): string {
  return (form.get(field) ?? '')
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .normalize('NFC')
    .replace(UNSEEN, '')
    .replace(/[^\S\n]+$/gmu, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** One entry a line; empty lines are left out. */
export function entriesOf(form: URLSearchParams, field: string): string {
  return wordsOf(form, field)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
}
