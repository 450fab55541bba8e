import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import {
  DOCUMENT_KINDS,
  documentCode,
  documentTotals,
  namesFailedRefund,
  numberFor,
  parseDocumentCode,
  receiptDay,
} from '#app/domain/document.ts'
import { sumYen } from '#app/domain/money.ts'

const day = tokyoDay

describe('codes', () => {
  test.each([
    ['receipt', 12, 'R2026-00012'],
    ['credit_note', 1, 'C2026-00001'],
    ['quote', 99_999, 'Q2026-99999'],
    ['invoice', 100_000, 'B2026-100000'],
  ] as const)('the %s number %i is %s', (kind, number, code) => {
    expect(documentCode({ kind, year: 2026, number })).toBe(code)
  })

  test('are read as people type them', () => {
    expect(parseDocumentCode('ｒ２０２６－12 ')).toEqual({ kind: 'receipt', year: 2026, number: 12 })
    for (const none of ['X2026-00001', 'R2026-0', 'R26-1', 'R2026', '', 'R2026-00012x'])
      expect(parseDocumentCode(none)).toBeNull()
  })

  test('numbers that nothing has are refused', () => {
    expect(() => documentCode({ kind: 'quote', year: 2026, number: 0 })).toThrow(RangeError)
    expect(() => documentCode({ kind: 'quote', year: 99, number: 1 })).toThrow(RangeError)
  })

  test('a code read back is the number it was made of', () => {
    const kinds = fc.constantFrom(...DOCUMENT_KINDS)
    fc.assert(
      fc.property(
        kinds,
        fc.integer({ min: 1000, max: 9999 }),
        fc.integer({ min: 1, max: 999_999_999 }),
        (kind, year, number) => {
          expect(parseDocumentCode(documentCode({ kind, year, number }))).toEqual({ kind, year, number })
        },
      ),
    )
  })
})

describe('a qualified invoice', () => {
  const number = 'T1180301018771'

  test.each([
    // Registered, supplied, qualified.
    ['2023-10-01', '2023-10-01', true],
    ['2023-10-01', '2023-09-30', false],
    ['2026-04-01', '2026-04-01', true],
    ['2026-04-01', '2026-03-31', false],
    // Numbers were given out before the system began.
    ['2022-06-01', '2023-10-01', true],
    ['2022-06-01', '2023-09-30', false],
    // The day of registration is not known.
    [null, '2023-10-01', true],
    [null, '2023-09-30', false],
  ])('of an issuer registered on %s for a supply of %s: %s', (registered, supplied, isQualified) => {
    const registeredOn = registered === null ? null : day(registered)
    expect(numberFor({ registrationNumber: number, registeredOn }, day(supplied))).toBe(
      isQualified ? number : null,
    )
  })

  test('needs a number', () => {
    const registration = { registrationNumber: null, registeredOn: day('2023-10-01') }
    expect(numberFor(registration, day('2026-11-24'))).toBeNull()
  })
})

describe('totals', () => {
  test('two rates, each rounded once', () => {
    const lines = [
      { amountYen: 116, taxRate: 10 },
      { amountYen: 118, taxRate: 10 },
      { amountYen: 500, taxRate: 8 },
    ]
    expect(documentTotals(lines, { qualified: true })).toEqual({
      totalYen: 734,
      taxBlocks: [
        { taxRate: 10, grossYen: 234, netYen: 213, taxYen: 21 },
        { taxRate: 8, grossYen: 500, netYen: 463, taxYen: 37 },
      ],
    })
    expect(documentTotals(lines, { qualified: false })).toEqual({ totalYen: 734, taxBlocks: [] })
  })

  test('the blocks add up to the total, whatever the lines', () => {
    const line = fc.record({
      amountYen: fc.integer({ min: -100_000, max: 1_000_000 }),
      taxRate: fc.constantFrom(0, 5, 8, 10),
    })
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const { totalYen, taxBlocks } = documentTotals(lines, { qualified: true })
        expect(sumYen(taxBlocks.map((block) => block.grossYen))).toBe(totalYen)
        for (const block of taxBlocks) expect(block.netYen + block.taxYen).toBe(block.grossYen)
      }),
    )
  })
})

describe('the day of a receipt', () => {
  const bank = { method: 'bank', receivedOn: day('2026-11-20') } as const
  const card = { method: 'card', receivedOn: day('2026-11-20') } as const

  test('of a transfer is the day its last part arrived, whenever goods left', () => {
    const rest = { method: 'cash', receivedOn: day('2026-11-24') } as const
    expect(receiptDay({ payments: [rest, bank], suppliedOn: [day('2026-12-01')] })).toBe('2026-11-24')
  })

  test('of a card is the day the last goods left, or that of the payment before', () => {
    expect(receiptDay({ payments: [card], suppliedOn: [day('2026-12-01'), day('2026-11-25')] })).toBe(
      '2026-12-01',
    )
    expect(receiptDay({ payments: [card], suppliedOn: [] })).toBe('2026-11-20')
  })

  test('no money, no receipt', () => {
    expect(() => receiptDay({ payments: [], suppliedOn: [] })).toThrow(RangeError)
  })
})

describe('namesFailedRefund', () => {
  const on = day('2026-11-24')
  const refund = (refundId: string, amountYen = 500) => ({ refundId, refundedOn: on, amountYen })

  test.each([
    ['nothing named', [], [refund('a')], false],
    ['what was made', [refund('a')], [refund('a'), refund('b')], false],
    ['what failed', [refund('a')], [refund('b')], true],
    ['one without an id that was made', [{ refundedOn: on, amountYen: 500 }], [refund('a')], false],
    ['one without an id of another sum', [{ refundedOn: on, amountYen: 400 }], [refund('a')], true],
    [
      'two alike without ids, of which one failed',
      Array(2).fill({ refundedOn: on, amountYen: 500 }),
      [refund('a')],
      true,
    ],
  ])('%s', (_name, named, made, isUntrue) => {
    expect(namesFailedRefund(named, made)).toBe(isUntrue)
  })

  test('is true of a paper exactly when one of its refunds fails, whether it names them by id or by day and sum', () => {
    const refunds = fc.array(fc.record({ amountYen: fc.integer({ min: 1, max: 3 }), fails: fc.boolean() }))
    fc.assert(
      fc.property(refunds, fc.boolean(), (rows, byId) => {
        const all = rows.map(({ amountYen }, index) => refund(String(index), amountYen))
        const named = byId ? all : all.map(({ refundedOn, amountYen }) => ({ refundedOn, amountYen }))
        const made = all.filter((_one, index) => !rows[index]?.fails)
        expect(namesFailedRefund(named, made)).toBe(rows.some(({ fails }) => fails))
      }),
    )
  })
})
