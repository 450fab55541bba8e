import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { reportRuns, streamRuns } from '#app/features/circulation/report-runs.server.ts'
import { runsCsv } from '#app/features/circulation/runs-csv.server.ts'
import { checkBooks } from '#app/features/settlement/check-books.server.ts'
import { connectDatabase, disconnectDatabase } from '#app/platform/db.server.ts'
import { setDatabaseUrl } from '#app/platform/env.server.ts'
import { migrate } from '#prisma/migrate.ts'
import { below, interleaved, median, type Figure } from '#tests/bench/figure.ts'
import { fillRuns, type ReportSize } from '#tests/bench/report-fixtures.ts'
import type { Rig } from '#tests/bench/rig.ts'
import { onServer, withClient } from '#tests/support/server.ts'

const SIZES = {
  few: { editions: 2_000, runsEach: 1, movements: 10_000 },
  many: { editions: 2_000, runsEach: 1, movements: 1_000_000 },
  long: { editions: 2_000, runsEach: 20, movements: 0 },
} satisfies Record<string, ReportSize>
type Size = keyof typeof SIZES

const NOW = new Date('2026-11-22T03:00:00Z')
const at = { now: NOW }
const LOOKS = 5

/**
 * The print-run report over 2,000 editions: how long its first page, all of its runs, and a search take with 1,000,000 movements and how
 * much more than with 10,000; and how much more memory its file needs for 40,000 runs than for 2,000.
 */
export async function measureReport(rig: Rig): Promise<Figure[]> {
  const urls = { few: '', many: '', long: '' }
  for (const size of Object.keys(SIZES) as Size[]) urls[size] = await makeDatabase(rig, size)
  const took = await interleaved(rig.rounds, {
    page: () => millisecondsOf(urls.many, firstPage),
    search: () => millisecondsOf(urls.many, search),
    fewRuns: () => millisecondsOf(urls.few, allRuns),
    allRuns: () => millisecondsOf(urls.many, allRuns),
  })
  const peaks = await interleaved(1, {
    short: () => csvPeakMb(urls.few),
    long: () => csvPeakMb(urls.long),
  })
  return [
    below(1_000, { name: 'report.page', unit: 'ms', value: took.page }),
    below(1_000, { name: 'report.search', unit: 'ms', value: took.search }),
    below(1_000, { name: 'report.all', unit: 'ms', value: took.allRuns }),
    below(1.5, { name: 'report.growth', unit: 'times', value: took.allRuns / took.fewRuns }),
    below(2, { name: 'report.csv-memory', unit: 'MB', value: peaks.long - peaks.short }),
  ]
}

async function makeDatabase(rig: Rig, size: Size): Promise<string> {
  // Its server is the rig's own.
  const neighbour = await rig.database('small')
  const name = `bench_report_${size}`
  const url = onServer(neighbour, name)
  await withClient(neighbour, (client) =>
    client.query(`CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`),
  )
  await migrate(url)
  await withClient(url, (client) => fillRuns(client, SIZES[size]))
  await on(url, proveSums)
  return url
}

/** The fixtures write sums themselves: figures over wrong ones would say nothing. */
async function proveSums(): Promise<void> {
  const { checks } = await checkBooks()
  const sums = checks.filter(({ name }) => /^(print runs|stock levels|months of|what stalls)/.test(name))
  const wrong = sums.filter(({ ok }) => !ok).map(({ name }) => name)
  if (sums.length < 5 || wrong.length > 0) throw new Error(`sums do not hold: ${wrong.join(', ')}`)
}

async function on<T>(url: string, work: () => Promise<T>): Promise<T> {
  await disconnectDatabase()
  setDatabaseUrl(url)
  connectDatabase(url)
  try {
    return await work()
  } finally {
    await disconnectDatabase()
  }
}

const firstPage = () => reportRuns({ page: 1, perPage: 20, locale: 'ja' }, at)
const search = () => reportRuns({ q: '権利', kind: 'issues', page: 1, perPage: 20, locale: 'ja' }, at)

async function allRuns(): Promise<void> {
  let count = 0
  for await (const _run of streamRuns({ locale: 'ja' }, at)) count += 1
  if (count !== SIZES.many.editions) throw new Error(`${count} runs in the report`)
}

/** The middle of some looks after one that warms up, on a connection of its own. */
async function millisecondsOf(url: string, look: () => Promise<unknown>): Promise<number> {
  return await on(url, async () => {
    const took: number[] = []
    for (let index = 0; index <= LOOKS; index += 1) {
      const begun = performance.now()
      await look()
      if (index > 0) took.push(performance.now() - begun)
    }
    return median(took)
  })
}

/** How much memory is in use at most while the file is read from end to end, beyond what was before: what is garbage does not count. */
async function csvPeakMb(url: string): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  return await on(url, async () => {
    const inUse = (): number => {
      collect()
      return process.memoryUsage().heapUsed + process.memoryUsage().external
    }
    const before = inUse()
    let most = 0
    let parts = 0
    for await (const _part of runsCsv(streamRuns({ locale: 'ja' }, at), 'ja')) {
      parts += 1
      if (parts % 4 === 0) most = Math.max(most, inUse() - before)
    }
    return most / 1024 / 1024
  })
}
