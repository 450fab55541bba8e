import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isRetryOver, MAIL_RETRY_LIFE_MS, nextMailAttempt } from './mail-retry.ts'

const first = new Date('2026-11-22T00:00:00Z')

function after(ms: number): Date {
  return new Date(first.getTime() + ms)
}

test('waits double from half a minute to two hours', () => {
  const waits = [1, 2, 3, 8, 9, 40].map(
    (attempts) =>
      nextMailAttempt(attempts, { firstAttemptAt: first, now: first, chance: 0.5 })!.getTime() -
      first.getTime(),
  )
  expect(waits).toEqual([30_000, 60_000, 120_000, 3_840_000, 7_200_000, 7_200_000])
})

test('chance moves a wait by a fifth at most, and a longer wait that was asked for wins', () => {
  const at = (chance: number, waitMs?: number) =>
    nextMailAttempt(1, { firstAttemptAt: first, now: first, chance, waitMs })!.getTime() - first.getTime()
  expect([at(0), at(1)]).toEqual([24_000, 36_000])
  expect(at(0, 60_000)).toBe(60_000)
})

test('no try is ever set 23 hours or more after the first', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 0, max: 2 * MAIL_RETRY_LIFE_MS }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (attempts, elapsedMs, chance) => {
        const now = after(elapsedMs)
        const next = nextMailAttempt(attempts, { firstAttemptAt: first, now, chance })
        if (next === null) return
        expect(next.getTime()).toBeGreaterThan(now.getTime())
        expect(isRetryOver(first, next)).toBe(false)
      },
    ),
  )
})

test('the whole life of retries, one after another, is short of 23 hours and has a fair number of tries', () => {
  let now = first
  let tries = 1
  for (;;) {
    const next = nextMailAttempt(tries, { firstAttemptAt: first, now, chance: 1 })
    if (!next) break
    now = next
    tries += 1
  }
  expect(now.getTime() - first.getTime()).toBeLessThan(MAIL_RETRY_LIFE_MS)
  expect(tries).toBeGreaterThan(12)
})
