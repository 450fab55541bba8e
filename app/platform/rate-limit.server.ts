import { createHmac } from 'node:crypto'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { pool } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'

export type RateLimit = { points: number; seconds: number }

// One limiter for each rule; the counters are rows, so that all processes count together.
const limiters = new Map<string, RateLimiterPostgres>()

/**
 * Counts one use of something by someone, and says whether it is still within its limit. The key (an IP address, an e-mail) is
 * stored as a keyed hash only. Machine time, as the counters' own expiry wants it.
 */
export async function consume(name: string, key: string, limit: RateLimit): Promise<boolean> {
  try {
    await limiterOf(name, limit).consume(
      createHmac('sha256', env.sessionSecret).update(key).digest('base64url'),
    )
    return true
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return false
    throw refusal
  }
}

function limiterOf(name: string, { points, seconds }: RateLimit): RateLimiterPostgres {
  const id = `${name} ${points}/${seconds}`
  const known = limiters.get(id)
  if (known) return known
  const made = new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: 'rate_limits',
    tableCreated: true,
    keyPrefix: name,
    points,
    duration: seconds,
  })
  limiters.set(id, made)
  return made
}
