import { parseCrontab, runMigrations } from 'graphile-worker'
import { afterEach, expect, test } from 'vitest'
import { jobTable } from '#app/job-table.server.ts'
import { pool } from '#app/platform/db.server.ts'
import { countFailedJobs, crontabOf } from '#app/platform/jobs.server.ts'

test('the queue understands when each job ticks: with a line that it does not read no server starts', () => {
  const items = parseCrontab(crontabOf(jobTable))
  expect(items.map((item) => item.task)).toEqual(Object.keys(jobTable))
})

/** The queue's tables are not emptied between tests: most have no queue. */
afterEach(async () => {
  await runMigrations({ pgPool: pool })
  await pool.query('DELETE FROM graphile_worker._private_jobs')
})

test('a job that failed for good is counted; one that was asked for anew while it ran is not: the new one does its work', async () => {
  await runMigrations({ pgPool: pool })
  const ask = (key: string) =>
    pool.query(`SELECT graphile_worker.add_job('drain-outbox', job_key => $1, max_attempts => 3)`, [key])
  const failOnce = `UPDATE graphile_worker._private_jobs SET attempts = 1, last_error = 'the database is away'`
  await ask('given-up')
  await ask('superseded')
  await pool.query(failOnce)
  expect(await countFailedJobs()).toBe(0)

  await pool.query(
    `UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'a worker' WHERE key = 'superseded'`,
  )
  await ask('superseded')
  await pool.query(`UPDATE graphile_worker._private_jobs SET attempts = 3 WHERE key = 'given-up'`)
  expect(
    (
      await pool.query(
        'SELECT key, attempts FROM graphile_worker.jobs WHERE last_error IS NOT NULL ORDER BY key',
      )
    ).rows,
  ).toEqual([
    { key: 'given-up', attempts: 3 },
    { key: null, attempts: 3 },
  ])
  expect(await countFailedJobs()).toBe(1)
})
