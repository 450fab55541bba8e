import { describe, expect, test } from 'vitest'
import { tellNow } from './availability.ts'

describe('how many are told that an edition is there', () => {
  test.each([
    ['nothing is free', { free: 0, toldLately: 0, waiting: 5 }, 0],
    ['a copy was found', { free: 1, toldLately: 0, waiting: 5 }, 1],
    ['it is spoken of already', { free: 1, toldLately: 1, waiting: 4 }, 0],
    ['more were told than there are', { free: 1, toldLately: 3, waiting: 4 }, 0],
    ['a run came in', { free: 900, toldLately: 1, waiting: 20 }, 20],
    ['a file, which never runs out', { free: Infinity, toldLately: 7, waiting: 20 }, 20],
    ['nobody waits', { free: 900, toldLately: 0, waiting: 0 }, 0],
  ])('%s', (_what, counts, told) => {
    expect(tellNow(counts)).toBe(told)
  })
})
