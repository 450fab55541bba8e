/** Public pages of a shop with the fixtures of the bench, in two of its languages. */
export const PUBLIC_PAGES = ['ja', 'ko'].flatMap((locale) =>
  [
    '',
    '/publications',
    '/publications/bench-0049',
    '/cart',
    '/contact',
    '/legal/commerce',
    '/legal/privacy',
  ].map((path) => `/${locale}${path}`),
)
