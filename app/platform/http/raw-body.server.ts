/** The largest webhook that is read; Stripe's and Resend's stay far below. */
export const HOOK_LIMIT_BYTES = 256 * 1024

/**
 * Reads a body as the bytes that were sent, decoded as UTF-8, for a signature over them. Null when it is longer than `limitBytes`:
 * reading stops there, whatever its headers say.
 */
export async function readRawBody(request: Request, limitBytes: number): Promise<string | null> {
  if (Number(request.headers.get('Content-Length') ?? 0) > limitBytes) return null
  if (!request.body) return ''
  const reader = request.body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.byteLength
    if (length > limitBytes) {
      await reader.cancel()
      return null
    }
    chunks.push(value)
  }
  return Buffer.concat(chunks).toString('utf8')
}
