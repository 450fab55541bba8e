import type { LoaderFunctionArgs } from '@remix-run/node'
import { loadSupplement } from '#app/features/catalogue/load-supplement.server.ts'
import { attachmentHeaders } from '#app/routes/attachment.ts'

/** A supplement or erratum, free to everyone. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const file = await loadSupplement(params.slug ?? '')
  if (!file) throw new Response(null, { status: 404 })
  const headers = attachmentHeaders(file)
  headers.set('ETag', `"${file.sha256}"`)
  headers.set('Cache-Control', 'public, max-age=3600')
  if (request.headers.get('If-None-Match')?.includes(file.sha256)) {
    headers.delete('Content-Length')
    return new Response(null, { status: 304, headers })
  }
  return new Response(file.content, { headers })
}
