import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import Stripe from 'stripe'
import { now } from '#app/platform/clock.server.ts'
import { isInsideTransaction } from '#app/platform/db.server.ts'
import { takeCallFault } from '#app/sandbox/faults.server.ts'
import { inSandbox, stripeId, type SandboxTx } from '#app/sandbox/store.server.ts'
import { findEndpoint, type Endpoint } from './endpoints.server.ts'
import { invalidRequest, StripeRefusal } from './errors.ts'
import { expandObject } from './expand.server.ts'
import { canonical, parseForm } from './form.ts'
import { readParams } from './params.ts'

export type ApiRequest = { method: string; url: URL; headers: Headers; body: string }

export type ApiReply = { status: number; headers: Record<string, string>; body: unknown }

/** No answer: the connection broke, before or after the effect. */
export type NoReply = 'connection lost'

const DAY_MS = 24 * 60 * 60 * 1000
const LONGEST_KEY = 255

type Outcome = { status: number; body: unknown; headers?: Record<string, string> }

/** Answers one call as api.stripe.com would. */
export async function answerStripe(request: ApiRequest): Promise<ApiReply | NoReply> {
  const requestId = stripeId('req', 14)
  const outcome = await outcomeOf(request, requestId)
  if (outcome === 'connection lost') return outcome
  const key = request.headers.get('idempotency-key')
  return {
    status: outcome.status,
    body: outcome.body,
    headers: {
      'request-id': requestId,
      'stripe-version': request.headers.get('stripe-version') ?? Stripe.API_VERSION,
      ...(key && request.method === 'POST' ? { 'idempotency-key': key } : {}),
      ...outcome.headers,
    },
  }
}

async function outcomeOf(request: ApiRequest, requestId: string): Promise<Outcome | NoReply> {
  // Stripe could not know; a stand-in can, and a call with row locks held is a fault of the shop (saleor PR 11069).
  if (isInsideTransaction()) {
    return failure(500, 'The shop called Stripe inside a database transaction.', {
      'stripe-should-retry': 'false',
    })
  }
  const path = request.url.pathname
  try {
    checkKey(request.headers.get('authorization'))
    const found = findEndpoint(request.method, path)
    if (!found) {
      const message = `Unrecognized request URL (${request.method}: ${path}). The sandbox plays what the shop uses of Stripe.`
      throw new StripeRefusal(404, { type: 'invalid_request_error', message })
    }
    return await withFault(request, found.endpoint, (isBroken) =>
      request.method === 'POST'
        ? answerPost(request, found, requestId, isBroken)
        : answerGet(request, found, isBroken),
    )
  } catch (error) {
    return refusal(error)
  }
}

/** Disturbs a call by the fault that is set for it, if any. */
async function withFault(
  request: ApiRequest,
  endpoint: Endpoint,
  answer: (isBroken: boolean) => Promise<Outcome>,
): Promise<Outcome | NoReply> {
  const taken = await takeCallFault([
    `${request.method} ${endpoint.pattern}`,
    `${request.method} ${request.url.pathname}`,
  ])
  if (taken?.fault === 'delay') await sleep(taken.delayMs)
  switch (taken?.fault) {
    case 'timeout-before':
      return 'connection lost'
    case 'timeout-after':
      await answer(false)
      return 'connection lost'
    case '429':
      return {
        status: 429,
        body: {
          error: {
            type: 'invalid_request_error',
            code: 'rate_limit',
            message: 'Request rate limit exceeded.',
          },
        },
      }
    case '500':
      return await answer(true)
    case 'delay-after': {
      const late = await answer(false)
      await sleep(taken.delayMs)
      return late
    }
    case 'delay':
    case undefined:
      return await answer(false)
  }
}

type Found = { endpoint: Endpoint; id: string }

async function answerGet(request: ApiRequest, { endpoint, id }: Found, isBroken: boolean): Promise<Outcome> {
  if (isBroken) return failure(500, 'An error occurred with our connection to Stripe (sandbox fault).')
  const input = readParams(endpoint.schema, parseForm(request.url.search.slice(1)))
  const body = await inSandbox({ now: now() }, async (tx) => run(tx, endpoint, input, id))
  return { status: 200, body }
}

