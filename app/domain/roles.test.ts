import { expect, test } from 'vitest'
import { isRole, mayDo, needsSecondFactor, ROLES } from '#app/domain/roles.ts'

test('each role may do what the ones before it may, and no more', () => {
  const table = ROLES.map((role) => ROLES.map((needed) => mayDo(role, needed)))
  expect(table).toEqual([
    [true, false, false],
    [true, true, false],
    [true, true, true],
  ])
})

test('money and administration ask for a second factor', () => {
  expect(ROLES.filter(needsSecondFactor)).toEqual(['treasurer', 'administrator'])
})

test('no other word is a role', () => {
  expect(['secretariat', 'owner', '', 'Administrator'].map(isRole)).toEqual([true, false, false, false])
})
