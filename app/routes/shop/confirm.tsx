import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { ConfirmPage } from '#app/features/checkout/confirm-page.tsx'
import { loadConfirmation } from '#app/features/checkout/load-confirmation.server.ts'
import { privateMeta } from '#app/features/checkout/private-meta.ts'
import { readNow } from '#app/features/checkout/read-now.server.ts'
import { confirmOrder } from '#app/features/settlement/confirm-order.server.ts'
import { endCheckout, readCart, readCheckoutKey, writeCart } from '#app/platform/http/cookies.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { limitRequests, readForm } from '#app/platform/http/request.server.ts'
import { localeParam } from '#app/routes/locale-param.ts'

export const headers = privateHeaders
export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  privateMeta(page?.locale, (t) => t('checkout:confirm.title'))

export async function loader({ request, params }: LoaderFunctionArgs) {
  const locale = localeParam(params)
  const { lines: cart } = await readCart(request)
  const result = await loadConfirmation({
    cart,
    checkoutKey: await readCheckoutKey(request),
    locale,
    now: readNow(),
  })
  if (result.ok) return { locale, view: result.view }
  if (result.reason === 'placed') throw redirect(`/${locale}/orders/${result.token}`, { status: 303 })
  const page = result.reason === 'no-cart' ? 'cart' : 'checkout'
  throw redirect(`/${locale}/${page}`, { status: 303 })
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const locale = localeParam(params)
  await limitRequests(context, 'place', { points: 60, seconds: 600 })
  const form = await readForm(request)
  const { lines: cart } = await readCart(request)
  const result = await confirmOrder(form, {
    checkoutKey: await readCheckoutKey(request),
    cart,
    locale,
    now: readNow(),
  })
  if (!result.ok) {
    if (result.reason === 'no-details') return redirect(`/${locale}/checkout`, { status: 303 })
    return data(result.text, { status: result.status })
  }
  const headers = new Headers({ 'Set-Cookie': await writeCart([]) })
  // A transfer's reference is out: the next order of this browser is another one. One to be paid at Stripe can still be replaced.
  if (result.payment === 'transfer') headers.append('Set-Cookie', await endCheckout())
  if (result.payUrl) return redirect(result.payUrl, { status: 303, headers })
  const isFailure = result.payment === 'stripe-unreachable' || result.payment === 'stripe-refused'
  const query = isFailure ? `?payment=${result.payment}` : ''
  return redirect(`/${locale}/orders/${result.token}${query}`, { status: 303, headers })
}

export default function Confirm() {
  const { view } = useLoaderData<typeof loader>()
  const refusal = useActionData<typeof action>()
  return <ConfirmPage view={view} refusal={refusal ?? null} />
}
