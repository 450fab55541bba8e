import { createHash } from 'node:crypto'
import type { Locale } from '#app/domain/locale.ts'
import { env } from '#app/platform/env.server.ts'
import { randomToken } from '#app/platform/id.server.ts'

/** A new secret for the page of a request: mails carry it, the database keeps its hash. */
export function newRequestToken(): { token: string; tokenHash: string } {
  const token = randomToken()
  return { token, tokenHash: requestTokenHash(token) }
}

/** Tokens are random, so no salt is needed. */
export function requestTokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** The page by which a request is confirmed and ended. */
export function requestUrl(token: string, locale: Locale): string {
  return `${env.baseUrl}/${locale}/notify/${token}`
}
