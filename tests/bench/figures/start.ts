import { spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { below, median, type Figure } from '#tests/bench/figure.ts'
import type { Rig } from '#tests/bench/rig.ts'
import { freePort } from '#tests/support/free-port.ts'
import { onlyPrograms, root } from '#tests/support/node-process.ts'

/** From `npm start` to the first page, on a built tree and a data folder that was opened before: demo mode, its own database. */
export async function measureStart(rig: Rig): Promise<Figure[]> {
  const dataDir = path.join(rig.folder, 'start')
  const seconds: number[] = []
  for (let round = 0; round <= rig.rounds; round += 1) {
    const took = await secondsToFirstPage(dataDir)
    // The first one makes the data.
    if (round > 0) seconds.push(took)
  }
  return [below(5, { name: 'start.first-page', unit: 's', value: median(seconds) })]
}

async function secondsToFirstPage(dataDir: string): Promise<number> {
  const port = String(await freePort())
  const startedAt = performance.now()
  const child = spawn('npm', ['start'], {
    cwd: root,
    env: { ...onlyPrograms(), DATA_DIR: dataDir, PORT: port },
    stdio: 'ignore',
  })
  try {
    for (;;) {
      if (child.exitCode !== null) throw new Error('npm start ended by itself')
      const page = await fetch(`http://localhost:${port}/ja`).catch(() => null)
      if (page?.ok && (await page.text()).endsWith('</html>')) return (performance.now() - startedAt) / 1000
      await sleep(20)
    }
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  }
}
