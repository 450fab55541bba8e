import { beforeEach, describe, expect, test } from 'vitest'
import { checkBooks } from '#app/features/settlement/check-books.server.ts'
import { expireCharges } from '#app/features/settlement/expire-charges.server.ts'
import { sweepStripe } from '#app/features/settlement/sweep-stripe.server.ts'
import { now, setClock } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { action as cartAction } from '#app/routes/shop/cart.tsx'
import { action as confirmAction } from '#app/routes/shop/confirm.tsx'
import { action as cancelAction } from '#app/routes/shop/order-cancel.tsx'
import { action as orderAction, loader as orderLoader } from '#app/routes/shop/order.tsx'
import { clearFaults, listFaults, setFault } from '#app/sandbox/faults.server.ts'
import { chooseKonbini, payCard } from '#app/sandbox/stripe/actions.server.ts'
import { takeWebhooks } from '#app/sandbox/webhooks.server.ts'
import { resetDatabase } from '#tests/support/db.ts'
import { anEdition, anOrganisation } from '#tests/support/factories.ts'
import { isLong } from '#tests/support/fault-run.ts'
import { aReader, toConfirmation, tokenOf } from '#tests/support/reader.ts'
import type { Visitor } from '#tests/support/route-kit.ts'
import { HOUR, passTime, SECOND, TUESDAY, useSandbox } from '#tests/support/sandbox-kit.ts'
import { dumpShop } from '#tests/support/shop-dump.ts'
import { handOver } from '#tests/support/stripe-kit.ts'

// Stripe fails at one call after the other on the way from the cart to the parcel. Whatever the call: the reader is told what to do, nobody
// pays twice, no order is lost, and once Stripe answers again all ends as if nothing had been.

const KINDS = ['timeout-before', 'timeout-after', '500', '429'] as const
/** How many calls meet it: one, or all as long as the step lasts, however often it is tried. */
const LENGTHS = [1, 1_000] as const
/** Every kind in both lengths; the short run takes them in turn. */
const TROUBLES = KINDS.flatMap((fault, at) =>
  LENGTHS.filter((_times, length) => isLong || length === at % 2).map((times) => ({ fault, times })),
)

const CREATE = 'POST /v1/checkout/sessions'
const RETRIEVE = 'GET /v1/checkout/sessions/:id'
const LIST = 'GET /v1/checkout/sessions'
const EXPIRE = 'POST /v1/checkout/sessions/:id/expire'
const CHARGE = 'GET /v1/charges/:id'
const EVENTS = 'GET /v1/events'

/** Every call that the shop makes of Stripe at each step of a purchase. */
const CALLS = {
  confirm: [CREATE],
  'look at the order': [RETRIEVE],
  'press pay again': [RETRIEVE],
  'come back from Stripe': [RETRIEVE],
  'webhooks of the payment': [RETRIEVE, LIST],
  'webhook of the fee': [CHARGE],
  sweep: [EVENTS],
} as const

type Step = keyof typeof CALLS
type Trouble = { step: string; match: string; fault: (typeof KINDS)[number]; times: number }

useSandbox()
beforeEach(startAgain)

async function startAgain(): Promise<void> {
  await resetDatabase()
  setClock(TUESDAY)
  await anOrganisation()
  await anEdition({ copies: 10 })
}

describe.each(isLong ? (['card', 'konbini'] as const) : (['card'] as const))('a purchase by %s', (method) => {
  test.each(
    Object.entries(CALLS).flatMap(([step, calls]) => calls.map((match) => [step as Step, match] as const)),
  )('%s: Stripe fails at %s', async (step, match) => {
    await purchase(method, null)
    const expected = await dumpShop()
    expect(expected).toMatchObject({ stock: [{ onHand: 10, held: 2 }], mails: ['order-paid'], tasks: [] })
    for (const { fault, times } of TROUBLES) {
      await startAgain()
      const trouble = { step, match, fault, times }
      await purchase(method, trouble)
      expect(await dumpShop(), JSON.stringify(trouble)).toEqual(expected)
      expect(await chargedAtStripe(), JSON.stringify(trouble)).toBe(1)
      expect((await checkBooks()).ok, JSON.stringify(trouble)).toBe(true)
    }
  })
})

