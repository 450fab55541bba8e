// One for the process: the server sends what the built application inside it has rendered.
const key = Symbol.for('mnet-shop.whole-pages')
const holder = globalThis as typeof globalThis & { [key]?: WeakMap<Response, string> }
const pages = (holder[key] ??= new WeakMap<Response, string>())

/**
 * A response whose body stands beside it: a page goes out in one piece (`htmlOf`), not through the streams that a web response reads its
 * body by.
 */
export function wholePage(html: string, init: ResponseInit): Response {
  const response = new Response(null, init)
  pages.set(response, html)
  return response
}

/** The body of a `wholePage`; undefined for any other response. */
export function htmlOf(response: Response): string | undefined {
  return pages.get(response)
}
