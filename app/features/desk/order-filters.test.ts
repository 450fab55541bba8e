import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isNarrowed, ordersHref, parseOrderFilters } from '#app/features/desk/order-filters.ts'

const read = (query: string) => parseOrderFilters(new URLSearchParams(query))
const NOTHING = {
  q: '',
  state: null,
  method: null,
  channel: null,
  from: null,
  to: null,
  task: false,
  page: 1,
}

describe('the filters of the list of orders', () => {
  it('are all off in a bare address', () => {
    expect(read('')).toEqual(NOTHING)
    expect(isNarrowed(read(''))).toBe(false)
    expect(isNarrowed(read('page=3'))).toBe(false)
  })

  it('come from the address and go back into it', () => {
    const filters = read(
      'q=%E5%B1%B1%E7%94%B0&state=overdue&method=bank&channel=phone&from=2026-11-01&task=1&page=2',
    )
    expect(filters).toEqual({
      q: '山田',
      state: 'overdue',
      method: 'bank',
      channel: 'phone',
      from: '2026-11-01',
      to: null,
      task: true,
      page: 2,
    })
    expect(parseOrderFilters(new URL(ordersHref(filters), 'http://desk.test').searchParams)).toEqual(filters)
  })

  it('take what makes no sense for absent', () => {
    expect(read('state=lost&method=gold&channel=fax&from=2026-02-30&to=soon&page=-4&q=%00')).toEqual(NOTHING)
  })

  it('never throw, and always give an address that reads as the same filters', () => {
    const field = fc.tuple(
      fc.constantFrom('q', 'state', 'method', 'channel', 'from', 'to', 'task', 'page'),
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('to-pack', 'cash', 'web', '2026-11-23', '7')),
    )
    fc.assert(
      fc.property(fc.array(field), (fields) => {
        const filters = parseOrderFilters(new URLSearchParams(fields))
        const again = parseOrderFilters(new URL(ordersHref(filters), 'http://desk.test').searchParams)
        expect(again).toEqual(filters)
      }),
    )
  })
})
