import { describe, expect, it } from 'vitest'
import { isPlausibleFormAge } from './form-age.ts'

const opened = new Date('2026-11-24T03:00:00Z')

describe('a form that was sent', () => {
  it.each([
    ['before it was opened', '2026-11-24T02:59:59Z', false],
    ['under three seconds after', '2026-11-24T03:00:02.999Z', false],
    ['after three seconds', '2026-11-24T03:00:03Z', true],
    ['after a day', '2026-11-25T03:00:00Z', true],
    ['later than that', '2026-11-25T03:00:00.001Z', false],
  ])('%s', (_when, sent, isPlausible) => {
    expect(isPlausibleFormAge(opened, new Date(sent))).toBe(isPlausible)
  })
})
