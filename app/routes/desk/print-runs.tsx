import { useLoaderData } from '@remix-run/react'
import { tokyoDayOf } from '#app/domain/day.ts'
import { reportRuns } from '#app/features/circulation/report-runs.server.ts'
import { ReportPage } from '#app/features/desk/copies/report-page.tsx'
import { readReportSearch } from '#app/features/desk/copies/report-search.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { readPage } from '#app/routes/desk/read-page.ts'

const PER_PAGE = 20

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request, staff, now }) => {
  const search = readReportSearch(request)
  const page = readPage(request)
  const report = await reportRuns({ ...search, page, perPage: PER_PAGE, locale: staff.locale }, { now })
  if (page > report.pages) throw new Response(null, { status: 404 })
  return { ...report, search, page, today: tokyoDayOf(now) }
})

/** Where every copy of every run went. */
export default function PrintRuns() {
  return <ReportPage {...useLoaderData<typeof loader>()} />
}
