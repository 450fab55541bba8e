import { expect, it } from 'vitest'
import { preferredLocale } from './accept-language.ts'

it.each([
  ['ja', 'ja'],
  ['ko-KR,ko;q=0.9,en-US;q=0.8', 'ko'],
  ['fr, ko;q=0.8, ja;q=0.5', 'ko'],
  ['en;q=0.2, tl', 'tl'],
  ['fil-PH,fil;q=0.9', 'tl'],
  ['ja;q=0, en;q=0.1', 'en'],
  ['de-DE', 'en'],
  ['*', 'ja'],
  ['', 'ja'],
  [null, 'ja'],
  [';;;q=x,,', 'ja'],
  ['ja;q=9, ko', 'ko'],
])('a browser that asks for %s gets %s', (header, locale) => {
  expect(preferredLocale(header)).toBe(locale)
})
