import { deliveryNotePdf } from '#app/features/documents/delivery-note.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { idFrom } from '#app/platform/http/request.server.ts'
import { attachmentHeaders } from '#app/routes/attachment.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'

/** The delivery note of a parcel. */
export const loader = deskLoader('secretariat', async ({ params, request, staff }): Promise<Response> => {
  const file = await deliveryNotePdf(idFrom(params.id, 404), { locale: staff.locale })
  if (!file) throw new Response(null, { status: 404 })
  const headers = attachmentHeaders(file)
  for (const [name, value] of Object.entries(privateHeaders())) headers.set(name, value)
  return new Response(request.method === 'HEAD' ? null : file.content, { headers })
})
