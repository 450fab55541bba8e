import { beforeEach, expect, test } from 'vitest'
import { drainOutbox } from '#app/features/messages/drain-outbox.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db } from '#app/platform/db.server.ts'
import { clearFaults, setFault } from '#app/sandbox/faults.server.ts'
import type { SandboxMail } from '#app/sandbox/store.server.ts'
import { anEdition, anOrder, anOrganisation } from '#tests/support/factories.ts'
import { chanceOf, isLong, tellSeed } from '#tests/support/fault-run.ts'
import { passTime, SECOND, useSandbox } from '#tests/support/sandbox-kit.ts'

const MINUTE = 60 * SECOND
const MAILS = isLong ? 120 : 30

useSandbox()
beforeEach(anOrganisation)

test('Resend is down for an hour, in every way: all mails go out later, each once', async () => {
  tellSeed()
  const chance = chanceOf('resend')
  await anEdition({ copies: MAILS })
  for (let minute = 0; minute < 60; minute += 1) {
    const fault = chance.pick(['timeout-before', 'timeout-after', '500', '429'] as const)
    await clearFaults()
    await setFault({ match: 'POST /emails', fault, times: 10_000 })
    const placed = await db.order.count()
    for (let count = placed; count < (MAILS * (minute + 1)) / 60; count += 1) {
      await anOrder([{ sku: 'MNET-100', copies: 1 }], {
        details: { email: `reader-${count}@example.org` },
        now: now(),
      })
    }
    expect((await drainOutbox({ now: now() })).sent).toBe(0)
    await passTime(MINUTE)
  }
  expect(await db.outboxMail.count({ where: { state: 'pending' } })).toBe(MAILS)

  await clearFaults()
  let minutes = 0
  while ((await db.outboxMail.count({ where: { state: 'pending' } })) > 0) {
    await drainOutbox({ now: now() })
    await passTime(MINUTE)
    minutes += 1
    expect(minutes, 'waits double, so none is much longer than the trouble was').toBeLessThan(80)
  }
  expect(await db.outboxMail.count({ where: { state: 'sent' } })).toBe(MAILS)
  const atResend = await db.sandboxObject.findMany({ where: { type: 'mail' }, select: { data: true } })
  const told = atResend.map(({ data }) => (data as SandboxMail).to[0])
  expect(told).toHaveLength(MAILS)
  expect(new Set(told).size).toBe(MAILS)
  expect(await db.task.count()).toBe(0)
})
