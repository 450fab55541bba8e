import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeDeskPath } from '#app/domain/desk-path.ts'

test.each([
  ['/desk', '/desk'],
  ['/desk/orders/K7M2-9QXA', '/desk/orders/K7M2-9QXA'],
  ['/desk/orders?q=M-Net&page=2', '/desk/orders?q=M-Net&page=2'],
  // A header takes ASCII only.
  ['/desk/orders?q=日本', '/desk/orders?q=%E6%97%A5%E6%9C%AC'],
])('%s leads to %s', (wanted, led) => {
  expect(safeDeskPath(wanted)).toBe(led)
})

test.each([
  null,
  '',
  'desk',
  '/',
  '/desks',
  '/ja',
  '//elsewhere.example/desk',
  'https://elsewhere.example/desk',
  'javascript:alert(1)//desk',
  '/desk/../ja',
  '/desk/..',
  '/desk/..?x',
  '/desk/%2e%2e/ja',
  '/desk/../..//elsewhere.example',
  '/desk//elsewhere.example',
  '/desk\\..\\..\\elsewhere.example',
  '/desk/\t/elsewhere.example',
  '/desk#/elsewhere.example',
])('%j leads to the first page', (wanted) => {
  expect(safeDeskPath(wanted)).toBe('/desk')
})

test('whatever is asked for, a browser stays below /desk of this site', () => {
  const piece = fc.constantFrom(
    ...[
      '/desk',
      '/',
      '//',
      '\\',
      '..',
      '.',
      '%2e',
      '%2f',
      '?',
      '#',
      '@',
      ':',
      '\t',
      '\n',
      '\r',
      ' ',
      'https:',
      'elsewhere.example',
      '日',
    ],
  )
  const wanted = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece).map((pieces) => pieces.join('')),
    fc.array(piece).map((pieces) => `/desk${pieces.join('')}`),
  )
  fc.assert(
    fc.property(wanted, (text) => {
      const led = safeDeskPath(text)
      const url = new URL(led, 'https://shop.example/desk/sign-in')
      expect(url.origin).toBe('https://shop.example')
      expect(url.pathname).toMatch(/^\/desk(\/|$)/)
      expect(led).toMatch(/^[\x21-\x7e]+$/)
      expect(safeDeskPath(led)).toBe(led)
    }),
    { numRuns: 2000 },
  )
})
