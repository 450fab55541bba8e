import type { DocumentKind } from '#app/domain/document.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'

/** What papers are called, at the desk as on themselves. */
export const PAPER_WORDS: Record<DocumentKind, TextKey> = {
  receipt: 'documents:title.receipt',
  credit_note: 'documents:title.creditNote',
  quote: 'documents:title.quote',
  invoice: 'documents:title.invoice',
}

/** The address of one issue's PDF. */
export function paperFilePath(documentId: string, issueNumber: number): string {
  return `/desk/documents/${documentId}/file?issue=${issueNumber}`
}
