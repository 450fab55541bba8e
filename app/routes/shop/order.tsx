import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { OrderPage, type OrderNotice } from '#app/features/checkout/order-page.tsx'
import { privateMeta } from '#app/features/checkout/private-meta.ts'
import { readNow } from '#app/features/checkout/read-now.server.ts'
import type { OrderState } from '#app/domain/order.ts'
import { loadOrderPapers } from '#app/features/documents/load-order-papers.server.ts'
import { hasPapers } from '#app/features/documents/order-papers.ts'
import { PapersSection } from '#app/features/documents/papers-section.tsx'
import { openOrderPage } from '#app/features/settlement/open-order-page.server.ts'
import { payOrder } from '#app/features/settlement/pay-order.server.ts'
import { endCheckout, readCheckoutKey } from '#app/platform/http/cookies.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { limitRequests, readForm } from '#app/platform/http/request.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
import { localeParam } from '#app/routes/locale-param.ts'

export const headers = privateHeaders
export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  privateMeta(page?.locale, (t) => (page ? `${t('order:title')} ${page.view.code}` : t('order:title')))

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const locale = localeParam(params)
  await limitRequests(context, 'order', { points: 600, seconds: 600 })
  const checkoutKey = await readCheckoutKey(request)
  const opened = await openOrderPage(params.token, { locale, checkoutKey, now: readNow() })
  if (!opened) throw new Response(null, { status: 404, headers: privateHeaders() })
  const { view, endsCheckout } = opened
  const papers = await loadOrderPapers(view.token)
  const notice = noticeOf(new URL(request.url).searchParams, view.state)
  return data(
    { locale, view, notice, papers },
    endsCheckout ? { headers: { 'Set-Cookie': await endCheckout() } } : {},
  )
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const locale = localeParam(params)
  await limitRequests(context, 'pay', { points: 60, seconds: 600 })
  const form = await readForm(request)
  if (form.get('intent') !== 'pay') throw new Response(null, { status: 400 })
  const result = await payOrder(params.token, { now: readNow() })
  if (result.ok) return redirect(result.url, { status: 303 })
  if (result.reason === 'not-found') throw new Response(null, { status: 404 })
  // Paid, cancelled or out as a voucher meanwhile: the page says which.
  const query = result.reason === 'not-open' ? '' : `?payment=${result.reason}`
  return redirect(`/${locale}/orders/${params.token}${query}`, { status: 303 })
}

/** What brought the reader here, where the order's state alone does not tell. */
function noticeOf(query: URLSearchParams, state: OrderState): OrderNotice | null {
  const checkout = query.get('checkout')
  const payment = query.get('payment')
  if (query.has('corrected')) return { tone: 'success', text: 'order:notice.corrected' }
  if (query.has('reported')) return { tone: 'success', text: 'order:notice.reported' }
  if (state !== 'awaiting-payment') return null
  if (checkout === 'done') return { tone: 'info', text: 'order:notice.processing' }
  if (checkout === 'back') return { tone: 'info', text: 'order:notice.back' }
  if (payment === 'stripe-unreachable') return { tone: 'error', text: 'order:notice.unreachable' }
  if (payment === 'stripe-refused') return { tone: 'error', text: 'order:notice.refused' }
  return null
}

export default function Order() {
  const { view, notice, papers } = useLoaderData<typeof loader>()
  const { t } = useTexts()
  const section =
    papers && hasPapers(papers) ? (
      <section className="stack" aria-labelledby="papers">
        <h2 id="papers">{t('documents:page.title')}</h2>
        <PapersSection papers={papers} />
      </section>
    ) : null
  return <OrderPage view={view} notice={notice} papers={section} />
}
