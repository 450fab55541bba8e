import { expect, it } from 'vitest'
import { billStep } from '#app/domain/bill.ts'
import { tokyoDay } from '#app/domain/day.ts'

it.each([
  ['2026-11-20', { kind: 'wait' }],
  ['2026-11-23', { kind: 'wait' }],
  ['2026-11-24', { kind: 'remind', number: 1 }],
  ['2026-12-07', { kind: 'remind', number: 1 }],
  ['2026-12-08', { kind: 'remind', number: 2 }],
  ['2026-12-22', { kind: 'remind', number: 3 }],
  ['2027-01-04', { kind: 'remind', number: 3 }],
  ['2027-01-05', { kind: 'overdue' }],
  ['2028-01-05', { kind: 'overdue' }],
] as const)('a bill due on Friday 20 November, on %s', (day, step) => {
  expect(billStep(tokyoDay('2026-11-20'), tokyoDay(day), (date) => date === '2026-11-23')).toEqual(step)
})
