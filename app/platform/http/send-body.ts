import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as WebStream } from 'node:stream/web'

/**
 * Sends the body of a web response, compressed or not, only as fast as its reader takes it: a long file fills no memory. Once the reader is
 * gone the body is cancelled, which is no error.
 * @throws what the body failed with; the connection is closed then, so that nobody takes half of it for the whole
 */
export async function sendBody(body: ReadableStream<Uint8Array>, response: ServerResponse): Promise<void> {
  try {
    await pipeline(partsOf(body), response)
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

/** Who leaves this loop cancels the body without a reason: one would be thrown at the file, where nobody catches it. */
async function* partsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const part of body as WebStream<Uint8Array>) yield part
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
}
