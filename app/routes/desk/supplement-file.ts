import { loadDeskFile } from '#app/features/desk/supplements/load-supplement.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { attachmentHeaders } from '#app/routes/attachment.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'

/** The file of a supplement, before readers see it too. */
export const loader = deskLoader('secretariat', async ({ params, request }): Promise<Response> => {
  const file = await loadDeskFile(params.id ?? '')
  if (!file) throw new Response(null, { status: 404 })
  const headers = attachmentHeaders(file)
  for (const [name, value] of Object.entries(privateHeaders())) headers.set(name, value)
  return new Response(request.method === 'HEAD' ? null : file.content, { headers })
})
