import { useLoaderData } from '@remix-run/react'
import { listDeskOrders } from '#app/features/desk/list-desk-orders.server.ts'
import { parseOrderFilters } from '#app/features/desk/order-filters.ts'
import { OrderListPage } from '#app/features/desk/order-list-page.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request, now }) => {
  const filters = parseOrderFilters(new URL(request.url).searchParams)
  const list = await listDeskOrders(filters, { now })
  if (list.page > list.pages) throw new Response(null, { status: 404 })
  return { filters, list }
})

/** The list of orders. */
export default function Orders() {
  const { filters, list } = useLoaderData<typeof loader>()
  return <OrderListPage filters={filters} list={list} />
}
