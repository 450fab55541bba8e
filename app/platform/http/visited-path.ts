/**
 * A path as the log may have it: an order's token opens the order, a sign-in link's the desk, that of a request ends it. Routes are found in whatever case and escapes
 * they are written, so these are read as the routes read them.
 * Example: `/ja/Orders/3fZ…/details` becomes `/ja/Orders/:token/details`.
 */
export function visitedPath(path: string): string {
  return decoded(path)
    .replace(/(\/orders\/+)[^/]+/gi, '$1:token')
    .replace(/(\/sign-in\/+)[^/]+/gi, '$1:token')
    .replace(/^(\/+(?:ja|en|ko|tl)\/+notify\/+)[^/]+/i, '$1:token')
    .replace(/(\/sandbox\/+(?:checkout|mailbox|voucher)\/+)[^/]+/gi, '$1:id')
    .slice(0, 200)
}

/** What cannot be decoded is no address of the shop's: nothing beyond the first escape is kept. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path.slice(0, path.indexOf('%'))
  }
}
