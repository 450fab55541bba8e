import { randomBytes } from 'node:crypto'
import * as fs from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { birthOf, isAlive, isZombie } from '#app/platform/process.server.ts'

const patienceMs = 15 * 60_000
const staleBreakerMs = 10_000

/**
 * Runs `work` while this process alone holds the lock file; others on the machine wait. The lock of a process that was
 * killed is recognised (number and start time of its process) and taken over.
 * @throws Error when a living process has held it for a quarter of an hour
 */
export async function withLockFile<T>(file: string, work: () => Promise<T>): Promise<T> {
  const mine = await acquire(file)
  try {
    return await work()
  } finally {
    if ((await read(file)) === mine) await fs.rm(file, { force: true })
  }
}

async function acquire(file: string): Promise<string> {
  const nonce = randomBytes(8).toString('hex')
  const mine = `${process.pid} ${await birthOf(process.pid)} ${nonce}\n`
  const draft = `${file}.${nonce}`
  const deadline = Date.now() + patienceMs
  await fs.writeFile(draft, mine, { mode: 0o600 })
  try {
    for (;;) {
      // A link appears with its content or not at all, so nobody ever reads an empty lock.
      if (await succeeds(fs.link(draft, file))) return mine
      const other = await read(file)
      if (other !== undefined && (await isStale(other))) await breakLock(file)
      else await sleep(20 + Math.random() * 20)
      if (Date.now() > deadline)
        throw new Error(`Process ${other?.split(' ')[0]} has held ${file} for a quarter of an hour.`)
    }
  } finally {
    await fs.rm(draft, { force: true })
  }
}

/** Two processes that see the same stale lock must not remove one another's new one: a second lock guards the removal. */
async function breakLock(file: string): Promise<void> {
  const guard = `${file}.break`
  if (!(await succeeds(fs.mkdir(guard)))) {
    const stats = await fs.stat(guard).catch(() => undefined)
    if (stats && Date.now() - stats.mtimeMs > staleBreakerMs) await fs.rmdir(guard).catch(() => undefined)
    await sleep(20)
    return
  }
  try {
    const other = await read(file)
    if (other !== undefined && (await isStale(other))) await fs.rm(file, { force: true })
  } finally {
    await fs.rmdir(guard).catch(() => undefined)
  }
}

async function isStale(lock: string): Promise<boolean> {
  const [pid = '', birth = ''] = lock.trim().split(' ')
  const holder = Number(pid)
  if (!Number.isInteger(holder) || holder <= 0) return true
  return !isAlive(holder) || (await isZombie(holder)) || (await birthOf(holder)) !== birth
}

async function read(file: string): Promise<string | undefined> {
  return fs.readFile(file, 'utf8').catch(() => undefined)
}

async function succeeds(attempt: Promise<unknown>): Promise<boolean> {
  try {
    await attempt
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
