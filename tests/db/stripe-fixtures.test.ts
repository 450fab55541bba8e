import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { now } from '#app/platform/clock.server.ts'
import { inSandbox, listObjects, type ObjectType } from '#app/sandbox/store.server.ts'
import {
  chooseKonbini,
  closeDispute,
  dashboardRefund,
  declineCard,
  openDispute,
  payCard,
  runPayout,
  settleRefund,
} from '#app/sandbox/stripe/actions.server.ts'
import {
  cardSession,
  DAY,
  HOUR,
  passTime,
  SECOND,
  sessionParams,
  stripeSdk,
  useSandbox,
} from '#tests/support/sandbox-kit.ts'
import { readStripeTypings } from '#tests/support/sdk-shape.ts'

// Every kind of object that the sandbox makes, in every state that it makes, against Stripe's published fixtures (the reference; the
// file is not part of this project) and against the SDK's typings.

const FIXTURES = path.resolve(import.meta.dirname, '../../../shared/data/stripe/fixtures3.json')
const isAtHand = existsSync(FIXTURES)
const SKIPPED = "skipped: Stripe's fixtures are not at hand"

/** Stripe's names of what the sandbox makes: in the fixtures, and in the typings. */
const KINDS = [
  { type: 'checkout.session', typing: 'Checkout.Session' },
  { type: 'payment_intent', typing: 'PaymentIntent' },
  { type: 'charge', typing: 'Charge' },
  { type: 'refund', typing: 'Refund' },
  { type: 'balance_transaction', typing: 'BalanceTransaction' },
  { type: 'payout', typing: 'Payout' },
  { type: 'dispute', typing: 'Dispute' },
  { type: 'item', typing: 'LineItem' },
  { type: 'event', typing: 'EventBase' },
] as const satisfies readonly { type: ObjectType; typing: string }[]

useSandbox()

const stripe = stripeSdk()
type Json = { [key: string]: unknown }

/**
 * Lets the sandbox make everything it can make. What later changes is looked at before and after, so that each state of an object
 * is among what is returned.
 */
async function makeEverything(): Promise<Map<string, Json[]>> {
  const seen = new Map<string, Map<string, Json>>()
  async function look(): Promise<void> {
    await inSandbox({ now: now() }, async (tx) => {
      for (const { type } of KINDS) {
        const known = seen.get(type) ?? new Map<string, Json>()
        seen.set(type, known)
        for (const { data } of await listObjects(tx, type))
          known.set(JSON.stringify(data), data as unknown as Json)
      }
    })
  }
  const both = await stripe.checkout.sessions.create(
    sessionParams({ custom_text: { submit: { message: 'Thank you' } }, submit_type: 'pay' }),
  )
  await look()
  await declineCard(both.id)
  await look()
  const { intentId: voucher } = await chooseKonbini(both.id, 'later')
  await look()
  await stripe.paymentIntents.cancel(voucher, { cancellation_reason: 'abandoned' })

  const failing = await stripe.checkout.sessions.create(sessionParams())
  await chooseKonbini(failing.id, 'never')
  await passTime(5 * DAY)

  const konbini = await stripe.checkout.sessions.create(
    sessionParams({ customer_email: 'second@example.org' }),
  )
  const { intentId: paidAtTill } = await chooseKonbini(konbini.id, 'now')
  await dashboardRefund(paidAtTill, 1000)
  await look()
  await passTime(2 * HOUR)
  await look()
  await passTime(DAY)
  const returned = await dashboardRefund(paidAtTill, 500)
  await settleRefund(returned.id, 'failed')

  const card = await payCard((await cardSession(3000)).id)
  await look()
  await passTime(3 * SECOND)
  await dashboardRefund(card.intentId, 1000)
  const won = await payCard((await cardSession(4000)).id)
  const lost = await payCard((await cardSession(5000)).id)
  const disputes = [await openDispute(won.intentId), await openDispute(lost.intentId)]
  await look()
  await closeDispute(disputes[0]!.id, 'won')
  await closeDispute(disputes[1]!.id, 'lost')

  await stripe.checkout.sessions.expire((await cardSession(1000)).id)
  await payCard((await cardSession(9000)).id)
  await passTime(7 * DAY)
  await look()
  await payCard((await cardSession(2000)).id)
  await passTime(3 * SECOND)
  await runPayout(new Date(now().getTime() + 10 * DAY))
  await look()
  return new Map([...seen].map(([type, objects]) => [type, [...objects.values()]]))
}

function fixtures(): Record<string, Json> {
  return (JSON.parse(readFileSync(FIXTURES, 'utf8')) as { resources: Record<string, Json> }).resources
}

test(
  'every object has the fields and types of the typings, and of the fixtures',
  { timeout: 120_000 },
  async ({ annotate }) => {
    const made = await makeEverything()
    const typings = readStripeTypings([...KINDS.map((kind) => kind.typing), 'Price'])
    const wrong: Record<string, string[]> = {}
    for (const { type, typing } of KINDS) {
      const objects = made.get(type) ?? []
      expect({ type, some: objects.length > 0 }).toEqual({ type, some: true })
      const found = objects.flatMap((object) => [
        ...(type === 'event' ? eventMismatches(object, typings) : typings.mismatches(object, typing)),
        ...(isAtHand ? fixtureMismatches(object, fixtures()[type]!, type, typings, typing) : []),
      ])
      if (found.length > 0) wrong[type] = [...new Set(found)]
    }
    expect(wrong).toEqual({})
    if (!isAtHand) await annotate(SKIPPED)
  },
)

