import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { access, mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '#tests/support/free-port.ts'

// Processes of the built shop, as a service manager would run them.

export const root = path.resolve(import.meta.dirname, '../..')
export const results = path.join(root, 'test-results')

const READY_MS = 120_000

/** Those of `npm start`. */
const memoryLimits = ['--max-semi-space-size=4', '--max-old-space-size=224']

export type ShopSettings = {
  /** Part of the log's name in test-results/. */
  name: string
  dataDir: string
  /** The embedded database of `dataDir` when left out. */
  databaseUrl?: string
  /** More of the environment, such as SHOP_NOW. */
  env?: Record<string, string> | undefined
}

export type ShopProcess = {
  /** Where a server listens, before and after a restart; a worker listens nowhere. */
  readonly baseUrl: string
  /** What the process is started with; the operator's commands take the same. */
  readonly environment: NodeJS.ProcessEnv
  /** Between a start that succeeded and the order to end. */
  readonly isUp: boolean
  /** Starts it and waits until it serves. @throws Error with the end of its log when it does not */
  start(): Promise<void>
  /** Asks it to end, as a service manager does. @throws Error when it had ended by itself, or does not end cleanly */
  stop(): Promise<void>
  /** `kill -9`: it gets no chance to tidy up. */
  kill(): Promise<void>
}

/** A process of the built shop on a port of its own, not started yet: the server, or the worker that serves no pages. */
export async function shopProcess(
  settings: ShopSettings,
  role: 'server' | 'worker' = 'server',
): Promise<ShopProcess> {
  const port = await freePort()
  const baseUrl = `http://localhost:${port}`
  const environment: NodeJS.ProcessEnv = {
    NODE_ENV: 'production',
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    PORT: String(port),
    BASE_URL: baseUrl,
    DATA_DIR: settings.dataDir,
    LOG_LEVEL: 'info',
    ...(settings.databaseUrl ? { DATABASE_URL: settings.databaseUrl } : {}),
    ...settings.env,
  }
  const logFile = path.join(results, `${role}-${settings.name}.log`)
  let running: ChildProcess | undefined

  async function start(): Promise<void> {
    await access(path.join(root, 'build/server.js')).catch(() => {
      throw new Error('There is no production build: run npm test or npm run build first')
    })
    await mkdir(results, { recursive: true })
    const args = [...memoryLimits, 'build/server.js', ...(role === 'worker' ? ['--worker'] : [])]
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const log = createWriteStream(logFile, { flags: 'a' })
    child.stdout.pipe(log, { end: false })
    child.stderr.pipe(log, { end: false })
    let said = ''
    child.stdout.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-100_000)))
    const serves =
      role === 'server' ? () => answers(`${baseUrl}/readyz`) : () => said.includes('The worker runs')
    running = child
    const deadline = performance.now() + READY_MS
    while (!(await serves())) {
      // Ended from outside while it was starting: whoever did that knows.
      if (running !== child) return
      const isLate = performance.now() > deadline
      if (child.exitCode === null && child.signalCode === null && !isLate) {
        await sleep(50)
        continue
      }
      running = undefined
      child.kill('SIGKILL')
      const why = isLate
        ? 'is not ready after two minutes'
        : `ended with ${child.exitCode ?? child.signalCode}`
      throw new Error(
        `The ${role} of ${settings.name} ${why}:\n${(await readFile(logFile, 'utf8')).slice(-4000)}`,
      )
    }
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = running
    running = undefined
    if (!child) return 0
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(
        `The ${role} of ${settings.name} had ended by itself (${child.exitCode ?? child.signalCode})`,
      )
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
    child.kill(signal)
    const hard = setTimeout(() => child.kill('SIGKILL'), 20_000)
    const status = await ended
    clearTimeout(hard)
    return status
  }

  return {
    baseUrl,
    environment,
    get isUp() {
      return running !== undefined
    },
    start,
    async stop() {
      const status = await end('SIGTERM')
      if (status !== 0) throw new Error(`The ${role} of ${settings.name} did not stop cleanly (${status})`)
    },
    async kill() {
      await end('SIGKILL')
    },
  }
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url).catch(() => undefined)
  return response?.ok ?? false
}

export type CommandResult = { status: number; stdout: string; stderr: string }

/** Runs an operator's command (`npm run shop -- …`) in the environment of a process. */
export function runCommand(args: readonly string[], env: NodeJS.ProcessEnv): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', 'shop', '--', ...args], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.once('error', reject)
    child.once('close', (status) => resolve({ status: status ?? 1, stdout, stderr }))
  })
}
