import { describe, expect, test } from 'vitest'
import { billsHref, billState, parseBillFilters } from '#app/features/desk/bills/bill-filters.ts'

describe('the filters of the bills', () => {
  test('are read from the address and written back to it', () => {
    const filters = { state: 'overdue' as const, q: '見本市', page: 3 }
    const href = billsHref(filters)
    expect(parseBillFilters(new URL(href, 'http://shop.test').searchParams)).toEqual(filters)
    expect(billsHref({ state: null, q: '', page: 1 })).toBe('/desk/bills')
  })

  test('take what makes no sense for absent', () => {
    expect(parseBillFilters(new URLSearchParams('state=expired&q=%00%20&page=-1'))).toEqual({
      state: null,
      q: '',
      page: 1,
    })
  })
})

test('an open bill past its day is overdue, a paid one is not', () => {
  expect(billState({ state: 'open', isOverdue: true })).toBe('overdue')
  expect(billState({ state: 'open', isOverdue: false })).toBe('open')
  expect(billState({ state: 'covered', isOverdue: false })).toBe('paid')
  expect(billState({ state: 'cancelled', isOverdue: false })).toBe('cancelled')
})
