import { beforeEach, describe, expect, it } from 'vitest'
import { correctOrder } from '#app/features/checkout/correct-order.server.ts'
import { latestEventId, staleOrder } from '#app/features/checkout/stale-order.server.ts'
import { eventsSince } from '#app/features/desk/events-since.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { tokyoDayOf } from '#app/domain/day.ts'
import { DB_CODE, hasDatabaseCode } from '#app/platform/db-errors.server.ts'
import { db, inTransaction } from '#app/platform/db.server.ts'
import { anEdition, anOrder, anOrganisation, NOON } from '#tests/support/factories.ts'
import { typed } from '#tests/support/typed.ts'

beforeEach(async () => {
  await anOrganisation()
  await anEdition()
})

/** Before what is written down already: of a machine whose clock is behind, or of a request that waited for the lock. */
const EARLIER = new Date(NOON.getTime() - 60_000)

async function aPaidOrder() {
  const order = await anOrder([{ sku: 'MNET-100', copies: 2 }])
  const money = { amountYen: 1_300, method: 'bank' as const, on: tokyoDayOf(NOON), ref: order.code }
  expect(await recordPayment({ charge: order.code, ...money }, { now: NOON })).toMatchObject({ ok: true })
  return order
}

describe('what has happened since a form was made', () => {
  it('is nothing while the newest event is the one it was made from', async () => {
    const { orderId } = await aPaidOrder()
    const seen = (await latestEventId(db, orderId)) ?? ''
    expect(await inTransaction((tx) => staleOrder(tx, orderId, seen))).toBeNull()
  })

  it('is told by when it was written, not by the time that it bears', async () => {
    const { orderId, code, token } = await aPaidOrder()
    const seen = (await latestEventId(db, orderId)) ?? ''
    const form = new URLSearchParams(typed({ version: '1', 'delivery.city': '荒川区' }))
    expect(await correctOrder({ token }, form, { now: EARLIER })).toMatchObject({ ok: true })
    const { at } = await db.orderEvent.findFirstOrThrow({ where: { kind: 'corrected' } })
    expect(at).toEqual(EARLIER)
    expect(await eventsSince(code, seen)).toMatchObject([{ kind: 'corrected', at: EARLIER }])
    expect(
      await postOrder({ order: { orderId }, actor: 'test', seenEventId: seen }, { now: NOON }),
    ).toMatchObject({ ok: false, reason: 'changed', events: [{ kind: 'corrected' }] })
    const seenNow = (await latestEventId(db, orderId)) ?? ''
    expect(seenNow).not.toBe(seen)
    expect(
      await postOrder({ order: { orderId }, actor: 'test', seenEventId: seenNow }, { now: NOON }),
    ).toMatchObject({ ok: true })
  })

  it('is everything for an event that is of another order', async () => {
    const [order, other] = [await aPaidOrder(), await anOrder([{ sku: 'MNET-100', copies: 1 }])]
    const foreign = (await latestEventId(db, other.orderId)) ?? ''
    const events = await eventsSince(order.code, foreign)
    expect(events.map(({ kind }) => kind)).toEqual(['placed', 'paid'])
  })
})

it('an event is never changed or deleted', async () => {
  await aPaidOrder()
  for (const change of [
    db.orderEvent.updateMany({ data: { kind: 'posted' } }),
    db.orderEvent.deleteMany({}),
  ]) {
    const error: unknown = await change.catch((thrown: unknown) => thrown)
    expect(hasDatabaseCode(error, DB_CODE.appendOnly)).toBe(true)
  }
})
