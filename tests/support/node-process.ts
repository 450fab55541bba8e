import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '#tests/support/free-port.ts'

export const root = path.resolve(import.meta.dirname, '../..')

/** Of our environment only where programs are. */
export function onlyPrograms(): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env
  return { NODE_ENV: 'production', PATH, HOME }
}

export type Running = { url: string; pid: number; stop(): Promise<void> }

/**
 * Starts a server in a process of its own, on a free port that it is told as PORT, and waits until it answers. It gets the
 * variables of `env` and nothing else of ours but where programs are; what it writes goes to the end of `logFile`.
 */
export async function startNode(
  args: readonly string[],
  { env, logFile }: { env: Record<string, string>; logFile: string },
): Promise<Running> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const log = openSync(logFile, 'a')
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: root,
    env: { ...onlyPrograms(), PORT: String(port), BASE_URL: url, ...env },
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  await untilListening(url, child, logFile)
  return { url, pid: child.pid ?? 0, stop: () => end(child) }
}

async function untilListening(url: string, child: ChildProcess, logFile: string): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 50) {
    if (child.exitCode !== null) break
    const answer = await fetch(`${url}/healthz`).catch(() => null)
    if (answer) return
    await sleep(50)
  }
  throw new Error(`${child.spawnargs.join(' ')} does not listen:\n${await readFile(logFile, 'utf8')}`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const hard = setTimeout(() => child.kill('SIGKILL'), 20_000)
  await ended
  clearTimeout(hard)
}
