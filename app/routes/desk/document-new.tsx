import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { isLocale } from '#app/domain/locale.ts'
import { normaliseOrderCode } from '#app/domain/order-code.ts'
import { issuePaper, type PaperWanted } from '#app/features/desk/papers/issue-paper.server.ts'
import { loadIssuable } from '#app/features/desk/papers/load-issuable.server.ts'
import { NewPaperPage } from '#app/features/desk/papers/new-paper-page.tsx'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ request }) => await findOrder(request))

export const action = deskAction('secretariat', async ({ request, now }) => {
  const order = await findOrder(request)
  const form = await readForm(request)
  const wanted = readWanted(form)
  const locale = form.get('locale')
  if (!wanted || !isLocale(locale)) throw new Response(null, { status: 400 })
  if (wanted.what === 'credit_note' && !order.refunds.some(({ id }) => id === wanted.refundId))
    throw new Response(null, { status: 400 })
  const result = await issuePaper(order.orderId, wanted, { locale, now })
  if (result.ok) return redirect(`/desk/documents/${result.documentId}`, { status: 303 })
  const { field, key, values = {} } = result
  return data({ field, key, values, typed: form.get('name') ?? '', locale }, { status: 422 })
})

/** The order that `?order=` names. @throws Response to the orders when none is named, 404 when there is no such order */
async function findOrder(request: Request) {
  const named = new URL(request.url).searchParams.get('order')
  if (named === null) throw redirect('/desk/orders')
  const code = normaliseOrderCode(named)
  const order = code ? await loadIssuable(code) : null
  if (!order) throw new Response(null, { status: 404 })
  return order
}

function readWanted(form: URLSearchParams): PaperWanted | null {
  const what = form.get('what')
  if (what === 'receipt') return { what, name: form.get('name') ?? '' }
  if (what === 'invoice') return { what }
  if (what === 'credit_note') return { what, refundId: form.get('refund') ?? '' }
  return null
}

/** The papers of an order, issued and to be issued. */
export default function NewDocument() {
  return (
    <NewPaperPage order={useLoaderData<typeof loader>()} wrong={useActionData<typeof action>() ?? null} />
  )
}
