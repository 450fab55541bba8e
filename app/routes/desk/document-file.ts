import { documentPdf } from '#app/features/documents/document-pdf.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { idFrom } from '#app/platform/http/request.server.ts'
import { attachmentHeaders } from '#app/routes/attachment.ts'
import { erasedAnswer } from '#app/routes/erased-answer.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'

/** The PDF of one issue of a numbered paper. */
export const loader = deskLoader('secretariat', async ({ params, request, staff }): Promise<Response> => {
  const id = idFrom(params.id, 404)
  const issue = new URL(request.url).searchParams.get('issue') ?? '1'
  if (!/^[1-9]\d{0,5}$/.test(issue)) throw new Response(null, { status: 404 })
  const result = await documentPdf(id, Number(issue))
  if (!result.ok && result.reason === 'erased') throw erasedAnswer(staff.locale)
  if (!result.ok) throw new Response(null, { status: 404 })
  const headers = attachmentHeaders(result.file)
  for (const [name, value] of Object.entries(privateHeaders())) headers.set(name, value)
  return new Response(request.method === 'HEAD' ? null : result.file.content, { headers })
})
