import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'

/** A UUIDv7: made before the row is written, so that whole graphs go in with few statements, and sorted by time. */
export function newId(): string {
  return v7()
}

/** An unguessable text for links and cookies, base64url. 24 bytes are 192 bits in 32 characters. */
export function randomToken(bytes = 24): string {
  return randomBytes(bytes).toString('base64url')
}

/** Whether a text from outside is an id of ours; the database refuses to look for anything else. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text)
}
