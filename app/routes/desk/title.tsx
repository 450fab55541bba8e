import { redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { titleHref } from '#app/features/desk/titles/desk-title.ts'
import { loadTitleHistory } from '#app/features/desk/titles/title-history.server.ts'
import { DeskTitlePage } from '#app/features/desk/titles/title-page.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { titleOf } from '#app/routes/desk/title-param.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request, params, staff, now }) => {
  const title = await titleOf(params, { staff, now })
  // It had this address before.
  if (title.slug !== params.slug) throw redirect(titleHref(title.slug), { status: 302 })
  const isSaved = new URL(request.url).searchParams.has('saved')
  return { title, history: await loadTitleHistory(title.id, { locale: staff.locale }), isSaved }
})

/** One title: what readers see of it, its editions, and who changed what. */
export default function Title() {
  const { title, history, isSaved } = useLoaderData<typeof loader>()
  return <DeskTitlePage title={title} history={history} isSaved={isSaved} />
}
