import { loadWorkFile } from '#app/features/work/load-work.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { attachmentHeaders } from '#app/routes/attachment.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'

/** The result of a long work. */
export const loader = deskLoader('secretariat', async ({ params, request }): Promise<Response> => {
  const file = await loadWorkFile(params.id ?? '')
  if (!file) throw new Response(null, { status: 404 })
  const headers = attachmentHeaders(file)
  for (const [name, value] of Object.entries(privateHeaders())) headers.set(name, value)
  return new Response(request.method === 'HEAD' ? null : file.content, { headers })
})
