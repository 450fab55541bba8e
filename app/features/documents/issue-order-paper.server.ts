import type { Locale } from '#app/domain/locale.ts'
import { documentFileName } from '#app/features/documents/document-pdf.server.ts'
import { issueCreditNote } from '#app/features/documents/issue-credit-note.server.ts'
import { issueReceipt, type IssueReceiptResult } from '#app/features/documents/issue-receipt.server.ts'
import { loadOrderPapers } from '#app/features/documents/load-order-papers.server.ts'
import { paperPath } from '#app/features/documents/order-papers.ts'

export type IssueOrderPaperResult =
  | { ok: true; path: string }
  | { ok: false; reason: 'not-found' | 'refused' }
  | Extract<IssueReceiptResult, { reason: 'name' | 'name-fixed' }>

/** What a reader may issue on the page of her order: its receipt, and the credit notes of its refunds. */
export async function issueOrderPaper(
  token: string | undefined,
  form: { kind: string | null; name: string | null; refundId: string | null },
  { locale, now }: { locale: Locale; now: Date },
): Promise<IssueOrderPaperResult> {
  const papers = await loadOrderPapers(token)
  if (!papers) return { ok: false, reason: 'not-found' }
  const reader = { locale, actor: 'reader' }
  const issued =
    form.kind === 'receipt'
      ? await issueReceipt(
          { order: { token: papers.token }, name: form.name ?? undefined, ...reader },
          { now },
        )
      : await ownCreditNote()
  if (issued.ok)
    return { ok: true, path: paperPath(papers.token, documentFileName(issued.code, issued.issueNumber)) }
  if (issued.reason === 'name' || issued.reason === 'name-fixed') return issued
  return { ok: false, reason: issued.reason === 'not-found' ? 'not-found' : 'refused' }

  async function ownCreditNote() {
    const own = papers?.creditNotes.find(({ refundId }) => refundId === form.refundId)
    if (form.kind !== 'credit_note' || !own) return { ok: false, reason: 'not-found' } as const
    return await issueCreditNote({ refundId: own.refundId, ...reader }, { now })
  }
}
