import { deliveryNotePdf } from '#app/features/documents/delivery-note.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { attachmentHeaders } from '#app/routes/attachment.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'

/** The delivery note of a parcel. */
export const loader = deskLoader('secretariat', async ({ params, request, staff }): Promise<Response> => {
  const id = params.id ?? ''
  const file = /^[0-9a-f-]{36}$/.test(id) ? await deliveryNotePdf(id, { locale: staff.locale }) : null
  if (!file) throw new Response(null, { status: 404 })
  const headers = attachmentHeaders(file)
  for (const [name, value] of Object.entries(privateHeaders())) headers.set(name, value)
  return new Response(request.method === 'HEAD' ? null : file.content, { headers })
})
