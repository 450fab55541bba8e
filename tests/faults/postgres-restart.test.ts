import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { textsFor } from '#app/platform/i18n/texts.ts'
import { useCluster } from '#tests/support/cluster.ts'
import { chanceOf, isLong, tellSeed } from '#tests/support/fault-run.ts'
import { startLoad } from '#tests/support/load.ts'
import { runCommand, type ShopProcess } from '#tests/support/processes.ts'
import { whatIsWrong } from '#tests/support/proofs.ts'

// The shop's own PostgreSQL goes away while readers buy: asked to stop, as for an upgrade (SIGINT), or killed with all its processes
// (SIGQUIT). The servers themselves start it again; with a server of one's own a service manager does.

const HOUR = 3_600_000
const RESTARTS = isLong
  ? (['SIGINT', 'SIGQUIT', 'SIGINT', 'SIGQUIT', 'SIGQUIT'] as const)
  : (['SIGINT', 'SIGQUIT'] as const)
const cluster = useCluster('postgres-restart', 'embedded-database')
const t = textsFor('ja')

test(
  'PostgreSQL restarted under load: errors are clean, afterwards all is served and the books hold',
  async () => {
    tellSeed()
    const chance = chanceOf('postgres')
    const first = await cluster.start()
    const servers = [first, await cluster.start()]
    let turn = 0
    const load = startLoad({
      readers: 4,
      server: () => servers[(turn += 1) % servers.length]?.baseUrl ?? '',
      skus: ['MNET-100', 'MNET-100', 'PROPOSALS-JA'],
      chance: (reader) => chanceOf(`reader ${reader}`),
    })
    for (const signal of RESTARTS) {
      await sleep(1_000 + chance.upTo(2_000))
      const before = await postmaster()
      process.kill(before, signal)
      await expect.poll(postmaster, { timeout: 60_000 }).not.toBe(before)
      await Promise.all(servers.map(untilReady))
    }
    await load.stop()

    expect(load.unanswered, 'the processes went on answering').toBe(0)
    expect(load.errorPages.length, 'the load must have felt it').toBeGreaterThan(0)
    for (const page of load.errorPages) {
      expect(page.html).toContain(t('common:errorPage.500.title'))
      expect(page.html.replace(/<style>.*?<\/style>/s, '')).not.toMatch(/node_modules|\n\s+at |prisma|ECONN/i)
    }
    expect(load.orders.size).toBeGreaterThan(RESTARTS.length)

    // Each process alone still works in the background.
    for (const [one, other] of [servers, servers.toReversed()]) {
      await one?.stop()
      await cluster.runJob('drain-outbox')
      await one?.start()
      expect(other?.isUp).toBe(true)
    }
    await cluster.catchUp(3 * HOUR)
    expect(await whatIsWrong(cluster.query)).toEqual({})
    expect(await cluster.query('SELECT kind, details FROM tasks'), 'nothing is left for people').toEqual([])
    const books = await runCommand(['check', 'books', '--json'], first.environment)
    expect(JSON.parse(books.stdout)).toMatchObject({ ok: true })
  },
  isLong ? 600_000 : 240_000,
)

/** The number of PostgreSQL's first process. */
async function postmaster(): Promise<number> {
  const file = path.join(cluster.dataDir, 'postgres', 'postmaster.pid')
  return Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0])
}

async function untilReady(server: ShopProcess): Promise<void> {
  await expect
    .poll(async () => (await fetch(`${server.baseUrl}/readyz`)).status, { timeout: 60_000 })
    .toBe(200)
}
