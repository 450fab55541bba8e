import { documentCode } from '#app/domain/document.ts'
import { inTransaction } from '#app/platform/db.server.ts'

export type VoidDocumentResult =
  | { ok: true; code: string }
  | { ok: false; reason: 'not-found' | 'already-void' | 'reason-missing' | 'reason-too-long' }

const LONGEST_REASON = 500

/**
 * Makes a document void, for one with a wrong name on it, say. It keeps its number and says on every print that it is void; its subject may
 * have another one then.
 */
export async function voidDocument(
  input: { documentId: string; reason: string },
  { now }: { now: Date },
): Promise<VoidDocumentResult> {
  const reason = input.reason.trim()
  if (reason === '') return { ok: false, reason: 'reason-missing' }
  if (reason.length > LONGEST_REASON) return { ok: false, reason: 'reason-too-long' }
  return await inTransaction(async (tx) => {
    const document = await tx.document.findUnique({
      where: { id: input.documentId },
      select: { kind: true, year: true, number: true },
    })
    if (!document) return { ok: false, reason: 'not-found' }
    const { count } = await tx.document.updateMany({
      where: { id: input.documentId, voidedAt: null },
      data: { voidedAt: now, voidReason: reason },
    })
    return count === 0 ? { ok: false, reason: 'already-void' } : { ok: true, code: documentCode(document) }
  })
}
