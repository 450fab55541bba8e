import { parseDocumentCode } from '#app/domain/document.ts'
import type { Locale } from '#app/domain/locale.ts'
import { isOrderToken } from '#app/features/checkout/order-token.ts'
import { deliveryNotePdf } from '#app/features/documents/delivery-note.server.ts'
import { documentPdf, type DocumentPdfResult } from '#app/features/documents/document-pdf.server.ts'
import { db } from '#app/platform/db.server.ts'

const DELIVERY = /^delivery-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.pdf$/
const ISSUE = /^([A-Z]\d{4}-\d{5,9})(?:-(\d{1,6}))?\.pdf$/

const NOT_FOUND = { ok: false, reason: 'not-found' } as const

/** A paper of an order by the name of its file; not found are those of other orders, void ones, and what there is not. */
export async function orderPaperPdf(
  token: string | undefined,
  file: string,
  { locale }: { locale: Locale },
): Promise<DocumentPdfResult> {
  if (!isOrderToken(token)) return NOT_FOUND
  const [, shipmentId] = DELIVERY.exec(file) ?? []
  if (shipmentId) {
    const note = await deliveryNotePdf(shipmentId, { locale, token })
    return note ? { ok: true, file: note } : NOT_FOUND
  }
  const [, code = '', issue = '1'] = ISSUE.exec(file) ?? []
  const number = parseDocumentCode(code)
  if (!number) return NOT_FOUND
  const document = await db.document.findFirst({
    where: { ...number, voidedAt: null, order: { token } },
    select: { id: true },
  })
  return document ? await documentPdf(document.id, Number(issue)) : NOT_FOUND
}
