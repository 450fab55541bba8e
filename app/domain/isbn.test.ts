import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatIsbn, parseIsbn, parseIssn } from '#app/domain/isbn.ts'

describe('an ISBN', () => {
  test.each([
    ['978-4-00-310101-8', '9784003101018', '4003101014'],
    ['4-00-310101-4', '9784003101018', '4003101014'],
    ['4873113369', '9784873113364', '4873113369'],
    ['0-8044-2957-x', '9780804429573', '080442957X'],
    ['ISBN 978 4 87311 336 4', '9784873113364', '4873113369'],
    ['ISBN978-4-87311-336-4', '9784873113364', '4873113369'],
    ['ISBN-13: 978-4-87311-336-4', '9784873113364', '4873113369'],
    ['ISBN-10 4-87311-336-9', '9784873113364', '4873113369'],
    ['ＩＳＢＮ９７８－４－８７３１１－３３６－４', '9784873113364', '4873113369'],
  ])('%s is read', (text, isbn13, isbn10) => {
    expect(parseIsbn(text)).toEqual({ ok: true, isbn13, isbn10 })
  })

  test('of the 979 range has thirteen digits only', () => {
    expect(parseIsbn('979-10-90636-07-1')).toEqual({ ok: true, isbn13: '9791090636071' })
  })

  test.each([
    ['978-4-00-310101-9', 'check-digit'],
    ['4-00-310101-8', 'check-digit'],
    ['979-0-060-11561-5', 'prefix'],
    ['4912345678904', 'prefix'],
    ['978-4-00-310101', 'malformed'],
    ['97840031010188', 'malformed'],
    ['978400310101X', 'malformed'],
    ['X003101014', 'malformed'],
    ['', 'malformed'],
    ['M-Net 100', 'malformed'],
  ])('%j is refused: %s', (text, reason) => {
    expect(parseIsbn(text)).toEqual({ ok: false, reason })
  })

  test.each([
    ['9784003101018', '978-4-00-310101-8'],
    ['9784199999990', '978-4-19-999999-0'],
    ['9784200000000', '978-4-200-00000-0'],
    ['9784699999990', '978-4-699-99999-0'],
    ['9784700000000', '978-4-7000-0000-0'],
    ['9784849999990', '978-4-8499-9999-0'],
    ['9784873113364', '978-4-87311-336-4'],
    ['9784900000000', '978-4-900000-00-0'],
    ['9784949999990', '978-4-949999-99-0'],
    ['9784950000000', '978-4-9500000-0-0'],
    ['9784999999990', '978-4-9999999-9-0'],
    ['9780306406157', '9780306406157'],
    ['', ''],
  ])('%s is printed %s', (isbn, printed) => {
    expect(formatIsbn(isbn)).toBe(printed)
  })

  test('and its ten digits name the same book; what is printed is read again; a wrong digit is caught', () => {
    const twelve = fc.stringMatching(/^978\d{9}$/)
    fc.assert(
      fc.property(twelve, fc.nat({ max: 12 }), fc.integer({ min: 1, max: 9 }), (digits, place, change) => {
        const fitting = [...'0123456789']
          .map((check) => parseIsbn(digits + check))
          .filter((answer) => answer.ok)
        expect(fitting).toHaveLength(1)
        const isbn = fitting[0]
        if (isbn?.isbn10 === undefined) throw new Error('978 has ten digits')
        expect(parseIsbn(isbn.isbn10)).toEqual(isbn)
        expect(parseIsbn(formatIsbn(isbn.isbn13))).toEqual(isbn)
        const wrong = (Number(isbn.isbn13[place]) + change) % 10
        expect(parseIsbn(isbn.isbn13.slice(0, place) + String(wrong) + isbn.isbn13.slice(place + 1)).ok).toBe(
          false,
        )
      }),
    )
  })
})

describe('an ISSN', () => {
  test.each([
    ['0317-8471', '0317-8471'],
    ['ISSN 03178471', '0317-8471'],
    ['２４３４－５６１ｘ', '2434-561X'],
    ['issn: 2049-3630', '2049-3630'],
  ])('%s is read', (text, issn) => {
    expect(parseIssn(text)).toEqual({ ok: true, issn })
  })

  test.each([
    ['0317-8472', 'check-digit'],
    ['0317-847', 'malformed'],
    ['0317-84711', 'malformed'],
    ['X317-8471', 'malformed'],
    ['', 'malformed'],
  ])('%j is refused: %s', (text, reason) => {
    expect(parseIssn(text)).toEqual({ ok: false, reason })
  })
})
