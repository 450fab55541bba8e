import { Resend } from 'resend'
import { isInsideTransaction } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'

let made: Resend | undefined

/**
 * Resend's client. Refuses to be called while a database transaction is open: mail leaves through the outbox, after the commit.
 */
export function resend(): Resend {
  if (isInsideTransaction()) throw new Error('Resend is called inside a database transaction')
  made ??= new Resend(env.resend.apiKey)
  return made
}
