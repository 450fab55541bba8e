import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packingRefusal } from '#app/domain/packing.ts'

const ready = { isServed: true, heldCopies: 2, hasAddress: true, lastStep: null }

test.each([
  [{}, null],
  [{ isServed: false }, 'not-paid'],
  [{ heldCopies: 0 }, 'nothing-held'],
  [{ hasAddress: false }, 'no-address'],
  [{ lastStep: 'packed' as const }, 'packed'],
  // Pre-ordered copies came in after the first parcel.
  [{ lastStep: 'posted' as const }, null],
  // A corrected address, a copy that was refunded: what lies packed is wrong.
  [{ lastStep: 'changed' as const }, null],
  [{ heldCopies: 0, lastStep: 'changed' as const }, 'nothing-held'],
  [{ isServed: false, lastStep: 'packed' as const }, 'not-paid'],
])('%j: %s', (change, refusal) => {
  expect(packingRefusal({ ...ready, ...change })).toBe(refusal)
})

test('what is not paid, or holds nothing, is never packed', () => {
  fc.assert(
    fc.property(
      fc.record({
        isServed: fc.boolean(),
        heldCopies: fc.nat(5),
        hasAddress: fc.boolean(),
        lastStep: fc.constantFrom('packed' as const, 'changed' as const, 'posted' as const, null),
      }),
      (order) => {
        if (!order.isServed || order.heldCopies === 0) expect(packingRefusal(order)).not.toBeNull()
      },
    ),
  )
})
