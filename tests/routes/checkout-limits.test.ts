import { beforeEach, expect, it } from 'vitest'
import { action as checkoutAction } from '#app/routes/shop/checkout.tsx'
import { action as confirmAction } from '#app/routes/shop/confirm.tsx'
import { db } from '#app/platform/db.server.ts'
import { anEdition, anOrganisation } from '#tests/support/factories.ts'
import { aReader, buy } from '#tests/support/reader.ts'
import { aVisitor } from '#tests/support/route-kit.ts'
import { useSandbox } from '#tests/support/sandbox-kit.ts'
import { typed } from '#tests/support/typed.ts'

const SENDER = '198.51.100.7'

useSandbox()
beforeEach(async () => {
  await anOrganisation()
  await anEdition({ copies: 10 })
})

it.each([
  ['the form of the checkout', '/ja/checkout', checkoutAction, 100],
  ['the button that places the order', '/ja/checkout/confirm', confirmAction, 60],
] as const)('%s is counted by sender, and another is still served', async (_name, path, action, limit) => {
  const statuses: number[] = []
  const send = () => aVisitor(SENDER).post(action as typeof checkoutAction, path, typed())
  // A browser of its own each time: the address counts, not the cookies.
  for (let turn = 0; turn < limit; turn += 1) statuses.push((await send()).status)
  expect(statuses).not.toContain(429)
  const refused = await send()
  expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '600'])

  const placed = await buy(await aReader(['MNET-100', 1]))
  expect(placed.location).toMatch(/^\/ja\/orders\//)
  expect(await db.order.count()).toBe(1)
})