test.skipIf(!isAtHand)(isAtHand ? 'lists asked for have the shape of the fixtures' : SKIPPED, async () => {
  const session = await cardSession(3000)
  const { intentId } = await payCard(session.id)
  await dashboardRefund(intentId, 1000)
  const intent = await stripe.paymentIntents.retrieve(intentId, { expand: ['latest_charge.refunds'] })
  const charge = intent.latest_charge as unknown as Json
  const known = fixtures().charge as { refunds: Json }
  expect(Object.keys(charge).toSorted()).toEqual(expect.arrayContaining(Object.keys(known).toSorted()))
  expect(Object.keys(charge.refunds as Json).toSorted()).toEqual(Object.keys(known.refunds).toSorted())
})

test('the states looked at are all that the sandbox knows', { timeout: 60_000 }, async () => {
  const made = await makeEverything()
  const states = (type: ObjectType) => new Set(made.get(type)?.map((object) => String(object.status)))
  expect(states('checkout.session')).toEqual(new Set(['open', 'complete', 'expired']))
  expect(states('payment_intent')).toEqual(
    new Set(['requires_payment_method', 'requires_action', 'succeeded', 'canceled']),
  )
  expect(states('charge')).toEqual(new Set(['succeeded', 'failed']))
  expect(states('refund')).toEqual(new Set(['succeeded', 'requires_action', 'pending', 'failed']))
  expect(states('dispute')).toEqual(new Set(['needs_response', 'won', 'lost']))
  expect(states('balance_transaction')).toEqual(new Set(['pending', 'available']))
  expect(new Set(made.get('event')?.map((event) => event.type))).toEqual(
    new Set([
      'payment_intent.created',
      'payment_intent.requires_action',
      'payment_intent.succeeded',
      'payment_intent.payment_failed',
      'payment_intent.canceled',
      'checkout.session.completed',
      'checkout.session.async_payment_succeeded',
      'checkout.session.async_payment_failed',
      'checkout.session.expired',
      'charge.succeeded',
      'charge.failed',
      'charge.updated',
      'charge.refunded',
      'charge.refund.updated',
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'charge.dispute.funds_reinstated',
      'charge.dispute.closed',
      'refund.created',
      'refund.updated',
      'refund.failed',
      'payout.created',
      'payout.paid',
      'payout.reconciliation_completed',
    ]),
  )
})

describe('the comparison itself', () => {
  test('finds a field too many, one too few, a wrong type and a null that may not be', () => {
    const typings = readStripeTypings(['Payout'])
    const fixture = {
      id: 'po_1',
      amount: 1,
      destination: null,
      automatic: true,
      trace_id: { status: 'x', value: null },
    }
    const find = (object: Json) => fixtureMismatches(object, fixture, 'payout', typings, 'Payout')
    expect(find({ ...fixture })).toEqual([])
    expect(find({ ...fixture, destination: 'ba_1', trace_id: null })).toEqual([])
    expect(find({ ...fixture, amount: '1' })).toEqual(['payout.amount: string instead of number'])
    expect(find({ ...fixture, amount: null })).toEqual(['payout.amount: may not be null'])
    expect(find({ ...fixture, trace_id: { status: 'x' } })).toEqual(['payout.trace_id.value: missing'])
    const { automatic: _, ...less } = fixture
    expect(find(less)).toEqual(['payout.automatic: missing'])
    expect(typings.mismatches({ ...fixture, colour: 'red' }, 'Payout')).toContain(
      'Payout.colour: unknown to the typings',
    )
  })
})

function eventMismatches(event: Json, typings: ReturnType<typeof readStripeTypings>): string[] {
  const { data, ...rest } = event as { data: { object: Json }; [key: string]: unknown }
  const typing = KINDS.find((kind) => kind.type === data.object.object)?.typing
  if (!typing) return [`event of an unknown object: ${String(data.object.object)}`]
  return [
    ...typings.mismatches({ ...rest, data: { object: {} } }, 'EventBase'),
    ...typings.mismatches(data.object, typing),
  ]
}

/**
 * The same fields with the same JSON types as the fixture, nested objects too; null where the typings allow it; a field may be absent
 * where the typings make it optional.
 */
function fixtureMismatches(
  object: Json,
  fixture: Json,
  at: string,
  typings: ReturnType<typeof readStripeTypings>,
  typing: string,
): string[] {
  const optional = typings.optionalFields(typing)
  const nullable = typings.nullableFields(typing)
  return Object.entries(fixture).flatMap(([key, wanted]) => {
    const place = `${at}.${key}`
    if (!(key in object)) return optional.has(key) ? [] : [`${place}: missing`]
    const value = object[key]
    if (value === null) return wanted === null || nullable.has(key) ? [] : [`${place}: may not be null`]
    // An event carries whatever it is about; maps are the account's own.
    if (wanted === null || place === 'event.data' || key === 'metadata') return []
    return nestedMismatches(value, wanted, place)
  })
}

/** Below the top level: what is filled in has the fields of the fixture, in the types of the fixture. */
function nestedMismatches(value: unknown, wanted: unknown, at: string): string[] {
  if (wanted === null || value === null) return []
  if (kindOf(value) !== kindOf(wanted)) return [`${at}: ${kindOf(value)} instead of ${kindOf(wanted)}`]
  if (kindOf(value) !== 'object') return []
  const has = value as Json
  // What is told apart by its type (card or konbini) is compared where it is of the same type.
  if (typeof has.type === 'string' && has.type !== (wanted as Json).type) return []
  return Object.entries(wanted as Json).flatMap(([key, inner]) =>
    key in has ? nestedMismatches(has[key], inner, `${at}.${key}`) : [`${at}.${key}: missing`],
  )
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value
}
