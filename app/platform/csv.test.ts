import { expect, test } from 'vitest'
import { csvOf } from '#app/platform/csv.server.ts'

const lines = (csv: string): string[] => csv.slice(1).split('\r\n').slice(1, -1)

test('a file begins with the mark of UTF-8 and the headings, and ends each line with CR LF', () => {
  expect(csvOf([{ a: '見本', b: 3 }], { b: '部数', a: '品名' })).toBe('\uFEFF部数,品名\r\n3,見本\r\n')
})

test.each([
  ['=HYPERLINK("https://elsewhere.example")', `"'=HYPERLINK(""https://elsewhere.example"")"`],
  ['+81 3 0000 0000', `'+81 3 0000 0000`],
  ['-2+3', `'-2+3`],
  ['@SUM(A1)', `'@SUM(A1)`],
  ['\t=1', `'\t=1`],
  ['\r=1', `'\r=1`],
  ['＝１＋１', `'＝１＋１`],
  ['＋１', `'＋１`],
  ['－１', `'－１`],
  ['＠SUM', `'＠SUM`],
])('%j is no formula', (text, cell) => {
  expect(lines(csvOf([{ a: text }], { a: 'a' }))).toEqual([cell])
})

test('numbers stay numbers, below zero too, and texts with commas, quotes and line ends stay one cell', () => {
  expect(lines(csvOf([{ a: -5, b: 'a, "b"\nc', c: null }], { a: 'a', b: 'b', c: 'c' }))).toEqual([
    '-5,"a, ""b""\nc",',
  ])
})
