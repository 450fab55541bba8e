import { expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { parseShippingTable } from '#app/features/desk/shipping-form.ts'

const today = tokyoDay('2026-11-24')
const TYPED = {
  zone: 'asia',
  validFrom: '2027-04-01',
  'grams.0': '２５０',
  'yen.0': '480',
  'grams.2': '1,000',
  'yen.2': '1300',
}
const parse = (changes: Record<string, string> = {}) =>
  parseShippingTable({ ...TYPED, ...changes }, { today })

test('a table is read as it is typed; empty rows are left out', () => {
  const common = { zone: 'asia', validFrom: '2027-04-01' }
  expect(parse()).toEqual({
    ok: true,
    ...common,
    rates: [
      { ...common, maxGrams: 250, priceYen: 480 },
      { ...common, maxGrams: 1000, priceYen: 1300 },
    ],
  })
})

test.each([
  [{ validFrom: '2026-11-23' }, { validFrom: 'past' }],
  [{ validFrom: '1 April' }, { validFrom: 'day' }],
  [{ 'yen.0': '' }, { 'yen.0': 'number' }],
  [{ 'grams.0': '-250' }, { 'grams.0': 'number' }],
  [{ 'grams.0': '2.5' }, { 'grams.0': 'number' }],
  [{ 'grams.2': '250' }, { 'grams.2': 'order' }],
  [{ 'yen.2': '479' }, { 'yen.2': 'order' }],
  [{ 'grams.0': '', 'yen.0': '', 'grams.2': '', 'yen.2': '' }, { 'grams.0': 'needed' }],
])('%j is refused at the field', (changes, problems) => {
  expect(parse(changes as Record<string, string>)).toEqual({ ok: false, problems })
})
