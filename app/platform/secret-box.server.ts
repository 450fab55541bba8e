import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { env } from '#app/platform/env.server.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Encrypts a small secret for the database (AES-256-GCM), with a key made from SESSION_SECRET: a stolen backup alone opens nothing.
 * @param purpose names what it is for, e.g. `totp:<staff id>`; the same must be given to open it
 */
export function sealSecret(text: string, purpose: string, sessionSecret = env.sessionSecret): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyFrom(sessionSecret), nonce).setAAD(Buffer.from(purpose))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

/** Opens what `sealSecret` made; null when it was made with another SESSION_SECRET, for another purpose, or was changed. */
export function openSecret(
  box: Uint8Array,
  purpose: string,
  sessionSecret = env.sessionSecret,
): string | null {
  const bytes = Buffer.from(box)
  try {
    // Without the length, Node would take a box cut down to a tag of four bytes.
    const decipher = createDecipheriv('aes-256-gcm', keyFrom(sessionSecret), bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    })
      .setAAD(Buffer.from(purpose))
      .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
    return Buffer.concat([
      decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)),
      decipher.final(),
    ]).toString('utf8')
  } catch {
    return null
  }
}

function keyFrom(sessionSecret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', sessionSecret, '', 'mnet-shop secret box', 32))
}
