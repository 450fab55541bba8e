import { beforeEach, describe, expect, it } from 'vitest'
import { jobTable } from '#app/job-table.server.ts'
import { expireCharges } from '#app/features/settlement/expire-charges.server.ts'
import { sweepStripe } from '#app/features/settlement/sweep-stripe.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { setFault } from '#app/sandbox/faults.server.ts'
import { payCard } from '#app/sandbox/stripe/actions.server.ts'
import { takeWebhooks } from '#app/sandbox/webhooks.server.ts'
import { anEdition, anOrder, anOrganisation } from '#tests/support/factories.ts'
import { DAY, HOUR, passTime, SECOND, useSandbox } from '#tests/support/sandbox-kit.ts'
import { openPage, standing } from '#tests/support/stripe-kit.ts'

// One thing that always fails must not keep the rest from what the sweep is there for: money that no webhook told of.

useSandbox()
beforeEach(async () => {
  await anOrganisation()
  await anEdition({ copies: 10 })
})

/** An order that is paid at Stripe, of which the shop has not heard. */
async function aPaymentNobodyToldOf({ passing = SECOND } = {}) {
  const order = await anOrder([{ sku: 'MNET-100', copies: 1 }], { details: { method: 'card' }, now: now() })
  const sessionId = await openPage(order.chargeId)
  const { intentId } = await payCard(sessionId)
  await takeWebhooks()
  // Stripe's events are told apart by the second; its fees are known a second later.
  await passTime(passing)
  return { ...order, sessionId, intentId }
}

type Payment = Awaited<ReturnType<typeof aPaymentNobodyToldOf>>

/** More than the database can store: what is booked of this payment is refused by it each time. */
async function makeUnbookable({ intentId }: Payment): Promise<void> {
  const { data } = await db.sandboxObject.findUniqueOrThrow({ where: { id: intentId } })
  const intent = { ...(data as Record<string, unknown>), amount_received: 3_000_000_000 }
  await db.sandboxObject.update({ where: { id: intentId }, data: { data: intent as never } })
}

/** Stripe answers 404 for it from now on. */
async function forgetAtStripe(id: string): Promise<void> {
  await db.sandboxObject.delete({ where: { id } })
}

describe('an event that always fails', () => {
  it.each([
    ['Stripe does not know what it is about', ({ sessionId }: Payment) => forgetAtStripe(sessionId)],
    ['the database refuses it', makeUnbookable],
  ])('does not hide the payment after it: %s', async (_name, poison) => {
    const first = await aPaymentNobodyToldOf()
    await poison(first)
    const second = await aPaymentNobodyToldOf()
    const report = await sweepStripe({ now: now() })
    expect(report.failed).toBeGreaterThan(0)
    expect(await standing(first.orderId)).toMatchObject({ state: 'open' })
    expect(await standing(second.orderId)).toMatchObject({ state: 'covered', held: 2 })

    const third = await aPaymentNobodyToldOf()
    expect((await sweepStripe({ now: now() })).failed).toBe(report.failed)
    expect(await standing(third.orderId)).toMatchObject({ state: 'covered' })
  })

  it('fails the job, so that people hear of it', async () => {
    await makeUnbookable(await aPaymentNobodyToldOf())
    await expect(jobTable['sweep-stripe']?.run()).rejects.toThrow("Stripe's sweep failed")
  })
})

describe('a part that fails', () => {
  it('events cannot be listed: charges that should have ended and fees have their turn', async () => {
    await aPaymentNobodyToldOf()
    await sweepStripe({ now: now() })
    const stale = await aPaymentNobodyToldOf()
    await passTime(2 * HOUR)
    await setFault({ match: 'GET /v1/events', fault: '500', times: 1 })
    expect(await sweepStripe({ now: now() })).toEqual({ events: 0, charges: 1, fees: 1, failed: 0 })
    expect(await standing(stale.orderId)).toMatchObject({ state: 'covered' })
  })

  it('a charge that always fails: those after it have their turn', async () => {
    const older = await aPaymentNobodyToldOf()
    const newer = await aPaymentNobodyToldOf()
    await makeUnbookable(newer)
    await passTime(2 * HOUR)
    await setFault({ match: 'GET /v1/events', fault: '500', times: 1 })
    expect(await sweepStripe({ now: now() })).toMatchObject({ charges: 1, failed: 1 })
    expect(await standing(older.orderId)).toMatchObject({ state: 'covered' })
  })

  it('a fee that always fails: those after it have their turn', async () => {
    const older = await aPaymentNobodyToldOf({ passing: 0 })
    const newer = await aPaymentNobodyToldOf({ passing: 0 })
    await sweepStripe({ now: now() })
    const { stripeChargeId } = await db.payment.findFirstOrThrow({ where: { chargeId: newer.chargeId } })
    await passTime(HOUR)
    await forgetAtStripe(stripeChargeId ?? '')
    await setFault({ match: 'GET /v1/events', fault: '500', times: 1 })
    expect(await sweepStripe({ now: now() })).toMatchObject({ fees: 1, failed: 1 })
    expect(await db.payment.findMany({ where: { feeYen: { not: null } } })).toMatchObject([
      { chargeId: older.chargeId },
    ])
  })
})

describe('a charge that cannot be ended', () => {
  it('keeps no other from ending, and the job fails with it', async () => {
    const first = await aPaymentNobodyToldOf()
    await makeUnbookable(first)
    const second = await anOrder([{ sku: 'MNET-100', copies: 3 }], { now: now() })
    await passTime(60 * DAY)
    await expect(expireCharges({ now: now() })).rejects.toThrow('charges that could not be ended: 1')
    expect(await standing(first.orderId)).toMatchObject({ state: 'open' })
    expect(await standing(second.orderId)).toMatchObject({ state: 'expired', held: 1 })
  })
})

describe('Stripe away', () => {
  it.each(['timeout-before', '500', '429'] as const)(
    '%s: a part ends with the first, and nothing counts as failed',
    async (fault) => {
      await aPaymentNobodyToldOf()
      await aPaymentNobodyToldOf()
      await setFault({ match: 'GET /v1/checkout/sessions/:id', fault, times: 1 })
      expect(await sweepStripe({ now: now() })).toEqual({ events: 0, charges: 0, fees: 0, failed: 0 })
      const { events } = await sweepStripe({ now: now() })
      expect(events).toBeGreaterThan(0)
      expect(await db.charge.count({ where: { state: 'covered' } })).toBe(2)
    },
  )
})
