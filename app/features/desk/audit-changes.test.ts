import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changesOf } from '#app/features/desk/audit-changes.ts'

test('an update is told by the fields that differ, nested ones by their path', () => {
  expect(
    changesOf(
      { name: 'A', address: { city: '渋谷区', building: null }, copies: 1 },
      { name: 'A', address: { city: '台東区', building: 'B1' }, copies: 0 },
    ),
  ).toEqual([
    { field: 'address.city', before: '渋谷区', after: '台東区' },
    { field: 'copies', before: '1', after: '0' },
    { field: 'address.building', before: '', after: 'B1' },
  ])
})

test('a new row has nothing before, a deleted one nothing after', () => {
  expect(changesOf(null, { id: '1', note: null })).toEqual([{ field: 'id', before: '', after: '1' }])
  expect(changesOf({ id: '1' }, null)).toEqual([{ field: 'id', before: '1', after: '' }])
})

test('nothing changes between a row and itself', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (row) => {
      expect(changesOf(row, structuredClone(row))).toEqual([])
    }),
  )
})
