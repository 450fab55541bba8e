import { createReadableStreamFromReadable } from '@remix-run/node'
import { tokyoDayOf } from '#app/domain/day.ts'
import { streamRuns } from '#app/features/circulation/report-runs.server.ts'
import { runsCsv } from '#app/features/circulation/runs-csv.server.ts'
import { readReportSearch } from '#app/features/desk/copies/report-search.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'

/** The print-run report as a file, made as fast as it is taken. */
export const loader = deskLoader('secretariat', async ({ request, staff, now }) => {
  const runs = streamRuns({ ...readReportSearch(request), locale: staff.locale }, { now })
  const file = runsCsv(runs, staff.locale)
  return new Response(createReadableStreamFromReadable(file), {
    headers: {
      ...privateHeaders(),
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="print-runs-${tokyoDayOf(now)}.csv"`,
    },
  })
})
