import { drawDocument } from '#app/features/documents/draw-document.server.ts'
import { loadDocument } from '#app/features/documents/load-documents.server.ts'

export type PdfFile = { name: string; mediaType: 'application/pdf'; content: Uint8Array<ArrayBuffer> }

export type DocumentPdfResult = { ok: true; file: PdfFile } | { ok: false; reason: 'not-found' | 'erased' }

/**
 * One issue of a document as a PDF: the same bytes whenever it is asked for, but for the mark of one that was made void. Refused as `erased`
 * when its personal data is gone.
 */
export async function documentPdf(documentId: string, issueNumber: number): Promise<DocumentPdfResult> {
  const document = await loadDocument(documentId)
  const issue = document?.issues.find(({ number }) => number === issueNumber)
  if (!document || !issue) return { ok: false, reason: 'not-found' }
  const { payload, code, locale, issuedOn } = document
  if (!payload) return { ok: false, reason: 'erased' }
  const content = await drawDocument({
    payload,
    code,
    locale,
    issuedOn,
    issue,
    isVoid: document.voidedAt !== null,
  })
  return {
    ok: true,
    file: { name: documentFileName(code, issueNumber), mediaType: 'application/pdf', content },
  }
}

/** What the file of an issue is called: `R2026-00012.pdf`, and `R2026-00012-2.pdf` for the first reissue. */
export function documentFileName(code: string, issueNumber: number): string {
  return issueNumber === 1 ? `${code}.pdf` : `${code}-${issueNumber}.pdf`
}
