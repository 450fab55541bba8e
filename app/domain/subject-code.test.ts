import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normaliseOrderCode } from '#app/domain/order-code.ts'
import { findReferences } from '#app/domain/reference.ts'
import { makeSubjectCode, normaliseSubjectCode } from '#app/domain/subject-code.ts'

const code = fc
  .tuple(fc.constantFrom('L' as const, 'C' as const), fc.uint8Array({ minLength: 4, maxLength: 8 }))
  .map(([prefix, bytes]) => makeSubjectCode(prefix, bytes))

describe('the code of a matter', () => {
  it('is a letter and four symbols', () => {
    expect(makeSubjectCode('L', new Uint8Array(4))).toBe('L-0000')
    expect(makeSubjectCode('C', new Uint8Array([7, 18, 2, 19]))).toBe('C-7J2K')
    expect(() => makeSubjectCode('L', new Uint8Array(3))).toThrow(RangeError)
  })

  it('is read as people type it', () => {
    for (const typed of ['L-7K2M', 'l7k2m', ' ｌ－７ｋ２ｍ ', 'L 7K2M', 'L—7K2M']) {
      expect(normaliseSubjectCode(typed)).toBe('L-7K2M')
    }
    expect(normaliseSubjectCode('c-ol1i')).toBe('C-0111')
  })

  it('is nothing else', () => {
    for (const typed of ['', 'L-7K2', 'L-7K2MM', 'X-7K2M', '1-7K2M', 'L-7K2U', '７K2M']) {
      expect(normaliseSubjectCode(typed)).toBeNull()
    }
  })

  it('stays what it is, and is taken neither for an order nor for a payment reference', () => {
    fc.assert(
      fc.property(code, (text) => {
        expect(normaliseSubjectCode(text)).toBe(text)
        expect(normaliseOrderCode(text)).toBeNull()
        expect(findReferences(text)).toEqual([])
      }),
    )
  })
})
