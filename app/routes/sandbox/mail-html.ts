import type { LoaderFunctionArgs } from '@remix-run/node'
import { loadMailHtml } from '#app/sandbox/pages/mailbox.server.ts'
import { requireDemo } from '#app/sandbox/pages/page-locale.server.ts'

/** A mail's html alone, for the frame that shows it. */
export async function loader({ params }: LoaderFunctionArgs): Promise<Response> {
  requireDemo()
  const mail = await loadMailHtml(params.id ?? '')
  if (!mail) throw new Response(null, { status: 404 })
  return new Response(mail.html, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': mail.contentSecurityPolicy,
      'Cache-Control': 'private, no-store',
      'X-Robots-Tag': 'noindex, nofollow',
    },
  })
}
