import { tokyoDayOf } from '#app/domain/day.ts'
import { inquiryCsv } from '#app/features/inquiries/inquiry-csv.server.ts'
import { readPeriod } from '#app/features/inquiries/report-period.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'

/** The report on inquiries as a file. */
export const loader = deskLoader('secretariat', async ({ request, staff, now }) => {
  const search = new URL(request.url).searchParams
  const read = readPeriod({ from: search.get('from'), to: search.get('to') }, { today: tokyoDayOf(now) })
  if (!read.ok) throw new Response(null, { status: 400 })
  const { from, to } = read.period
  return new Response(await inquiryCsv(read.period, { locale: staff.locale }), {
    headers: {
      ...privateHeaders(),
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="inquiries-${from}-${to}.csv"`,
    },
  })
})
