import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'

const run = promisify(execFile)
const autocannon = createRequire(import.meta.url).resolve('autocannon/autocannon.js')

/** What a visitor's browser accepts. */
export const BROWSER = { 'Accept-Encoding': 'gzip, br' }

/** Of a visitor whom no page cache serves: a cookie that no page knows. */
export const UNCACHED = { Cookie: 'bench=1' }

type Load = { url: string; seconds: number; connections?: number; headers?: Record<string, string> }

/**
 * Answers a second, by autocannon in a process of its own.
 * @throws Error when an answer was not 2xx, or did not come
 */
export async function requestsPerSecond({
  url,
  seconds,
  connections = 32,
  headers = {},
}: Load): Promise<number> {
  const named = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}=${value}`])
  const args = [autocannon, '-j', '-n', '-c', String(connections), '-d', String(seconds), ...named, url]
  const { stdout } = await run(process.execPath, args)
  const result = JSON.parse(stdout) as {
    '2xx': number
    non2xx: number
    errors: number
    duration: number
  }
  if (result.non2xx + result.errors > 0 || result['2xx'] === 0) {
    throw new Error(`${url}: ${result.non2xx} answers were not 2xx, ${result.errors} did not come`)
  }
  return result['2xx'] / result.duration
}
