import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCount, wrongFields } from '#app/features/desk/form-answer.ts'

describe('a number that somebody typed', () => {
  it.each([
    ['1200', 1200],
    ['１，２００円', 1200],
    [' ¥1,200 ', 1200],
    ['￥300', 300],
    ['0', 0],
    ['007', 7],
  ])('%s is %i', (text, value) => expect(readCount(text)).toBe(value))

  it.each(['', ' ', '12.5', '-3', '1e3', '0x10', 'twelve', '1234567890', '∞'])('%j is none', (text) =>
    expect(readCount(text)).toBeNull(),
  )

  it('is read back from how it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (value) => {
        expect(readCount(value.toLocaleString('en-US'))).toBe(value)
      }),
    )
  })
})

describe('an answer about fields', () => {
  it('keeps everything typed, and the first problem of each field', () => {
    const form = new URLSearchParams({ amount: 'x', ref: '' })
    const answer = wrongFields(form, [
      ['amount', { key: 'errors:required' }],
      ['amount', { key: 'errors:tampered' }],
      ['ref', { key: 'errors:required' }],
    ])
    expect(answer).toEqual({
      typed: { amount: 'x', ref: '' },
      problems: { amount: { key: 'errors:required' }, ref: { key: 'errors:required' } },
      notice: null,
      changed: null,
    })
  })
})
