import { loadEditionFile } from '#app/features/desk/titles/load-edition-file.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { attachmentHeaders } from '#app/routes/attachment.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'

/** The file of a PDF edition, as its buyers get it. */
export const loader = deskLoader('secretariat', async ({ params }) => {
  const file = await loadEditionFile({ slug: params.slug ?? '', sku: params.sku ?? '' })
  if (!file) throw new Response(null, { status: 404 })
  const headers = attachmentHeaders(file)
  for (const [name, value] of Object.entries(privateHeaders())) headers.set(name, value)
  return new Response(file.content, { headers })
})
