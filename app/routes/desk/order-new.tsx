import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { tokyoDayOf } from '#app/domain/day.ts'
import { emptyNewOrder, enterOrder, newOrderFrom } from '#app/features/desk/enter-order.server.ts'
import { NewOrderPage, NewOrderPreview } from '#app/features/desk/new-order-page.tsx'
import { loadOrderableQuote } from '#app/features/desk/papers/load-orderable-quote.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request, staff, now }) => {
  const quoteId = new URL(request.url).searchParams.get('quote')
  const quoted = quoteId === null ? null : await loadOrderableQuote(quoteId, { now })
  // Its own page says what has become of a quote.
  if (quoteId !== null && !quoted?.ok) throw redirect(`/desk/documents/${encodeURIComponent(quoteId)}`)
  const view = quoted?.ok ? newOrderFrom(quoted.quote, staff.locale) : emptyNewOrder(staff.locale)
  return { view, today: tokyoDayOf(now) }
})

export const action = deskAction('secretariat', async ({ request, staff, now }) => {
  const result = await enterOrder(await readForm(request), { locale: staff.locale, now })
  if (result.step === 'placed') return redirect(`/desk/orders/${result.code}?done=entered`, { status: 303 })
  if (result.step === 'preview') return data({ view: null, preview: result.preview })
  return data({ view: result.view, preview: null }, { status: result.status })
})

/** An order that did not come through the shop. */
export default function NewOrder() {
  const { view, today } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  if (answer?.preview) return <NewOrderPreview preview={answer.preview} />
  return <NewOrderPage view={answer?.view ?? view} today={today} />
}