/** All the way of one order, with Stripe in trouble during one step. Expects of every answer that it tells the reader what to do. */
async function purchase(method: 'card' | 'konbini', trouble: Trouble | null): Promise<void> {
  const during = <T>(step: Step, work: () => Promise<T>): Promise<T> => inTrouble(step, trouble, work)
  const reader = await aReader(['MNET-100', 2])
  const ready = await toConfirmation(reader, { method })

  const confirmed = await during('confirm', () => reader.post(confirmAction, '/ja/checkout/confirm', ready))
  const isPlaced =
    confirmed.status === 303 && (isAtStripe(confirmed.location) || tokenOf(confirmed.location) !== '')
  expect(isPlaced, 'the order is placed whatever Stripe does').toBe(true)
  const { token } = await db.order.findFirstOrThrow()
  if (!isAtStripe(confirmed.location)) await expectUnreachable(reader, token, confirmed.location)

  const seen = await during('look at the order', () => look(reader, token))
  expect(seen).toMatchObject({ state: 'awaiting-payment', can: { payAtStripe: true } })
  const pressed = await during('press pay again', () => pressPay(reader, token))
  if (!isAtStripe(pressed.location)) await expectUnreachable(reader, token, pressed.location)
  const { location } = await pressPay(reader, token)
  await payAtStripe(method, location ?? '')

  // Whichever of the two is in trouble comes first, so that it is the one who brings the news.
  const comeBack = () => during('come back from Stripe', () => comeBackTo(reader, token))
  const webhooks = () => handOverUntilTaken((work) => during('webhooks of the payment', work))
  for (const news of trouble?.step === 'webhooks of the payment'
    ? [webhooks, comeBack]
    : [comeBack, webhooks])
    await news()
  await passTime(HOUR)
  await handOverUntilTaken((work) => during('webhook of the fee', work))
  await during('sweep', () => sweepStripe({ now: now() }))
  await sweepStripe({ now: now() })
  expect(await look(reader, token)).toMatchObject({ state: 'paid' })
}

/** Switches the trouble on for its step alone; it must have been met. */
async function inTrouble<T>(step: string, trouble: Trouble | null, work: () => Promise<T>): Promise<T> {
  if (trouble?.step !== step) return await work()
  await setFault(trouble)
  const result = await work()
  const [left] = await listFaults()
  expect(left?.remaining ?? 0, `the step "${step}" calls ${trouble.match}`).toBeLessThan(trouble.times)
  await clearFaults()
  return result
}

function isAtStripe(location: string | null): boolean {
  return location?.includes('/sandbox/checkout/') ?? false
}

function pathOf(token: string): string {
  return `/ja/orders/${token}`
}

async function look(reader: Visitor, token: string, query = '') {
  const page = await reader.get(orderLoader, pathOf(token) + query, { token })
  expect(page.status).toBe(200)
  return page.data.view
}

async function pressPay(reader: Visitor, token: string) {
  return await reader.post(orderAction, pathOf(token), { intent: 'pay' }, { token })
}

/** The order's page says that Stripe could not be reached, and has the button that tries again. */
async function expectUnreachable(reader: Visitor, token: string, location: string | null): Promise<void> {
  expect(location).toBe(`${pathOf(token)}?payment=stripe-unreachable`)
  const { data } = await reader.get(orderLoader, location ?? '', { token })
  expect(data.notice).toEqual({ tone: 'error', text: 'order:notice.unreachable' })
  expect(data.view.can.payAtStripe).toBe(true)
}

async function payAtStripe(method: 'card' | 'konbini', url: string): Promise<void> {
  const sessionId = /\/sandbox\/checkout\/([^/?]+)/.exec(url)?.[1] ?? ''
  if (method === 'card') await payCard(sessionId)
  else await chooseKonbini(sessionId, 'now')
}

/** The reader is back before Stripe could be asked: the page must not tell her to pay again without a word. */
async function comeBackTo(reader: Visitor, token: string): Promise<void> {
  const page = await reader.get(orderLoader, `${pathOf(token)}?checkout=done`, { token })
  expect(page.status).toBe(200)
  if (page.data.view.state === 'awaiting-payment')
    expect(page.data.notice).toEqual({ tone: 'info', text: 'order:notice.processing' })
}

/** As Stripe does: what is not taken comes again. */
async function handOverUntilTaken(first: <T>(work: () => Promise<T>) => Promise<T>): Promise<void> {
  const webhooks = await takeWebhooks()
  const statuses = await first(() => handOver(webhooks))
  expect(statuses.filter((status) => status !== 200 && status !== 500)).toEqual([])
  const refused = webhooks.filter((_webhook, at) => statuses[at] !== 200)
  expect((await handOver(refused)).filter((status) => status !== 200)).toEqual([])
}

