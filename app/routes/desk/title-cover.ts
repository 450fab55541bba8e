import { loadCover } from '#app/features/catalogue/load-cover.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'

/** The cover of a title that readers may not see yet, for its preview. The policy lets nothing inside the picture run or load. */
export const loader = deskLoader('secretariat', async ({ params }) => {
  const cover = await loadCover(params.slug ?? '', { withUnlisted: true })
  if (!cover) throw new Response(null, { status: 404 })
  const headers = {
    ...privateHeaders(),
    'Content-Type': 'image/svg+xml; charset=utf-8',
    'Content-Security-Policy': "default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
  }
  return new Response(cover.svg, { headers })
})
