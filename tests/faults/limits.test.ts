import { expect, test } from 'vitest'
import { anOrganisation } from '#tests/support/factories.ts'
import { useCluster } from '#tests/support/cluster.ts'
import type { ShopProcess } from '#tests/support/processes.ts'

// Limits are the shop's, not a process's: who is sent to another one, or waits for the crash of hers, begins with what she has used.

/** Of the form that mails the links to orders (app/routes/shop/order-link.tsx). */
const LIMIT = 20
const SENDER = '198.51.100.7'

const cluster = useCluster('limits')

async function ask(server: ShopProcess, from = SENDER): Promise<number> {
  const { status } = await fetch(`${server.baseUrl}/ja/orders`, {
    method: 'POST',
    headers: { 'X-Forwarded-For': from },
    body: new URLSearchParams({ email: 'nobody@example.org' }),
    redirect: 'manual',
  })
  return status
}

test('a limit spent half at each of two processes is spent at both, and still after kill -9', async () => {
  await anOrganisation()
  const servers = [await cluster.start(), await cluster.start()] as const
  const used = await Promise.all(Array.from({ length: LIMIT }, (_, turn) => ask(servers[turn % 2 ? 1 : 0])))
  expect(used).toEqual(Array<number>(LIMIT).fill(303))
  const atBoth = async (from?: string) => [await ask(servers[0], from), await ask(servers[1], from)]
  expect(await atBoth()).toEqual([429, 429])
  expect(await atBoth('198.51.100.8')).toEqual([303, 303])

  for (const server of servers) {
    await server.kill()
    await server.start()
  }
  expect(await atBoth()).toEqual([429, 429])
  expect(await atBoth('198.51.100.8')).toEqual([303, 303])
})
