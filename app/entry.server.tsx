import type { AppLoadContext, EntryContext } from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { renderToString } from 'react-dom/server'
import { wholePage } from '#app/platform/http/whole-page.server.ts'
import { log } from '#app/platform/log.server.ts'

export { runtime } from '#app/runtime.server.ts'

/** Loaders wait for all that a page shows. Remix's own limit, five seconds, would keep each page's data that long after it was sent. */
export const streamTimeout = 0

/** Renders a page whole: pages are small and wait for nothing, and a whole page has a length and can be cached. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
  _loadContext: AppLoadContext,
): Response {
  const { loaderData } = context.staticHandlerContext
  const html = renderToString(<RemixServer context={ofThisPage(context)} url={request.url} />)
  // Remix is about to encode the data of the loaders for a script of the page's, and no page has one.
  for (const id of Object.keys(loaderData)) Reflect.deleteProperty(loaderData, id)
  headers.set('Content-Type', 'text/html; charset=utf-8')
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store')
  return wholePage(`<!DOCTYPE html>${html}`, { status, headers })
}

/** What rendering needs to know: the routes that this page consists of. All there are would be ranked and matched once more. */
function ofThisPage(context: EntryContext): EntryContext {
  const { staticHandlerContext, manifest, routeModules } = context
  const lean = { ...context, serverHandoffStream: undefined }
  // Where a page has failed, Remix may show it at a route above.
  if (staticHandlerContext.errors) return lean
  const ids = staticHandlerContext.matches.map(({ route }) => route.id)
  return {
    ...lean,
    manifest: { ...manifest, routes: only(ids, manifest.routes) },
    routeModules: only(ids, routeModules),
  }
}

function only<Value>(ids: readonly string[], all: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(all).filter(([id]) => ids.includes(id)))
}

/** Logs what no route expected. An unknown address is no error of ours. */
export function handleError(error: unknown, { request }: { request: Request }): void {
  if (request.signal.aborted) return
  log.error({ err: error }, 'a request failed')
}
