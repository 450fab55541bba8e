import { describe, expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { readBill, readDelivery, readPlan, readSigned } from '#app/features/desk/copies/run-form.ts'

const today = tokyoDay('2026-11-24')
const form = (fields: Record<string, string>) => new URLSearchParams(fields)

test.each([
  ['１，２００円', 1_200],
  ['-90,000', -90_000],
  ['▲500', -500],
  ['−1', -1],
  ['12.5', null],
  ['', null],
  ['--1', null],
])('%j is %j yen', (typed, yen) => {
  expect(readSigned(typed)).toBe(yen)
})

describe('a plan', () => {
  test('needs copies; what is not known stays open', () => {
    expect(readPlan(form({ copies: '900' }), { today })).toEqual({
      ok: true,
      value: { copies: 900, printer: null, expectedOn: null, quotedYen: null, note: null },
    })
    expect(readPlan(form({ copies: '-1' }), { today })).toMatchObject({ ok: false })
    expect(readPlan(form({ copies: '1.5' }), { today })).toMatchObject({ ok: false })
  })

  test('names each field that is wrong', () => {
    const read = readPlan(form({ copies: '', expectedOn: 'soon', orderedOn: '2026-11-25', quoted: 'much' }), {
      today,
    })
    expect(read.ok ? [] : read.problems.map(([field]) => field)).toEqual([
      'copies',
      'expectedOn',
      'orderedOn',
      'quoted',
    ])
  })
})

test('a delivery: empty figures are zero, fractions and days ahead are named', () => {
  expect(readDelivery(form({ copies: '600', deliveredOn: '2026-11-24', isLast: 'on' }), { today })).toEqual({
    ok: true,
    value: { deliveredOn: today, copies: 600, overs: 0, spoils: 0, isLast: true },
  })
  const read = readDelivery(form({ copies: '0.5', overs: '-2', deliveredOn: '2026-11-25' }), { today })
  expect(read.ok ? [] : read.problems.map(([field]) => field)).toEqual(['copies', 'overs', 'deliveredOn'])
})

test('a bill: its tax has the sign of its amount', () => {
  const bill = { number: 'A-1', billedOn: '2026-11-20', net: '-1000', tax: '-100' }
  expect(readBill(form(bill), { today })).toMatchObject({ ok: true, value: { netYen: -1_000, taxYen: -100 } })
  expect(readBill(form({ ...bill, tax: '' }), { today })).toMatchObject({ ok: true, value: { taxYen: 0 } })
  const read = readBill(form({ number: ' ', billedOn: '', net: '0', tax: 'x' }), { today })
  expect(read.ok ? [] : read.problems.map(([field]) => field)).toEqual(['number', 'billedOn', 'net', 'tax'])
  expect(readBill(form({ ...bill, tax: '100' }), { today })).toMatchObject({ ok: false })
})
