import type { LoaderFunctionArgs } from '@remix-run/node'
import { DEFAULT_LOCALE, isLocale } from '#app/domain/locale.ts'
import { downloadFile } from '#app/features/checkout/download-file.server.ts'
import { fileRefusedPage } from '#app/features/checkout/file-refused-page.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { limitRequests } from '#app/platform/http/request.server.ts'
import { attachmentHeaders } from '#app/routes/attachment.ts'
import styles from '#app/ui/styles/index.css?inline'

/** The file of an edition that was bought as a download, once it is paid. */
export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  await limitRequests(context, 'order-file', { points: 120, seconds: 600 })
  const result = await downloadFile({
    token: params.token ?? '',
    orderLineId: params.lineId ?? '',
    signature: new URL(request.url).searchParams.get('signature') ?? '',
    isCounted: request.method === 'GET',
  })
  if (result.ok) {
    const headers = attachmentHeaders(result)
    for (const [name, value] of Object.entries(privateHeaders())) headers.set(name, value)
    return new Response(request.method === 'HEAD' ? null : result.content, { headers })
  }
  const locale = 'locale' in result && isLocale(result.locale) ? result.locale : DEFAULT_LOCALE
  const status = result.reason === 'not-found' ? 404 : result.reason === 'bad-signature' ? 403 : 409
  const html = fileRefusedPage({ reason: result.reason, status, locale, token: params.token ?? '', styles })
  return new Response(html, {
    status,
    headers: { ...privateHeaders(), 'Content-Type': 'text/html; charset=utf-8' },
  })
}
