import { expect, test } from 'vitest'
import { tokyoDay } from '#app/domain/day.ts'
import { readProposal } from '#app/features/desk/next/proposal-form.ts'

const today = tokyoDay('2026-11-24')
const right = {
  owed: '５１１',
  expectedOn: '2026-11-24',
  complimentary: '53',
  spoilage: '２．５％',
  overage: '¥140',
  underage: '336円',
}

function read(changes: Record<string, string> = {}) {
  return readProposal(new URLSearchParams({ ...right, ...changes }), { today })
}

test('figures as people write them', () => {
  expect(read()).toEqual({
    ok: true,
    value: {
      owed: 511,
      expectedOn: '2026-11-24',
      complimentary: 53,
      spoilagePercent: 2.5,
      overageYen: 140,
      underageYen: 336,
    },
  })
  expect(read({ spoilage: '' })).toMatchObject({ value: { spoilagePercent: 0 } })
})

test.each([
  [{ owed: '-1' }, 'owed'],
  [{ owed: '1.5' }, 'owed'],
  [{ owed: '' }, 'owed'],
  [{ owed: '1000001' }, 'owed'],
  [{ complimentary: '-3' }, 'complimentary'],
  [{ expectedOn: '2026-11-23' }, 'expectedOn'],
  [{ expectedOn: '2026-02-30' }, 'expectedOn'],
  [{ spoilage: '-1' }, 'spoilage'],
  [{ spoilage: '50.1' }, 'spoilage'],
  [{ spoilage: '2.55' }, 'spoilage'],
  [{ overage: '-1' }, 'overage'],
  [{ underage: 'x' }, 'underage'],
])('%o is refused at its field', (changes, field) => {
  const result = read(changes as Record<string, string>)
  expect(result.ok ? [] : result.problems.map(([name]) => name)).toEqual([field])
})
