import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatPostalCode, parsePostalCode } from '#app/domain/postal-code.ts'

describe('a postal code', () => {
  test.each([
    '1000001',
    '100-0001',
    '〒100-0001',
    '〒 100 0001',
    '１００－０００１',
    '〒１００−０００１',
    '100ー0001',
    '100ｰ0001',
    ' 100 - 0001 ',
  ])('%j is 1000001', (text) => {
    expect(parsePostalCode(text)).toBe('1000001')
  })

  test.each([
    '',
    '100-001',
    '100-00011',
    '10-00001',
    '1000-001',
    '100--0001',
    'T100-0001',
    '100-000A',
    '100/0001',
    '〒',
    '100-0001 東京',
  ])('%j is none', (text) => {
    expect(parsePostalCode(text)).toBeNull()
  })

  test('is printed with a hyphen, one from abroad as it is', () => {
    expect(formatPostalCode('1000001')).toBe('100-0001')
    expect(formatPostalCode('SW1A 1AA')).toBe('SW1A 1AA')
    expect(formatPostalCode('100-0001')).toBe('100-0001')
  })

  test('is read as it is printed', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{7}$/), (digits) => {
        expect(parsePostalCode(formatPostalCode(digits))).toBe(digits)
      }),
    )
  })
})
