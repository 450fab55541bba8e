import { AsyncLocalStorage } from 'node:async_hooks'
import pino from 'pino'
import { env } from '#app/platform/env.server.ts'

const requestScope = new AsyncLocalStorage<{ requestId: string }>()

/**
 * Structured log on standard error. Lines carry ids, never names, addresses or e-mail: the redaction below is the net under
 * that rule, not the rule.
 */
export const log = pino(
  {
    level: env.logLevel,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => requestScope.getStore() ?? {},
    redact: {
      paths: [
        'email',
        'toEmail',
        '*.email',
        '*.toEmail',
        'name',
        '*.contactName',
        'address',
        '*.address',
        'phone',
        '*.phone',
        'req.headers',
        'headers',
        'authorization',
        '*.authorization',
        'cookie',
        '*.cookie',
        'token',
        '*.token',
      ],
      censor: '[redacted]',
    },
    serializers: { err: safeError },
  },
  pino.destination({ dest: 2, sync: false }),
)

/** Runs `work` so that every line it logs carries the request's id. */
export function withRequestId<T>(requestId: string, work: () => T): T {
  return requestScope.run({ requestId }, work)
}

/** Name, code and stack without the data that drivers put into messages (a unique violation quotes the row). */
function safeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) }
  return {
    type: error.name,
    code: (error as Error & { code?: string }).code,
    message: withoutEmails(error.message).slice(0, 500),
    stack: error.stack
      ?.split('\n')
      .filter((line) => line.trimStart().startsWith('at '))
      .slice(0, 12)
      .join('\n'),
  }
}

/** A text of somebody else's (a driver, a provider, the queue) without the e-mail addresses that such texts like to quote. */
export function withoutEmails(text: string): string {
  return text.replace(/[^\s@<>"']+@[^\s@<>"']+/g, '[e-mail]')
}
