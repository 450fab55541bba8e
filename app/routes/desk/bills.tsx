import { useLoaderData } from '@remix-run/react'
import { parseBillFilters } from '#app/features/desk/bills/bill-filters.ts'
import { BillsPage } from '#app/features/desk/bills/bills-page.tsx'
import { listBills } from '#app/features/desk/bills/list-bills.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request, now }) => {
  const filters = parseBillFilters(new URL(request.url).searchParams)
  return { filters, list: await listBills(filters, { now }) }
})

/** What is owed by others than those who order. */
export default function Bills() {
  return <BillsPage {...useLoaderData<typeof loader>()} />
}
