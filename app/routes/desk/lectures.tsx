import { useLoaderData } from '@remix-run/react'
import { parseLectureFilters } from '#app/features/desk/lectures/lecture-filters.ts'
import { LecturesPage } from '#app/features/desk/lectures/lectures-page.tsx'
import { listLectures } from '#app/features/desk/lectures/list-lectures.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request, now }) => {
  const filters = parseLectureFilters(new URL(request.url).searchParams)
  return { filters, list: await listLectures(filters, { now }) }
})

/** Who asks for a lecturer. */
export default function Lectures() {
  return <LecturesPage {...useLoaderData<typeof loader>()} />
}
