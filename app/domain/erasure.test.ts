import { expect, test } from 'vitest'
import { erasureObstacles, type ErasureFacts } from '#app/domain/erasure.ts'

const DONE: ErasureFacts = {
  chargeState: 'covered',
  unpostedCopies: 0,
  openTasks: 0,
  openReports: 0,
  pendingRefunds: 0,
  openDisputes: 0,
}

test('an order that is all done, cancelled or expired has none', () => {
  for (const chargeState of ['covered', 'cancelled', 'expired'] as const)
    expect(erasureObstacles({ ...DONE, chargeState })).toEqual([])
})

test.each([
  [{ chargeState: 'open' }, 'unpaid'],
  [{ unpostedCopies: 1 }, 'unposted'],
  [{ openTasks: 1 }, 'task'],
  [{ openReports: 1 }, 'report'],
  [{ pendingRefunds: 1 }, 'refund'],
  [{ openDisputes: 1 }, 'dispute'],
] as const)('%j is one: %s', (open, obstacle) => {
  expect(erasureObstacles({ ...DONE, ...open })).toEqual([obstacle])
})
