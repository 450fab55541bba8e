import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { clearFaults, setFault } from '#app/sandbox/faults.server.ts'
import { mailSamples } from '#emails/samples.ts'
import { useCluster } from '#tests/support/cluster.ts'
import { chanceOf, isLong, tellSeed } from '#tests/support/fault-run.ts'
import { whatIsWrong } from '#tests/support/proofs.ts'

const KILLS = isLong ? 20 : 3
/** A worker dies within its first mails, so there are always some left. */
const MOST_AT_ONCE = 4
const MAILS = KILLS * MOST_AT_ONCE + 20
/** How long a row stays with the process that took it (drain-outbox), and a little more. */
const LEASE_MS = 125_000

const cluster = useCluster('worker-killed')

test(
  `the worker is killed ${KILLS} times in the middle of a batch of mails: none is lost, none goes twice`,
  async () => {
    tellSeed()
    const chance = chanceOf('worker')
    for (let number = 0; number < MAILS; number += 1) await aMail(number)
    // Each answer comes well after its effect: whoever dies meanwhile has sent a mail and could not note it.
    await setFault({ match: 'POST /emails', fault: 'delay-after', delayMs: 500, times: 10_000 })

    let unnoted = 0
    for (let kills = 0; kills < KILLS; kills += 1) {
      const worker = await cluster.start('worker')
      const goal = (await atResend()) + 1 + chance.upTo(MOST_AT_ONCE)
      await askForMails()
      while ((await atResend()) < goal) await sleep(20)
      await worker.kill()
      unnoted += await sentButNotNoted()
      await cluster.passTime(LEASE_MS)
    }
    expect(unnoted, 'a kill must have hit between the effect and its note').toBeGreaterThan(0)
    const [left] = await cluster.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM outbox_mails WHERE state = 'pending'`,
    )
    expect(left?.count, 'every kill was in the middle of the batch').toBeGreaterThan(0)

    await clearFaults()
    await cluster.start('worker')
    await cluster.runJob('drain-outbox')
    expect(await whatIsWrong(cluster.query)).toEqual({})
    expect(await atResend()).toBe(MAILS)
  },
  isLong ? 600_000 : 180_000,
)

async function aMail(number: number): Promise<void> {
  await inTransaction((tx) =>
    queueMail(tx, {
      dedupeKey: `mail-${number}`,
      template: 'order-paid',
      locale: (['ja', 'en', 'ko', 'tl'] as const)[number % 4] ?? 'ja',
      toEmail: `reader-${number}@example.org`,
      props: mailSamples['order-paid'],
      now: now(),
    }),
  )
}

/** As the queue's own tick does once a minute. */
async function askForMails(): Promise<void> {
  await cluster.query(`SELECT FROM graphile_worker.add_job('drain-outbox')`)
}

async function atResend(): Promise<number> {
  const [row] = await cluster.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM sandbox_objects WHERE type = 'mail'`,
  )
  return row?.count ?? 0
}

async function sentButNotNoted(): Promise<number> {
  const [row] = await cluster.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM sandbox_objects s JOIN outbox_mails m ON m.id::text = s.data->'tags'->0->>'value'
     WHERE s.type = 'mail' AND m.state = 'pending'`,
  )
  return row?.count ?? 0
}
