import { parseCrontab } from 'graphile-worker'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { tokyoDayOf } from '#app/domain/day.ts'
import { jobTable, openJobTask } from '#app/job-table.server.ts'
import { now } from '#app/platform/clock.server.ts'
import { db, pool } from '#app/platform/db.server.ts'
import { crontabOf, startJobs, stopJobs } from '#app/platform/jobs.server.ts'
import { log } from '#app/platform/log.server.ts'

test('the queue understands when each job ticks: with a line that it does not read no server starts', () => {
  const items = parseCrontab(crontabOf(jobTable))
  expect(items.map((item) => item.task)).toEqual(Object.keys(jobTable))
})

describe('a job that fails', () => {
  afterEach(async () => {
    await stopJobs()
    await pool.query('DELETE FROM graphile_worker._private_jobs')
  })

  /** A queue with one job, whose runs end as `outcomes` say, one after the other. It ticks on no day that a test sees. */
  async function aQueue(run: () => Promise<unknown>) {
    const givenUp: string[] = []
    await startJobs(
      { 'one-job': { run, cron: '0 0 29 2 *' } },
      { onGivenUp: (name) => Promise.resolve(givenUp.push(name)) },
    )
    return givenUp
  }

  async function ask(most: number): Promise<void> {
    await pool.query(
      `SELECT graphile_worker.add_job('one-job', job_key => 'one-job', max_attempts => $1, job_key_mode => 'preserve_run_at')`,
      [most],
    )
  }

  /** Waits until the queue has nothing at hand, whatever waits for its next try. */
  async function settled(runs: () => number, count: number): Promise<void> {
    await vi.waitFor(
      async () => {
        expect(runs()).toBe(count)
        const busy = await pool.query('SELECT 1 FROM graphile_worker.jobs WHERE locked_at IS NOT NULL')
        expect(busy.rowCount).toBe(0)
      },
      { timeout: 20_000, interval: 30 },
    )
  }

  test('is told of after its last try, not before, and its error without the address in it', async () => {
    const errors = vi.spyOn(log, 'error')
    let runs = 0
    const givenUp = await aQueue(() => {
      runs += 1
      return Promise.reject(new Error('no mailbox for <hanako@example.org>'))
    })
    await ask(2)
    await settled(() => runs, 1)
    expect(givenUp).toEqual([])
    await pool.query('UPDATE graphile_worker._private_jobs SET run_at = now()')
    await settled(() => runs, 2)
    expect(givenUp).toEqual(['one-job'])
    const told = JSON.stringify(errors.mock.calls)
    expect(told).toContain('no mailbox for <[e-mail]>')
    expect(told).not.toContain('hanako')
  })

  test('is not told of when it was asked for anew meanwhile: the new one does its work', async () => {
    let runs = 0
    const givenUp = await aQueue(async () => {
      runs += 1
      if (runs > 1) return
      await ask(1)
      throw new Error('the database was away')
    })
    await ask(1)
    await settled(() => runs, 2)
    expect(givenUp).toEqual([])
  })

  test('is told of when it fails again and again, though each time it was asked for anew before its last try', async () => {
    let runs = 0
    const givenUp = await aQueue(async () => {
      runs += 1
      if (runs < 5) await ask(3)
      throw new Error('too slow')
    })
    await ask(3)
    await settled(() => runs, 5)
    expect(givenUp).toEqual(['one-job'])
  })

  test('is one task a day, which later ticks leave alone', async () => {
    let runs = 0
    await startJobs(
      { 'one-job': { run: () => Promise.reject(new Error(`run ${(runs += 1)}`)), cron: '0 0 29 2 *' } },
      { onGivenUp: openJobTask },
    )
    for (const turn of [1, 2]) {
      await ask(1)
      await settled(() => runs, turn)
    }
    // The next tick, by which the queue forgets.
    await stopJobs()
    await ask(1)
    const found = await pool.query(`SELECT last_error FROM graphile_worker.jobs WHERE key = 'one-job'`)
    expect(found.rows).toEqual([{ last_error: null }])
    expect(await db.task.findMany({ select: { dedupeKey: true, kind: true, details: true } })).toEqual([
      {
        dedupeKey: `job-failed:one-job:${tokyoDayOf(now())}`,
        kind: 'job-failed',
        details: { job: 'one-job' },
      },
    ])
  })
})
