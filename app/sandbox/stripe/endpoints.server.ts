import type { z } from 'zod'
import {
  listObjects,
  readObject,
  seqOf,
  type ObjectFilter,
  type ObjectType,
  type SandboxTx,
} from '#app/sandbox/store.server.ts'
import { invalidRequest, noSuch } from './errors.ts'
import * as params from './params.ts'
import { cancelIntentRow, lockPayment } from './payments.server.ts'
import { createRefund } from './refunds.server.ts'
import { createSession, expireOnDemand } from './sessions.server.ts'

/** One call that the sandbox answers. */
export type Endpoint = {
  method: 'GET' | 'POST'
  /** `/v1/refunds/:id` */
  pattern: string
  schema: z.ZodType
  /** @param id the part of the path that stands for `:id`, empty where there is none */
  run: (tx: SandboxTx, input: unknown, id: string) => Promise<unknown>
}

/** Ties a schema to what takes its output. */
function endpoint<Schema extends z.ZodType>(
  method: 'GET' | 'POST',
  pattern: string,
  schema: Schema,
  run: (tx: SandboxTx, input: z.output<Schema>, id: string) => Promise<unknown>,
): Endpoint {
  return { method, pattern, schema, run: (tx, input, id) => run(tx, input as z.output<Schema>, id) }
}

function retrieve(pattern: string, type: ObjectType, kind: string = type, param = 'id'): Endpoint {
  return endpoint('GET', pattern, params.Expandable, async (tx, _input, id) => {
    const found = await readObject(tx, type, id)
    if (!found) throw noSuch(kind, id, param)
    return found
  })
}

/** What of Stripe's API the sandbox plays; all else is an unrecognized URL. */
export const ENDPOINTS: readonly Endpoint[] = [
  endpoint('POST', '/v1/checkout/sessions', params.CreateSession, createSession),
  endpoint('GET', '/v1/checkout/sessions', params.ListSessions, async (tx, input) =>
    list(tx, 'checkout.session', '/v1/checkout/sessions', input, {
      equal: { payment_intent: input.payment_intent, status: input.status },
    }),
  ),
  retrieve('/v1/checkout/sessions/:id', 'checkout.session', 'checkout.session', 'session'),
  endpoint('POST', '/v1/checkout/sessions/:id/expire', params.Expandable, async (tx, _input, id) =>
    expireOnDemand(tx, id),
  ),
  retrieve('/v1/payment_intents/:id', 'payment_intent', 'payment_intent', 'intent'),
  endpoint('POST', '/v1/payment_intents/:id/cancel', params.CancelIntent, cancelIntent),
  retrieve('/v1/charges/:id', 'charge'),
  endpoint('POST', '/v1/refunds', params.CreateRefund, createRefund),
  endpoint('GET', '/v1/refunds', params.ListRefunds, async (tx, input) =>
    list(tx, 'refund', '/v1/refunds', input, {
      equal: { charge: input.charge, payment_intent: input.payment_intent },
    }),
  ),
  retrieve('/v1/refunds/:id', 'refund', 'refund', 'refund'),
  endpoint('GET', '/v1/balance_transactions', params.ListBalanceTransactions, async (tx, input) =>
    list(tx, 'balance_transaction', '/v1/balance_transactions', input, {
      parent: input.payout,
      equal: { type: input.type, source: input.source, currency: input.currency },
    }),
  ),
  retrieve('/v1/balance_transactions/:id', 'balance_transaction'),
  endpoint('GET', '/v1/payouts', params.ListPayouts, async (tx, input) =>
    list(tx, 'payout', '/v1/payouts', input, {
      equal: { status: input.status },
      bounds: boundsOf('arrival_date', input.arrival_date),
    }),
  ),
  retrieve('/v1/payouts/:id', 'payout', 'payout', 'payout'),
  endpoint('GET', '/v1/disputes', params.ListDisputes, async (tx, input) =>
    list(tx, 'dispute', '/v1/disputes', input, {
      equal: { charge: input.charge, payment_intent: input.payment_intent },
    }),
  ),
  retrieve('/v1/disputes/:id', 'dispute', 'dispute', 'dispute'),
  endpoint('GET', '/v1/events', params.ListEvents, async (tx, input) => {
    if (input.type !== undefined && input.types !== undefined) {
      throw invalidRequest('You may only specify one of these parameters: type, types.')
    }
    const kinds = input.types ?? (input.type === undefined ? undefined : [input.type])
    return await list(tx, 'event', '/v1/events', input, { kinds })
  }),
  retrieve('/v1/events/:id', 'event'),
]