/** How many payments Stripe has taken. */
async function chargedAtStripe(): Promise<number> {
  const intents = await db.sandboxObject.findMany({
    where: { type: 'payment_intent' },
    select: { data: true },
  })
  return intents.filter(({ data }) => (data as { status: string }).status === 'succeeded').length
}

/** Ways in which an order ends unpaid; each closes the page at Stripe before the copies are given back. */
const ENDINGS = {
  async 'is cancelled by its reader'(reader: Visitor, token: string) {
    const answer = await reader.post(cancelAction, `${pathOf(token)}/cancel`, {}, { token })
    if (answer.status === 503) expect(answer.data).toEqual({ text: 'order:cancel.unreachable' })
    else expect([answer.status, answer.location]).toEqual([303, pathOf(token)])
  },
  async 'runs out of time'() {
    setClock(new Date(TUESDAY.getTime() + 2 * HOUR))
    await expireCharges({ now: now() })
  },
}

describe.each(Object.keys(ENDINGS) as (keyof typeof ENDINGS)[])('an order that %s', (how) => {
  test.each([RETRIEVE, EXPIRE])(
    'while Stripe fails at %s: copies come back once no page can be paid at',
    async (match) => {
      for (const { fault, times } of TROUBLES) {
        await startAgain()
        const told = JSON.stringify({ match, fault, times })
        const reader = await aReader(['MNET-100', 2])
        const ready = await toConfirmation(reader, { method: 'card' })
        await reader.post(confirmAction, '/ja/checkout/confirm', ready)
        const { token } = await db.order.findFirstOrThrow()

        await inTrouble(how, { step: how, match, fault, times }, () => ENDINGS[how](reader, token))
        // As long as the page may be open at Stripe, the copies are hers.
        const { held } = await db.stockLevel.findFirstOrThrow()
        if ((await openAtStripe()) > 0) expect(held, told).toBe(2)
        await ENDINGS[how](reader, token)
        await passTime(SECOND)
        await handOverUntilTaken((work) => work())

        expect(await openAtStripe(), told).toBe(0)
        expect(await chargedAtStripe(), told).toBe(0)
        expect(await db.stockLevel.findFirstOrThrow(), told).toMatchObject({ onHand: 10, held: 0 })
        expect(['cancelled', 'expired'], told).toContain((await look(reader, token)).state)
        expect((await checkBooks()).ok, told).toBe(true)
      }
    },
  )
})

async function openAtStripe(): Promise<number> {
  const sessions = await db.sandboxObject.findMany({
    where: { type: 'checkout.session' },
    select: { data: true },
  })
  return sessions.filter(({ data }) => (data as { status: string }).status === 'open').length
}

test('another order takes the place of one whose page cannot be closed: both stay, and only one is paid', async () => {
  for (const match of [RETRIEVE, EXPIRE]) {
    for (const fault of KINDS) {
      await startAgain()
      const told = JSON.stringify({ match, fault })
      const reader = await aReader(['MNET-100', 2])
      await reader.post(
        confirmAction,
        '/ja/checkout/confirm',
        await toConfirmation(reader, { method: 'card' }),
      )
      // She goes back and orders anew.
      const again = await inTrouble('again', { step: 'again', match, fault, times: 1_000 }, () =>
        orderAnew(reader),
      )
      await payAtStripe('card', again.location ?? '')
      await handOverUntilTaken((work) => work())
      await passTime(3 * HOUR)
      await handOverUntilTaken((work) => work())
      await expireCharges({ now: now() })

      expect(await chargedAtStripe(), told).toBe(1)
      expect(
        await db.charge.groupBy({ by: ['state'], _count: { id: true }, orderBy: { state: 'asc' } }),
        told,
      ).toHaveLength(2)
      expect(await db.charge.count({ where: { state: 'covered' } }), told).toBe(1)
      expect(await db.stockLevel.findFirstOrThrow(), told).toMatchObject({ onHand: 10, held: 2 })
    }
  }
})

async function orderAnew(reader: Visitor) {
  await reader.post(cartAction, '/ja/cart', { intent: 'add', sku: 'MNET-100', copies: '2' })
  const ready = await toConfirmation(reader, { method: 'card' })
  return await reader.post(confirmAction, '/ja/checkout/confirm', ready)
}
