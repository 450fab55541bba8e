import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, expect, test } from 'vitest'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { clearFaults, setFault } from '#app/sandbox/faults.server.ts'
import { useCluster } from '#tests/support/cluster.ts'
import { workerUrl } from '#tests/support/db.ts'
import { anEdition, anOrganisation } from '#tests/support/factories.ts'
import { chanceOf, isLong, tellSeed } from '#tests/support/fault-run.ts'
import { httpReader } from '#tests/support/http-reader.ts'
import { startLoad } from '#tests/support/load.ts'
import type { ShopProcess } from '#tests/support/processes.ts'
import { whatIsWrong } from '#tests/support/proofs.ts'
import { withClient } from '#tests/support/server.ts'

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
  `kill -9 under load, ${KILLS} times: books hold, paid orders are served, no mail goes twice, no number is lost`,
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
      wantReceipts: true,
    })
    let halfIssued = 0
    for (let kills = 0; kills < KILLS; kills += 1) {
      const slow = chance.pick(SLOW_CALLS)
      await setFault({ ...slow, delayMs: 300 + chance.upTo(500), times: 5 })
      await sleep(chance.upTo(2_500))
      // All of them the first time, so that whichever is issuing a document dies of it.
      const victims = chance.upTo(4) === 0 || kills === 0 ? servers : [chance.pick(servers)]
      halfIssued += await amidIssuing(() => Promise.all(victims.map((server) => server.kill())))
      await sleep(chance.upTo(500))
      await Promise.all(victims.map((server) => server.start()))
    }
    await clearFaults()
    await load.stop()
    expect(load.orders.size, 'the run must have sold something').toBeGreaterThan(KILLS)
    expect(load.receipts.size, 'and issued receipts').toBeGreaterThan(0)
    expect(halfIssued, 'and died amid some of them').toBeGreaterThan(0)

    // What was under way when its process died is taken up again, and pages that nobody paid at have closed by now.
    await cluster.catchUp(3 * HOUR)

    expect(await whatIsWrong(cluster.query)).toEqual({})
    expect(await cluster.query('SELECT kind, details FROM tasks'), 'nothing is left for people').toEqual([])

    // No number was used up by a process that died (`checkBooks` says the same of all kinds), and none that was handed out is lost.
    const issued = await cluster.query<{ number: number; code: string }>(
      `SELECT number, 'R' || year || '-' || lpad(number::text, 5, '0') AS code FROM documents WHERE kind = 'receipt' ORDER BY number`,
    )
    expect(issued.map(({ number }) => number)).toEqual(issued.map((_, index) => index + 1))
    expect(issued.map(({ code }) => code)).toEqual(expect.arrayContaining([...load.receipts]))

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

/**
 * Does something while documents are half issued: their number is taken, and their first issue waits for a lock. Readers press the button when they
 * like, so it waits for one of them, but not for ever. @returns how many documents were waiting
 */
async function amidIssuing(happens: () => Promise<unknown>): Promise<number> {
  return await withClient(workerUrl(), async (client) => {
    await client.query('BEGIN')
    await client.query('LOCK TABLE document_issues IN SHARE ROW EXCLUSIVE MODE')
    let waiting = 0
    for (let tries = 0; waiting === 0 && tries < 200; tries += 1) {
      await sleep(50)
      const { rows } = await client.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_locks WHERE relation = 'document_issues'::regclass AND NOT granted`,
      )
      waiting = rows[0]?.count ?? 0
    }
    await happens()
    await client.query('ROLLBACK')
    return waiting
  })
}

/** Every request goes to the next process, up or not: there is no balancer who would know sooner than the reader. */
function balancer(servers: readonly ShopProcess[]): () => string {
  let turn = 0
  return () => servers[(turn += 1) % servers.length]?.baseUrl ?? ''
}
