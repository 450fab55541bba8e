import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findReferences, formatReference, isReference, makeReference } from '#app/domain/reference.ts'

const anyReference = fc.integer({ min: 0, max: 9_999_999 }).map(makeReference)
/** From here on at least five digits are left when the leading zeros are lost. */
const longReference = fc.integer({ min: 1000, max: 9_999_999 }).map(makeReference)
const kana = fc.stringMatching(/^[ｱ-ﾝﾞﾟア-ンーA-Z ().・]{0,12}$/)
const gap = fc.constantFrom('', ' ', '　', '  ', '-', '−', '‐', '－', 'ｰ', 'ー', '—', ' - ', '\n', '\u200B')

function toFullWidth(digits: string): string {
  return digits.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
}

describe('a reference', () => {
  test('is eight digits, the last a check digit', () => {
    expect(makeReference(1234567)).toBe('12345671')
    expect(makeReference(12345)).toBe('00123459')
    expect(makeReference(0)).toBe('00000000')
    expect(formatReference('12345671')).toBe('1234-5671')
  })

  test.each([-1, 10_000_000, 1.5, NaN])('is not made from %d', (number) => {
    expect(() => makeReference(number)).toThrow(RangeError)
  })

  test.each(['', '1234567', '123456711', '1234-5671', '12345672', '１２３４５６７１', 'abcdefgh'])(
    '%j is none',
    (text) => {
      expect(isReference(text)).toBe(false)
    },
  )

  test('is known again, and found as it is printed', () => {
    fc.assert(
      fc.property(anyReference, (reference) => {
        expect(isReference(reference)).toBe(true)
        expect(findReferences(formatReference(reference))).toEqual([reference])
      }),
    )
  })

  test('with any one digit wrong is refused', () => {
    fc.assert(
      fc.property(
        anyReference,
        fc.nat({ max: 7 }),
        fc.integer({ min: 1, max: 9 }),
        (reference, place, change) => {
          const wrong = (Number(reference[place]) + change) % 10
          const miscopied = reference.slice(0, place) + String(wrong) + reference.slice(place + 1)
          expect(isReference(miscopied)).toBe(false)
          expect(findReferences(formatReference(miscopied))).toEqual([])
          expect(findReferences(`${miscopied.slice(0, 4)} ${miscopied.slice(4)}`)).toEqual([])
        },
      ),
    )
  })

  test('with any two neighbours swapped is refused', () => {
    fc.assert(
      fc.property(anyReference, fc.nat({ max: 6 }), (reference, place) => {
        fc.pre(reference[place] !== reference[place + 1])
        const swapped =
          reference.slice(0, place) +
          reference.charAt(place + 1) +
          reference.charAt(place) +
          reference.slice(place + 2)
        expect(isReference(swapped)).toBe(false)
        expect(findReferences(formatReference(swapped))).toEqual([])
      }),
    )
  })
})

describe('references in what a bank wrote', () => {
  test('pretix/pretix#5853: leading zeros that were lost do not matter', () => {
    expect(findReferences('ﾔﾏﾀﾞ ﾊﾅｺ 123459')).toEqual(['00123459'])
    expect(findReferences('123459')).toEqual(['00123459'])
    expect(findReferences('0123459 ﾔﾏﾀﾞ')).toEqual(['00123459'])
    expect(findReferences('12-3459')).toEqual(['00123459'])
  })

  test.each([
    ['１２３４−５６７１ ﾔﾏﾀﾞﾊﾅｺ'],
    ['ﾔﾏﾀﾞﾊﾅｺ1234ｰ5671'],
    ['ヤマダハナコ１２３４ー５６７１'],
    ['YAMADA HANAKO 1234 5671'],
    ['12345671ﾔﾏﾀﾞ'],
    ['M-NET 1 2 3 4 5 6 7 1'],
    ['1234 - 5671'],
    ['1234\n5671'],
    ['No.1234-5671,'],
    ['1234-5671 1234-5671'],
    ['12345671/ﾃﾞﾝﾜ 03-1234-5678'],
    ['12345671 09012345678'],
    ['12345671 - 20261122999'],
  ])('%j holds 12345671', (text) => {
    expect(findReferences(text)).toEqual(['12345671'])
  })

  test.each([
    ['12345671 23456789'],
    ['1234-5671 2345-6789'],
    ['1234 5671 2345 6789'],
    ['12345671,23456789'],
    ['12345671 - 23456789'],
  ])('%j holds two', (text) => {
    expect(findReferences(text)).toEqual(['12345671', '23456789'])
  })

  test.each([
    ['a telephone number', '03-1234-5671'],
    ['with spaces', '03 1234 5671'],
    ['with the area code apart', '03 12345671'],
    ['in brackets and from abroad', '+81 3 12345671'],
    ['a mobile', '090-1234-5671'],
    ['that lost its zero', '3-1234-5671'],
    ['within a longer run', '9912345671'],
    ['at the start of a longer run', '123456719'],
    ['a registration number', 'T1112345671000'],
    ['a year', 'ﾈﾝｶｲﾋ 2007'],
    ['a short number', '4567'],
    ['nothing', ''],
    ['no digits', 'ﾔﾏﾀﾞ ﾊﾅｺ'],
  ])('%s is none: %s', (_, text) => {
    expect(findReferences(text)).toEqual([])
  })

  test('digits far apart are two columns of a statement', () => {
    expect(findReferences('1234    5671')).toEqual([])
    expect(findReferences('12345671      23456789')).toEqual(['12345671', '23456789'])
  })

  test('survive spaces, dashes, kana, full width and lost zeros, all at once', () => {
    fc.assert(
      fc.property(
        longReference,
        fc.array(gap, { minLength: 7, maxLength: 7 }),
        kana,
        kana,
        fc.boolean(),
        fc.boolean(),
        (reference, gaps, before, after, isFullWidth, isZeroLost) => {
          const digits = isZeroLost ? reference.replace(/^0+/, '') : reference
          const typed = [...digits]
            .map((digit, index) => (index === 0 ? '' : (gaps[index - 1] ?? '')) + digit)
            .join('')
          expect(findReferences(before + (isFullWidth ? toFullWidth(typed) : typed) + after)).toEqual([
            reference,
          ])
        },
      ),
    )
  })

  test('are never cut out of a longer run of digits', () => {
    fc.assert(
      fc.property(anyReference, fc.stringMatching(/^\d{1,5}$/), fc.boolean(), (reference, more, isBefore) => {
        expect(findReferences(isBefore ? more + reference : reference + more)).toEqual([])
      }),
    )
  })

  test('are found once each, and only such as check', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('0', '1', '5', '9', ' ', '-', 'ｱ', '+', ','), maxLength: 40 }),
        (text) => {
          const found = findReferences(text)
          expect(found.every(isReference)).toBe(true)
          expect(new Set(found).size).toBe(found.length)
        },
      ),
    )
  })
})
