import type { LoaderFunctionArgs } from '@remix-run/node'
import { DEFAULT_LOCALE, isLocale } from '#app/domain/locale.ts'
import { orderPaperPdf } from '#app/features/documents/order-paper-pdf.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { limitRequests } from '#app/platform/http/request.server.ts'
import { attachmentHeaders } from '#app/routes/attachment.ts'
import { erasedAnswer } from '#app/routes/erased-answer.ts'

/** A paper of an order as a PDF: an issue of a numbered document, or the delivery note of a parcel. */
export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  await limitRequests(context, 'order-paper', { points: 60, seconds: 600 })
  const language = new URL(request.url).searchParams.get('language')
  const locale = isLocale(language) ? language : DEFAULT_LOCALE
  const result = await orderPaperPdf(params.token, params.file ?? '', { locale })
  if (!result.ok && result.reason === 'erased') throw erasedAnswer(locale)
  if (!result.ok) throw new Response(null, { status: 404, headers: privateHeaders() })
  const { file } = result
  const headers = attachmentHeaders(file)
  for (const [name, value] of Object.entries(privateHeaders())) headers.set(name, value)
  return new Response(request.method === 'HEAD' ? null : file.content, { headers })
}
