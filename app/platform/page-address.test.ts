import { describe, expect, it } from 'vitest'
import { pageOf } from './page-address.ts'

const get = (url: string, headers: Parameters<typeof pageOf>[0]['headers'] = {}) =>
  pageOf({ method: 'GET', url, headers })

describe('pages that are the same for everybody', () => {
  it.each([
    ['/ja', 'ja'],
    ['/en/publications', 'en'],
    ['/en/publications?kind=book&page=2', 'en'],
    ['/ko/publications/m-net-100', 'ko'],
    ['/tl/legal/privacy', 'tl'],
    ['/ja/feed.atom', null],
    ['/covers/m-net-100.svg', null],
    ['/sitemap.xml', null],
  ])('%s', (url, locale) => {
    expect(get(url)).toEqual({ address: url, locale })
  })

  it.each([
    '/',
    '/fr',
    '/ja/cart',
    '/ja/checkout',
    '/ja/contact',
    '/ja/orders',
    '/ja/orders/a-token-of-one-reader-only',
    '/ja/refused/403',
    '/readyz',
    '/sandbox',
    '/desk',
    '/ja/publications/a%2Fb',
    '/ja/publications/..%2f',
    '/ja?page=2',
    '/covers/m-net-100.svg?x',
  ])('not %s', (url) => {
    expect(get(url)).toBeNull()
  })

  it.each([
    ['words that are searched for', '/ja/publications?q=%E7%A7%BB%E4%BD%8F'],
    ['a parameter that no page knows', '/ja/publications?page=2&utm_source=x'],
    ['a parameter twice', '/ja/publications?page=2&page=3'],
    ['a long query', `/ja/publications?kind=${'x'.repeat(100)}`],
    ['a second question mark', '/ja/publications?page=2?page=3&q=x'],
  ])('not with %s', (_what, url) => {
    expect(get(url)).toBeNull()
  })

  it('only for a GET', () => {
    expect(pageOf({ method: 'POST', url: '/ja', headers: {} })).toBeNull()
    expect(pageOf({ method: 'HEAD', url: '/ja', headers: {} })).toBeNull()
  })

  it.each([
    ['no cookie', undefined, true],
    ['her language alone', 'language=ImphIg%3D%3D.x', true],
    ['a cart', 'cart=abc', false],
    ['a cart beside the language', 'language=x; cart=abc', false],
    ['a session of the desk', 'desk=abc', false],
    ['any other', 'whatever=1', false],
  ])('for a visitor with %s', (_who, cookie, isForHer) => {
    expect(get('/ja', { cookie }) !== null).toBe(isForHer)
  })
})
