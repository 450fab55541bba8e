import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, expect, test } from 'vitest'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { clearFaults, setFault } from '#app/sandbox/faults.server.ts'
import { useCluster } from '#tests/support/cluster.ts'
import { anEdition, anOrganisation } from '#tests/support/factories.ts'
import { chanceOf, isLong, tellSeed } from '#tests/support/fault-run.ts'
import { httpReader } from '#tests/support/http-reader.ts'
import { startLoad } from '#tests/support/load.ts'
import type { ShopProcess } from '#tests/support/processes.ts'
import { whatIsWrong } from '#tests/support/proofs.ts'

// `kill -9` of server processes at random moments under load. Stripe and Resend are other people's machines, so they live on: the
// sandbox keeps what they know in the database.

const HOUR = 3_600_000
const KILLS = isLong ? 20 : 3
const READERS = 5
const cluster = useCluster('kill')

beforeEach(anOrganisation)

/** Calls of which a process may die while it waits for their answer, the effect being there already or not. */
const SLOW_CALLS = [
  { match: 'POST /v1/checkout/sessions', fault: 'delay-after' },
  { match: 'POST /v1/checkout/sessions', fault: 'delay' },
  { match: 'GET /v1/checkout/sessions/:id', fault: 'delay' },
  { match: 'POST /emails', fault: 'delay-after' },
] as const

test(
  `kill -9 under load, ${KILLS} times: books hold, paid orders are served, no mail goes twice`,
  async () => {
    tellSeed()
    const chance = chanceOf('kill')
    await anEdition({ sku: 'A-1', copies: 5_000 })
    await anEdition({ sku: 'B-1', copies: 12, priceYen: 900, preorderLimit: 5 })
    await anEdition({ sku: 'C-1', format: 'pdf', priceYen: 700 })
    const servers = [await cluster.start(), await cluster.start()]
    const load = startLoad({
      readers: READERS,
      server: balancer(servers),
      skus: ['A-1', 'A-1', 'B-1', 'C-1'],
      chance: (reader) => chanceOf(`reader ${reader}`),
    })
    for (let kills = 0; kills < KILLS; kills += 1) {
      const slow = chance.pick(SLOW_CALLS)
      await setFault({ ...slow, delayMs: 300 + chance.upTo(500), times: 5 })
      await sleep(chance.upTo(2_500))
      const victims = chance.upTo(4) === 0 ? servers : [chance.pick(servers)]
      await Promise.all(victims.map((server) => server.kill()))
      await sleep(chance.upTo(500))
      await Promise.all(victims.map((server) => server.start()))
    }
    await clearFaults()
    await load.stop()
    expect(load.orders.size, 'the run must have sold something').toBeGreaterThan(KILLS)

    // What was under way when its process died is taken up again, and pages that nobody paid at have closed by now.
    await cluster.catchUp(3 * HOUR)

    expect(await whatIsWrong(cluster.query)).toEqual({})
    expect(await cluster.query('SELECT kind, details FROM tasks'), 'nothing is left for people').toEqual([])
    const t = textsFor('ja')
    const reader = httpReader(balancer(servers))
    for (const path of load.orders) {
      const page = await reader.get(path)
      expect([path, page.status]).toEqual([path, 200])
      expect(page.html).toContain(t('order:title'))
    }
  },
  isLong ? 900_000 : 240_000,
)

/** Every request goes to the next process, up or not: there is no balancer who would know sooner than the reader. */
function balancer(servers: readonly ShopProcess[]): () => string {
  let turn = 0
  return () => servers[(turn += 1) % servers.length]?.baseUrl ?? ''
}
