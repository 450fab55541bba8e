import { deskLoader } from '#app/routes/desk/desk-route.server.ts'

/** Any other address below /desk. Who is not signed in does not learn whether it exists. */
export const loader = deskLoader('secretariat', (): null => {
  throw new Response(null, { status: 404 })
})

export default function NotFound(): null {
  return null
}
