import { useLoaderData } from '@remix-run/react'
import { loadStatement } from '#app/features/circulation/statement.server.ts'
import { StatementPage } from '#app/features/desk/copies/statement-page.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ params, staff }) => {
  const statement = await loadStatement(params.sku ?? '', { locale: staff.locale })
  if (!statement) throw new Response(null, { status: 404 })
  return { statement }
})

/** One issue's circulation statement, to read and to print. */
export default function Statement() {
  return <StatementPage {...useLoaderData<typeof loader>()} />
}
