import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { tokyoDayOf } from '#app/domain/day.ts'
import { packOrders } from '#app/features/desk/packing/pack-orders.server.ts'
import { queueMail } from '#app/features/messages/queue-mail.server.ts'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { runAs } from '#app/platform/actor.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { inTransaction } from '#app/platform/db.server.ts'
import { clearFaults, setFault } from '#app/sandbox/faults.server.ts'
import { mailSamples } from '#emails/samples.ts'
import { useCluster } from '#tests/support/cluster.ts'
import { anEdition, anOrder, anOrganisation } from '#tests/support/factories.ts'
import { chanceOf, isLong, tellSeed } from '#tests/support/fault-run.ts'
import { whatIsWrong } from '#tests/support/proofs.ts'
import { aStaffMember } from '#tests/support/staff.ts'

const KILLS = isLong ? 20 : 3
/** A worker dies within its first mails, so there are always some left. */
const MOST_AT_ONCE = 4
const MAILS = KILLS * MOST_AT_ONCE + 20
/** How long a row stays with the process that took it (drain-outbox), and a little more. */
const LEASE_MS = 125_000
/** After how long another worker takes up a work that nobody is heard of (run-works), and a little more. */
const SILENCE_MS = 65_000
/** So many that their papers take a worker a while. */
const PARCELS = 60

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
      await askFor('drain-outbox')
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

test('the worker is killed twice in the middle of a packing batch: a third makes its papers, once', async () => {
  await anOrganisation()
  await anEdition({ copies: PARCELS })
  const { staffId } = await aStaffMember('secretariat')
  const orderIds: string[] = []
  for (let number = 0; number < PARCELS; number += 1) orderIds.push(await aPaidOrder())
  const packed = await runAs({ kind: 'staff', staffId }, () =>
    packOrders({ orderIds, sheet: '12', firstLabel: '1', locale: 'ja' }, { now: now() }),
  )
  if (!packed.ok) throw new Error(packed.reason)

  for (let kills = 1; kills <= 2; kills += 1) {
    const worker = await cluster.start('worker')
    await askFor('run-works')
    while ((await batch()).done === 0) await sleep(20)
    await worker.kill()
    const left = await batch()
    expect(left).toMatchObject({ state: 'running', attempts: kills, file: null })
    expect(left.done, 'the kill was in the middle').toBeLessThan(PARCELS)
    // So that the next turn waits for the next worker.
    await cluster.query('UPDATE works SET done = 0')
    await cluster.passTime(SILENCE_MS)
  }

  // Whoever is first has it; the other, and every later round, has nothing to do.
  await Promise.all([cluster.start('worker'), cluster.start('worker')])
  await Promise.all([cluster.runJob('run-works'), cluster.runJob('run-works')])
  while ((await batch()).state === 'running') await sleep(100)
  const done = await batch()
  expect(done).toMatchObject({
    ...{ id: packed.batchId, state: 'done', attempts: 3, done: PARCELS, problem: null },
    outcome: { firstLabelPage: PARCELS + 1, missing: [], leftOut: [] },
  })
  expect(done.file?.subarray(0, 5).toString()).toBe('%PDF-')
  await cluster.runJob('run-works')
  expect(await batch()).toEqual(done)
  const events = await cluster.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM order_events WHERE kind = 'packed' GROUP BY order_id`,
  )
  expect(events).toEqual(Array(PARCELS).fill({ count: 1 }))
  await cluster.runJob('drain-outbox')
  expect(await whatIsWrong(cluster.query)).toEqual({})
}, 180_000)

type Batch = {
  id: string
  state: string
  attempts: number
  done: number
  problem: string | null
  outcome: unknown
  file: Buffer | null
  finished_at: Date | null
}

/** The one long work there is; a second one would be a second batch. */
async function batch(): Promise<Batch> {
  const rows = await cluster.query<Batch>(
    'SELECT id, state, attempts, done, problem, outcome, file, finished_at FROM works',
  )
  expect(rows).toHaveLength(1)
  return rows[0] as Batch
}

async function aPaidOrder(): Promise<string> {
  const { orderId, code } = await anOrder([{ sku: 'MNET-100', copies: 1 }], { now: now() })
  const paid = await recordPayment(
    { charge: code, amountYen: 800, method: 'bank', on: tokyoDayOf(now()), ref: code },
    { now: now() },
  )
  if (!paid.ok) throw new Error(paid.reason)
  return orderId
}

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
async function askFor(job: string): Promise<void> {
  await cluster.query('SELECT FROM graphile_worker.add_job($1)', [job])
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
