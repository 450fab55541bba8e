import { tokyoDayOf } from '#app/domain/day.ts'
import { stockCsv } from '#app/features/desk/stock-csv.server.ts'
import { readStockSearch } from '#app/features/desk/stock-search.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'

/** The list of stock as a file. */
export const loader = deskLoader('secretariat', async ({ request, staff, now }) => {
  const file = await stockCsv(readStockSearch(request), { locale: staff.locale })
  return new Response(file, {
    headers: {
      ...privateHeaders(),
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="stock-${tokyoDayOf(now)}.csv"`,
    },
  })
})
