import type { LoaderFunctionArgs } from '@remix-run/node'
import { loadFeed } from '#app/features/catalogue/load-feed.server.ts'
import { localeParam } from '#app/routes/locale-param.ts'

export async function loader({ params }: LoaderFunctionArgs) {
  const locale = localeParam(params)
  return new Response(await loadFeed({ locale }), {
    headers: {
      'Content-Type': 'application/atom+xml; charset=utf-8',
      'Content-Language': locale,
      'Cache-Control': 'public, max-age=900',
    },
  })
}
