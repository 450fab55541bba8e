import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { below, type Figure } from '#tests/bench/figure.ts'
import { BROWSER, requestsPerSecond, UNCACHED } from '#tests/bench/load.ts'
import type { Rig } from '#tests/bench/rig.ts'

const REST_SECONDS = 5

/** The server's resident memory when nobody comes, and after a minute in which it renders as many pages as it can. */
export async function measureMemory(rig: Rig): Promise<Figure[]> {
  const shop = await rig.shop(await rig.database('small'))
  await (await fetch(`${shop.url}/ja`)).text()
  await sleep(REST_SECONDS * 1000)
  const rest = await residentMb(shop.pid)
  const paths = ['/ja/publications', '/ko/publications/bench-0049', '/en', '/covers/bench-0049.svg']
  let most = 0
  const watching = setInterval(() => void residentMb(shop.pid).then((mb) => (most = Math.max(most, mb))), 500)
  for (const path of paths) {
    const seconds = rig.isQuick ? 5 : 15
    await requestsPerSecond({ url: `${shop.url}${path}`, seconds, headers: { ...BROWSER, ...UNCACHED } })
  }
  clearInterval(watching)
  await shop.stop()
  return [
    below(200, { name: 'memory.rest', unit: 'MB', value: rest }),
    below(300, { name: 'memory.load', unit: 'MB', value: most }),
  ]
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024
}