/** Finds the call that a method and a path name. */
export function findEndpoint(method: string, path: string): { endpoint: Endpoint; id: string } | undefined {
  for (const candidate of ENDPOINTS) {
    if (candidate.method !== method) continue
    const match = new RegExp(`^${candidate.pattern.replace(':id', '([^/]+)')}$`).exec(path)
    if (match) return { endpoint: candidate, id: decodeURIComponent(match[1] ?? '') }
  }
  return undefined
}

async function cancelIntent(
  tx: SandboxTx,
  input: z.output<typeof params.CancelIntent>,
  id: string,
): Promise<unknown> {
  const locked = await lockPayment(tx, id)
  if (!locked) throw noSuch('payment_intent', id, 'intent')
  if (locked.session.status === 'open') {
    throw invalidRequest(
      'You cannot cancel this PaymentIntent because it was created by a Checkout Session. ' +
        'Expire the Checkout Session instead.',
      { code: 'payment_intent_unexpected_state' },
    )
  }
  const { status } = locked.intent
  if (status !== 'requires_payment_method' && status !== 'requires_action') {
    throw invalidRequest(
      `You cannot cancel this PaymentIntent because it has a status of ${status}. Only a PaymentIntent with one of the ` +
        'following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, ' +
        'requires_action, processing.',
      { code: 'payment_intent_unexpected_state' },
    )
  }
  return await cancelIntentRow(tx, locked.intent, input.cancellation_reason ?? null)
}

type Paging = {
  limit: number
  starting_after?: string | undefined
  ending_before?: string | undefined
  created?: params.Range | undefined
}

type Filter = {
  parent?: string | undefined
  kinds?: readonly string[] | undefined
  equal?: ObjectFilter['equal']
  bounds?: ObjectFilter['bounds']
}

/** A page of a list, newest first, as Stripe pages. */
async function list(
  tx: SandboxTx,
  type: ObjectType,
  url: string,
  paging: Paging,
  filter: Filter,
): Promise<unknown> {
  const before = await cursor(tx, type, paging.starting_after, 'starting_after')
  const after = await cursor(tx, type, paging.ending_before, 'ending_before')
  const isBackwards = after !== undefined
  const rows = await listObjects(tx, type, {
    ...(filter.parent === undefined ? {} : { parent: filter.parent }),
    ...(filter.kinds === undefined ? {} : { kinds: filter.kinds }),
    equal: filter.equal ?? {},
    bounds: [...(filter.bounds ?? []), ...boundsOf('created', paging.created)],
    ...(before === undefined ? {} : { beforeSeq: before }),
    ...(after === undefined ? {} : { afterSeq: after }),
    order: isBackwards ? 'oldest' : 'newest',
    limit: paging.limit + 1,
  })
  const page = rows.slice(0, paging.limit).map((row) => row.data)
  return {
    object: 'list',
    data: isBackwards ? page.toReversed() : page,
    has_more: rows.length > paging.limit,
    url,
  }
}

async function cursor(
  tx: SandboxTx,
  type: ObjectType,
  id: string | undefined,
  param: string,
): Promise<string | undefined> {
  if (id === undefined) return undefined
  const seq = await seqOf(tx, type, id)
  if (seq === undefined) throw noSuch(type, id, param)
  return seq
}

const OPERATORS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const

function boundsOf(field: string, range: params.Range | undefined): NonNullable<ObjectFilter['bounds']> {
  if (range === undefined) return []
  if (typeof range === 'number') {
    return [
      { field, operator: '>=', value: range },
      { field, operator: '<=', value: range },
    ]
  }
  return Object.entries(OPERATORS).flatMap(([name, operator]) => {
    const value = range[name as keyof typeof OPERATORS]
    return value === undefined ? [] : [{ field, operator, value }]
  })
}
