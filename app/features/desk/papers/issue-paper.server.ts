import type { Locale } from '#app/domain/locale.ts'
import type { IssuedDocument } from '#app/features/documents/issue-document.server.ts'
import { issueCreditNote } from '#app/features/documents/issue-credit-note.server.ts'
import { issueInvoice } from '#app/features/documents/issue-invoice.server.ts'
import { issueReceipt } from '#app/features/documents/issue-receipt.server.ts'
import { addIssue } from '#app/features/documents/issue-document.server.ts'
import { voidUntrueReceipt } from '#app/features/payments/refunds-of.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'

export type PaperWanted =
  { what: 'receipt'; name: string } | { what: 'invoice' } | { what: 'credit_note'; refundId: string }

export type IssuePaperResult =
  | ({ ok: true } & IssuedDocument)
  /** `field` is the name's; without it the paper cannot be issued at all. */
  | { ok: false; field: 'name' | null; key: TextKey; values?: Record<string, string> }

const actor = 'staff'

/** Issues a paper of an order at the desk, or issues it again. */
export async function issuePaper(
  orderId: string,
  wanted: PaperWanted,
  { locale, now }: { locale: Locale; now: Date },
): Promise<IssuePaperResult> {
  const order = { orderId }
  if (wanted.what === 'invoice') {
    const result = await issueInvoice({ order, locale, actor }, { now })
    return result.ok ? result : refused(result.reason)
  }
  if (wanted.what === 'credit_note') {
    const result = await issueCreditNote({ refundId: wanted.refundId, locale, actor }, { now })
    return result.ok ? result : refused(result.reason)
  }
  const result = await issueReceipt({ order, name: wanted.name, locale, actor }, { now })
  if (result.ok) return result
  if (result.reason === 'name')
    return { ok: false, field: 'name', key: result.message, values: { max: '100' } }
  if (result.reason === 'name-fixed') {
    const { name, code } = result
    return { ok: false, field: 'name', key: 'deskWork:paper.nameFixed', values: { name, code } }
  }
  return refused(result.reason)
}

function refused(reason: string): IssuePaperResult {
  return {
    ok: false,
    field: null,
    key: reason === 'erased' ? 'documents:erased' : 'deskWork:paper.refused',
  }
}

/**
 * Hands out a document once more, marked as issued again; null when there is none in force that still says something. A receipt that names a
 * refund which failed since is made void instead: another one states the truth.
 */
export async function reissuePaper(documentId: string, { now }: { now: Date }): Promise<number | null> {
  return await inTransaction(async (tx) => {
    const [paper] = await tx.$queryRaw<{ chargeId: string | null }[]>`
      SELECT charge_id::text AS "chargeId" FROM documents WHERE id::text = ${documentId} AND kind = 'receipt'`
    if (paper?.chargeId) {
      await tx.$queryRaw`SELECT 1 FROM charges WHERE id = ${paper.chargeId}::uuid FOR UPDATE`
      await voidUntrueReceipt(tx, paper.chargeId, now)
    }
    const [row] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM documents WHERE id::text = ${documentId} AND voided_at IS NULL AND payload <> '{}' FOR UPDATE`
    return row ? await addIssue(tx, row.id, { actor, now }) : null
  })
}
