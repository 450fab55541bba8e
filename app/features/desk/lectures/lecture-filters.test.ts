import { expect, test } from 'vitest'
import { lecturesHref, parseLectureFilters } from '#app/features/desk/lectures/lecture-filters.ts'

test('the filters of the lectures are read from the address and written back to it', () => {
  const filters = { state: 'held' as const, year: 2007, q: '見本市', page: 3 }
  const href = lecturesHref(filters)
  expect(parseLectureFilters(new URL(href, 'http://shop.test').searchParams)).toEqual(filters)
  expect(lecturesHref({ state: null, year: null, q: '', page: 1 })).toBe('/desk/lectures')
})

test('what makes no sense is taken for absent', () => {
  expect(parseLectureFilters(new URLSearchParams('state=cancelled&year=20&q=%00%20&page=-1'))).toEqual({
    state: null,
    year: null,
    q: '',
    page: 1,
  })
})
