import { expect, test } from 'vitest'
import { isSameCart, parseCopies, withMore } from '#app/features/checkout/cart.ts'

test('copies are read as people type them', () => {
  expect(['1', ' 12 ', '３', '99', '007'].map(parseCopies)).toEqual([1, 12, 3, 99, 7])
  expect(['', '0', '-1', '1.5', '100', '1e1', '0x10', 'two', '1 2', '٣', '9999999'].map(parseCopies)).toEqual(
    Array.from({ length: 11 }, () => null),
  )
})

test('one line for each edition', () => {
  const cart = [{ sku: 'A', copies: 1 }]
  expect(withMore(cart, { sku: 'A', copies: 2 })).toEqual([{ sku: 'A', copies: 3 }])
  expect(withMore(cart, { sku: 'B', copies: 2 })).toEqual([
    { sku: 'A', copies: 1 },
    { sku: 'B', copies: 2 },
  ])
  expect(cart).toEqual([{ sku: 'A', copies: 1 }])
})

test('carts are the same whatever the order of their lines', () => {
  const a = { sku: 'A', copies: 1 }
  const b = { sku: 'B', copies: 2 }
  expect(isSameCart([a, b], [b, a])).toBe(true)
  expect(isSameCart([a], [{ ...a, copies: 2 }])).toBe(false)
  expect(isSameCart([a], [a, b])).toBe(false)
})
