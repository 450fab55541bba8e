import { createHmac, timingSafeEqual } from 'node:crypto'
import { env } from '#app/platform/env.server.ts'

/**
 * The address of a file that belongs to an order line. Signed, so that knowing an order's token and guessing a line is not enough; it
 * holds as long as the order is kept.
 */
export function downloadPath(token: string, orderLineId: string): string {
  return `/orders/${token}/files/${orderLineId}?signature=${signatureOf(token, orderLineId)}`
}

export function isDownloadSignature(token: string, orderLineId: string, signature: string): boolean {
  const right = Buffer.from(signatureOf(token, orderLineId))
  const given = Buffer.from(signature)
  return given.length === right.length && timingSafeEqual(given, right)
}

function signatureOf(token: string, orderLineId: string): string {
  return createHmac('sha256', env.sessionSecret)
    .update(`order-file\n${token}\n${orderLineId}`)
    .digest('base64url')
}
