import type { LoaderFunctionArgs } from '@remix-run/node'
import { loadCover } from '#app/features/catalogue/load-cover.server.ts'

/** `/covers/<slug>.svg`. The policy lets nothing inside the picture run or load. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const slug = /^(.+)\.svg$/.exec(params.name ?? '')?.[1]
  const cover = slug === undefined ? null : await loadCover(slug)
  if (!cover) throw new Response(null, { status: 404 })
  const headers = {
    ETag: cover.etag,
    'Cache-Control': 'public, max-age=3600, stale-while-revalidate=86400',
    'Content-Security-Policy': "default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
  }
  if (isSame(request.headers.get('If-None-Match'), cover.etag)) {
    return new Response(null, { status: 304, headers })
  }
  return new Response(cover.svg, { headers: { ...headers, 'Content-Type': 'image/svg+xml; charset=utf-8' } })
}

/** A proxy that compresses marks the tag as weak; for a read that makes no difference (RFC 9110, 13.1.2). */
function isSame(header: string | null, etag: string): boolean {
  return (header ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}
