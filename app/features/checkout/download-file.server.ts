import { isDownloadSignature } from '#app/features/checkout/download-link.server.ts'
import { isOrderToken } from '#app/features/checkout/order-token.ts'
import { db } from '#app/platform/db.server.ts'

export type DownloadFileResult =
  | { ok: true; name: string; mediaType: string; content: Uint8Array<ArrayBuffer> }
  | { ok: false; reason: 'not-found' | 'bad-signature' }
  | { ok: false; reason: 'unpaid' | 'refunded' | 'no-file'; locale: string }

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

/**
 * The file of an order line, once the order is paid and unless the line was refunded. Each fetch is counted, a look at the headers only
 * (`isCounted` false) is not. The edition's current file: a corrected one reaches those who bought it.
 */
export async function downloadFile(request: {
  token: string
  orderLineId: string
  signature: string
  isCounted: boolean
}): Promise<DownloadFileResult> {
  const { token, orderLineId, signature } = request
  if (!isOrderToken(token) || !UUID.test(orderLineId)) return { ok: false, reason: 'not-found' }
  if (!isDownloadSignature(token, orderLineId, signature)) return { ok: false, reason: 'bad-signature' }
  const line = await db.orderLine.findFirst({
    where: { id: orderLineId, format: 'pdf', order: { token } },
    select: {
      availableAt: true,
      order: { select: { locale: true, charge: { select: { state: true } } } },
      chargeLine: { select: { amountYen: true, refundedYen: true } },
      edition: { select: { fileId: true } },
    },
  })
  if (!line) return { ok: false, reason: 'not-found' }
  const { locale, charge } = line.order
  const { amountYen, refundedYen } = line.chargeLine
  if (amountYen > 0 && refundedYen >= amountYen) return { ok: false, reason: 'refunded', locale }
  if (!line.availableAt || charge.state !== 'covered') return { ok: false, reason: 'unpaid', locale }
  const file = line.edition.fileId
    ? await db.storedFile.findUnique({
        where: { id: line.edition.fileId },
        select: { name: true, mediaType: true, content: true },
      })
    : null
  if (!file) return { ok: false, reason: 'no-file', locale }
  if (request.isCounted) {
    await db.orderLine.update({ where: { id: orderLineId }, data: { downloads: { increment: 1 } } })
  }
  return { ok: true, ...file }
}
