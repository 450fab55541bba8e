import { describe, expect, it } from 'vitest'
import { inLanguage } from './language-switcher.tsx'
import { pageNumbers } from './pagination.tsx'

describe('the same page in another language', () => {
  it.each([
    ['/ja', '/ko'],
    ['/ja/cart', '/ko/cart'],
    ['/ja/publications?q=M-Net&page=2', '/ko/publications?q=M-Net&page=2'],
    ['/en?x=a?b', '/ko?x=a?b'],
    ['/japan', '/ko'],
    ['/sandbox/mailbox', '/ko'],
  ])('%s becomes %s', (path, expected) => {
    expect(inLanguage(path, 'ko')).toBe(expected)
  })
})

describe('page numbers', () => {
  it('shows the ends and two neighbours either side, each once and in order', () => {
    expect(pageNumbers(7, 20)).toEqual([1, 5, 6, 7, 8, 9, 20])
    expect(pageNumbers(1, 2)).toEqual([1, 2])
    expect(pageNumbers(3, 3)).toEqual([1, 2, 3])
  })
})
