import { createHash } from 'node:crypto'

/** What is kept of a link's or a session's token: who reads the database can use neither. The tokens are random, so no salt is needed. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
