/**
 * Headers of pages that belong to one reader. The referrer is cut to the origin, since the addresses are secrets; `no-referrer` would make
 * browsers send `Origin: null` with every form.
 */
export function privateHeaders(): Record<string, string> {
  return {
    'Cache-Control': 'private, no-store',
    'Referrer-Policy': 'strict-origin',
    'X-Robots-Tag': 'noindex, nofollow',
  }
}
