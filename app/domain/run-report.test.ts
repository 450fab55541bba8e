import { expect, test } from 'vitest'
import {
  copiesToBreakEven,
  margin,
  monthlyRate,
  monthsOfCover,
  paidShare,
  sellThrough,
} from '#app/domain/run-report.ts'

test('sell-through counts what was sold and what members and subscribers got: 511 of 900 are 56.8 %', () => {
  expect(sellThrough({ printed: 900, sold: 0, postedToMembers: 511 })).toBeCloseTo(0.568, 3)
  expect(sellThrough({ printed: 0, sold: 0, postedToMembers: 0 })).toBe(0)
})

test('the paid share leaves out what nobody has got yet', () => {
  expect(paidShare({ sold: 30, postedToMembers: 60, complimentary: 10 })).toBe(0.9)
  expect(paidShare({ sold: 0, postedToMembers: 0, complimentary: 0 })).toBeNull()
})

test('cover is what is on hand over the recent rate; a young run is not measured by months it was not there', () => {
  expect(monthlyRate(12, 20)).toBe(2)
  expect(monthlyRate(12, 2)).toBe(6)
  expect(monthlyRate(12, 0)).toBe(12)
  expect(monthlyRate(-3, 9)).toBe(0)
  expect(monthsOfCover(50, 2)).toBe(25)
  expect(monthsOfCover(50, 0)).toBeNull()
})

test('a run breaks even at what its copies earn, or at the price of today before any has', () => {
  expect(copiesToBreakEven({ sold: 110, revenueYen: 50_000, costYen: 90_000 }, 455)).toBe(88)
  expect(copiesToBreakEven({ sold: 0, revenueYen: 0, costYen: 90_000 }, 455)).toBe(198)
  expect(copiesToBreakEven({ sold: 200, revenueYen: 91_000, costYen: 90_000 }, 455)).toBe(0)
  expect(copiesToBreakEven({ sold: 0, revenueYen: 0, costYen: null }, 455)).toBeNull()
  expect(copiesToBreakEven({ sold: 0, revenueYen: 0, costYen: 1 }, null)).toBeNull()
  expect(margin({ revenueYen: 50_000, costYen: 90_000 })).toBe(-40_000)
  expect(margin({ revenueYen: 50_000, costYen: null })).toBeNull()
})
