import { expect, test } from 'vitest'
import { checkBooks } from '#app/features/settlement/check-books.server.ts'
import { openOrderPage } from '#app/features/settlement/open-order-page.server.ts'
import { postOrder } from '#app/features/settlement/post-order.server.ts'
import { sweepStripe } from '#app/features/settlement/sweep-stripe.server.ts'
import { now, setClock } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { chooseKonbini, payCard, payVoucher } from '#app/sandbox/stripe/actions.server.ts'
import { takeWebhooks, type SignedWebhook } from '#app/sandbox/webhooks.server.ts'
import { resetDatabase } from '#tests/support/db.ts'
import { anEdition, anOrder, anOrganisation } from '#tests/support/factories.ts'
import { chanceOf, isLong, tellSeed } from '#tests/support/fault-run.ts'
import { HOUR, passTime, TUESDAY, useSandbox } from '#tests/support/sandbox-kit.ts'
import { dumpShop } from '#tests/support/shop-dump.ts'
import { deliver, handOver, openPage } from '#tests/support/stripe-kit.ts'

// The shop hears of a payment by webhooks, which come twice, late, in any order or never, by the reader who comes back, and by its own
// sweep. In whatever order that happens, it must end in the same state.

/** What happens at Stripe, in this order. */
const AT_STRIPE = {
  card: ['pays', 'an hour passes'],
  konbini: ['gets a voucher', 'pays at the till', 'an hour passes'],
} as const

/** How the shop hears of it; each once, in any order, in between. */
const NEWS = ['webhooks twice', 'webhooks late', 'webhooks lost', 'landing page'] as const

type Method = keyof typeof AT_STRIPE
type News = (typeof NEWS)[number]
type Step = (typeof AT_STRIPE)[Method][number] | News

useSandbox()

test.each(['card', 'konbini'] as const)(
  'a payment by %s ends in the same state in whatever order and way the shop hears of it',
  async (method) => {
    tellSeed()
    const chance = chanceOf(method)
    const expected = await outcomeOf(method, [...AT_STRIPE[method]], 'sweep last')
    expect(expected).toMatchObject({ stock: [{ onHand: 8, held: 0 }] })
    expect(expected).toMatchObject({ mails: ['order-paid', 'order-posted'], tasks: [] })

    for (const news of permutations(NEWS)) {
      const all = schedules(AT_STRIPE[method], news)
      // Every permutation; what happens at Stripe meanwhile is placed in every way in the long run, by chance in the short one.
      for (const steps of isLong ? all : [chance.pick(all)]) {
        const end = chance.pick(['sweep last', 'late webhooks last'] as const)
        expect(await outcomeOf(method, steps, end), [...steps, end].join(', ')).toEqual(expected)
      }
    }
  },
  isLong ? 900_000 : 180_000,
)

test.each(['card', 'konbini'] as const)(
  'a payment by %s of which the shop hears in all ways at once ends in that state too',
  async (method) => {
    const expected = await outcomeOf(method, [...AT_STRIPE[method]], 'sweep last')
    for (let round = 0; round < (isLong ? 50 : 5); round += 1) {
      expect(await outcomeOf(method, [...AT_STRIPE[method]], 'all at once'), `round ${round}`).toEqual(
        expected,
      )
    }
  },
  isLong ? 300_000 : 120_000,
)

/** Plays one order through the steps, lets the shop catch up, posts the parcel, and tells how all stands. */
async function outcomeOf(
  method: Method,
  steps: readonly Step[],
  end: 'sweep last' | 'late webhooks last' | 'all at once',
): Promise<Record<string, unknown>> {
  await resetDatabase()
  setClock(TUESDAY)
  await anOrganisation()
  await anEdition({ copies: 10 })
  const order = await anOrder([{ sku: 'MNET-100', copies: 2 }], { details: { method }, now: now() })
  const sessionId = await openPage(order.chargeId)
  const late: SignedWebhook[] = []
  let intentId = ''
  const landing = () => openOrderPage(order.token, { locale: 'ja', checkoutKey: null, now: now() })

  async function take(step: Step): Promise<void> {
    switch (step) {
      case 'pays':
        await payCard(sessionId)
        return
      case 'gets a voucher':
        intentId = (await chooseKonbini(sessionId, 'later')).intentId
        return
      case 'pays at the till':
        return await payVoucher(intentId)
      case 'an hour passes':
        return await passTime(HOUR)
      case 'webhooks twice':
        expectTaken(await deliver((webhooks) => [...webhooks, ...webhooks.toReversed()]))
        return
      case 'webhooks late':
        late.push(...(await takeWebhooks()))
        return
      case 'webhooks lost':
        await takeWebhooks()
        return
      case 'landing page':
        await landing()
        return
    }
  }

  for (const step of steps) await take(step)
  if (end === 'all at once') {
    const webhooks = await takeWebhooks()
    await Promise.all([
      handOver(webhooks),
      handOver(webhooks.toReversed()),
      landing(),
      landing(),
      sweepStripe({ now: now() }),
    ])
  } else if (end === 'late webhooks last') {
    await sweepStripe({ now: now() })
    expectTaken(await deliver())
    expectTaken(await handOver(late))
  } else {
    expectTaken(await deliver())
    expectTaken(await handOver(late))
  }
  await sweepStripe({ now: now() })
  expect(await db.outboxMail.count({ where: { template: 'voucher' } })).toBeLessThanOrEqual(1)
  expect(await postOrder({ order: { code: order.code }, actor: 'test' }, { now: now() })).toMatchObject({
    ok: true,
  })
  expect((await checkBooks()).ok).toBe(true)
  return await dumpShop()
}

function expectTaken(statuses: readonly number[]): void {
  expect(statuses.filter((status) => status !== 200)).toEqual([])
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))
}

/** All ways to run through both in their own orders, beginning with the first thing at Stripe: before it there is no news. */
function schedules(atStripe: readonly Step[], news: readonly Step[]): Step[][] {
  const [first, ...later] = atStripe
  return first === undefined ? [] : interleavings(later, news).map((rest) => [first, ...rest])
}

function interleavings(one: readonly Step[], other: readonly Step[]): Step[][] {
  const [a, ...restOfOne] = one
  const [b, ...restOfOther] = other
  if (a === undefined) return [[...other]]
  if (b === undefined) return [[...one]]
  return [
    ...interleavings(restOfOne, other).map((rest) => [a, ...rest]),
    ...interleavings(one, restOfOther).map((rest) => [b, ...rest]),
  ]
}
