import { parseCrontab } from 'graphile-worker'
import { expect, test } from 'vitest'
import { jobTable } from '#app/job-table.server.ts'
import { crontabOf } from '#app/platform/jobs.server.ts'

test('the queue understands when each job ticks: with a line that it does not read no server starts', () => {
  const items = parseCrontab(crontabOf(jobTable))
  expect(items.map((item) => item.task)).toEqual(Object.keys(jobTable))
})
