import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { now } from '#app/platform/clock.server.ts'
import { isInsideTransaction } from '#app/platform/db.server.ts'
import { takeCallFault } from '#app/sandbox/faults.server.ts'
import { inSandbox, insertObject, readObject, setTimer, type SandboxTx } from '#app/sandbox/store.server.ts'
import type { SandboxMail } from '#app/sandbox/store.server.ts'
import type { ApiReply, ApiRequest, NoReply } from '#app/sandbox/stripe/api.server.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const LONGEST_KEY = 256

const address = z
  .string()
  .regex(/^(?:[^<>@]+<[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+)$/)
const addresses = z.union([address.transform((one) => [one]), z.array(address).max(50)])

const NewMail = z.object({
  from: address,
  to: addresses.refine((list) => list.length > 0),
  cc: addresses.default([]),
  bcc: addresses.default([]),
  reply_to: addresses.default([]),
  subject: z.string().min(1).max(998),
  html: z.string().nullish(),
  text: z.string().nullish(),
  headers: z.record(z.string(), z.string()).default({}),
  tags: z
    .array(z.object({ name: z.string().regex(/^[\w-]{1,256}$/), value: z.string().regex(/^[\w-]{1,256}$/) }))
    .default([]),
})

/** Answers one call as api.resend.com would. */
export async function answerResend(request: ApiRequest): Promise<ApiReply | NoReply> {
  if (isInsideTransaction()) {
    return problem(500, 'application_error', 'The shop called Resend inside a database transaction.')
  }
  if (!/^Bearer re_\S+$/.test(request.headers.get('authorization') ?? '')) {
    return problem(401, 'missing_api_key', 'Missing API key in the authorization header')
  }
  const call = `${request.method} ${request.url.pathname}`
  const taken = await takeCallFault([call, 'resend'])
  if (taken?.fault === 'delay') await sleep(taken.delayMs)
  switch (taken?.fault) {
    case 'timeout-before':
      return 'connection lost'
    case 'timeout-after':
      await answer(request, call)
      return 'connection lost'
    case '429':
      return problem(
        429,
        'rate_limit_exceeded',
        'Too many requests. You can only make 2 requests per second.',
      )
    case '500':
      return problem(500, 'internal_server_error', 'An unexpected error occurred.')
    case 'delay-after': {
      const late = await answer(request, call)
      await sleep(taken.delayMs)
      return late
    }
    case 'delay':
    case undefined:
      return await answer(request, call)
  }
}

async function answer(request: ApiRequest, call: string): Promise<ApiReply> {
  if (call === 'POST /emails') return await takeMail(request)
  const id = /^GET \/emails\/([^/]+)$/.exec(call)?.[1]
  if (id !== undefined) return await showMail(id)
  return problem(404, 'not_found', 'The requested endpoint does not exist')
}

async function takeMail(request: ApiRequest): Promise<ApiReply> {
  const body = readJson(request.body)
  const parsed = NewMail.safeParse(body)
  if (!parsed.success) return refuseMail(parsed.error.issues[0], body)
  if (!parsed.data.html && !parsed.data.text) {
    return problem(422, 'missing_required_field', 'Missing `html` or `text` field.')
  }
  const key = request.headers.get('idempotency-key')
  if (key !== null && (key === '' || key.length > LONGEST_KEY)) {
    return problem(400, 'invalid_idempotency_key', 'The key must be between 1-256 chars.')
  }
  return await inSandbox({ now: now() }, async (tx) => {
    if (key === null) return await accept(tx, parsed.data)
    return await acceptOnce(tx, `resend:${key}`, request.body, parsed.data)
  })
}

/** The same mail under the same key is sent once in a day; another one is refused. */
async function acceptOnce(
  tx: SandboxTx,
  key: string,
  body: string,
  mail: z.output<typeof NewMail>,
): Promise<ApiReply> {
  const claimed = await tx.client.query<{ free: boolean }>(
    'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free',
    [key],
  )
  if (!claimed.rows[0]?.free) {
    return problem(409, 'concurrent_idempotent_requests', 'Another request with this key is in progress.')
  }
  await tx.client.query('DELETE FROM sandbox_requests WHERE idempotency_key = $1 AND created_at <= $2', [
    key,
    new Date(tx.now.getTime() - DAY_MS),
  ])
  const fingerprint = createHash('sha256').update(body).digest('hex')
  const found = await tx.client.query<{ fingerprint: string; response: { id: string } }>(
    'SELECT fingerprint, response FROM sandbox_requests WHERE idempotency_key = $1',
    [key],
  )
  const known = found.rows[0]
  if (known && known.fingerprint !== fingerprint) {
    return problem(
      409,
      'invalid_idempotent_request',
      'This idempotency key has been used on a request that had a different payload.',
    )
  }
  if (known) return { status: 200, headers: {}, body: known.response }
  const reply = await accept(tx, mail)
  await tx.client.query(
    `INSERT INTO sandbox_requests (idempotency_key, fingerprint, status, response, created_at)
     VALUES ($1, $2, $3, $4, $5)`,
    [key, fingerprint, reply.status, JSON.stringify(reply.body), tx.now],
  )
  return reply
}

async function accept(tx: SandboxTx, mail: z.output<typeof NewMail>): Promise<ApiReply> {
  const id = randomUUID()
  await insertObject(tx, 'mail', {
    id,
    from: mail.from,
    to: mail.to,
    cc: mail.cc,
    bcc: mail.bcc,
    replyTo: mail.reply_to,
    subject: mail.subject,
    html: mail.html ?? null,
    text: mail.text ?? null,
    headers: mail.headers,
    tags: mail.tags,
    lastEvent: 'queued',
    createdAt: tx.now.toISOString(),
  })
  await setTimer(tx, tx.now, { kind: 'mail-sent', subject: id })
  return { status: 200, headers: {}, body: { id } }
}

async function showMail(id: string): Promise<ApiReply> {
  const mail = await inSandbox({ now: now() }, (tx) => readObject(tx, 'mail', id))
  if (!mail) return problem(404, 'not_found', 'Email not found')
  return { status: 200, headers: {}, body: shown(mail) }
}

function shown(mail: SandboxMail) {
  return {
    object: 'email',
    id: mail.id,
    from: mail.from,
    to: mail.to,
    cc: mail.cc,
    bcc: mail.bcc,
    reply_to: mail.replyTo,
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    tags: mail.tags,
    created_at: mail.createdAt,
    message_id: `<${mail.id}@sandbox.invalid>`,
    scheduled_at: null,
    last_event: mail.lastEvent,
  }
}

function refuseMail(issue: z.core.$ZodIssue | undefined, body: unknown): ApiReply {
  const field = String(issue?.path[0] ?? 'body')
  const given =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[field] : undefined
  if (given === undefined || given === '') {
    return problem(422, 'missing_required_field', `Missing \`${field}\` field.`)
  }
  return problem(422, 'validation_error', `Invalid \`${field}\` field.`)
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function problem(statusCode: number, name: string, message: string): ApiReply {
  return { status: statusCode, headers: {}, body: { statusCode, name, message } }
}