/** A POST changes something once, however often it is sent under the same key: Stripe keeps what it answered for a day. */
async function answerPost(
  request: ApiRequest,
  { endpoint, id }: Found,
  requestId: string,
  isBroken: boolean,
): Promise<Outcome> {
  const raw = parseForm(request.body)
  const key = request.headers.get('idempotency-key')
  if (key !== null && key.length > LONGEST_KEY) {
    throw invalidRequest('Idempotency keys must be at most 255 characters long.', {
      param: 'idempotency_key',
    })
  }
  const at = now()
  const context = { now: at, request: { id: requestId, idempotency_key: key } }
  return await inSandbox(context, async (tx) => {
    if (key === null) return await attempt(tx, endpoint, readParams(endpoint.schema, raw), id, isBroken)
    const storedKey = `stripe:${key}`
    await claimKey(tx, storedKey)
    const fingerprint = createHash('sha256')
      .update(`${request.method} ${request.url.pathname} ${canonical(raw)}`)
      .digest('hex')
    const known = await recall(tx, storedKey)
    if (known) {
      if (known.fingerprint !== fingerprint) throw keyReused(key)
      return {
        status: known.status,
        body: known.response.body,
        headers: { 'idempotent-replayed': 'true', 'original-request': known.response.requestId },
      }
    }
    // What fails validation is not kept: nothing has begun.
    const input = readParams(endpoint.schema, raw)
    const outcome = await attempt(tx, endpoint, input, id, isBroken)
    await tx.client.query(
      `INSERT INTO sandbox_requests (idempotency_key, fingerprint, status, response, created_at)
       VALUES ($1, $2, $3, $4, $5)`,
      [storedKey, fingerprint, outcome.status, JSON.stringify({ body: outcome.body, requestId }), tx.now],
    )
    return outcome
  })
}

/** Runs the call so that a refusal leaves nothing behind but the answer. */
async function attempt(
  tx: SandboxTx,
  endpoint: Endpoint,
  input: unknown,
  id: string,
  isBroken: boolean,
): Promise<Outcome> {
  if (isBroken) return failure(500, 'An unknown error occurred (sandbox fault).')
  await tx.client.query('SAVEPOINT call')
  try {
    return { status: 200, body: await run(tx, endpoint, input, id) }
  } catch (error) {
    if (!(error instanceof StripeRefusal)) throw error
    await tx.client.query('ROLLBACK TO SAVEPOINT call')
    return refusal(error)
  }
}

async function run(tx: SandboxTx, endpoint: Endpoint, input: unknown, id: string): Promise<unknown> {
  const result = await endpoint.run(tx, input, id)
  const { expand } = input as { expand?: string[] }
  return await expandObject(tx, result, expand ?? [])
}

/** Keeps two requests with one key from running at once. */
async function claimKey(tx: SandboxTx, key: string): Promise<void> {
  const claimed = await tx.client.query<{ free: boolean }>(
    'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS free',
    [key],
  )
  if (claimed.rows[0]?.free) return
  throw new StripeRefusal(409, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message:
      'There is currently another in-progress request using this Idempotent Key. Please try again later.',
  })
}

type KnownRequest = { fingerprint: string; status: number; response: { body: unknown; requestId: string } }

async function recall(tx: SandboxTx, key: string): Promise<KnownRequest | undefined> {
  await tx.client.query('DELETE FROM sandbox_requests WHERE idempotency_key = $1 AND created_at <= $2', [
    key,
    new Date(tx.now.getTime() - DAY_MS),
  ])
  const found = await tx.client.query<KnownRequest>(
    'SELECT fingerprint, status, response FROM sandbox_requests WHERE idempotency_key = $1',
    [key],
  )
  return found.rows[0]
}

function keyReused(key: string): StripeRefusal {
  return new StripeRefusal(400, {
    type: 'idempotency_error',
    message:
      'Keys for idempotent requests can only be used with the same parameters they were first used with. ' +
      `Try using a key other than '${key}' if you meant to execute a different request.`,
  })
}

function checkKey(authorization: string | null): void {
  const key = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1]
  if (key === undefined) {
    throw new StripeRefusal(401, {
      type: 'invalid_request_error',
      message:
        'You did not provide an API key. You need to provide your API key in the Authorization header.',
    })
  }
  if (!/^[sr]k_test_/.test(key)) {
    throw new StripeRefusal(401, {
      type: 'invalid_request_error',
      message: 'Invalid API Key provided: the sandbox takes test keys only.',
    })
  }
}

function refusal(error: unknown): Outcome {
  if (error instanceof StripeRefusal) return { status: error.status, body: error.body }
  throw error
}

function failure(status: number, message: string, headers: Record<string, string> = {}): Outcome {
  return { status, body: { error: { type: 'api_error', message } }, headers }
}
