import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { CheckoutPage } from '#app/features/checkout/checkout-page.tsx'
import { loadCheckout } from '#app/features/checkout/load-checkout.server.ts'
import { privateMeta } from '#app/features/checkout/private-meta.ts'
import { readNow } from '#app/features/checkout/read-now.server.ts'
import { submitCheckout } from '#app/features/checkout/submit-checkout.server.ts'
import { newCheckoutKey, readCart, readCheckoutKey } from '#app/platform/http/cookies.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { limitRequests, readForm } from '#app/platform/http/request.server.ts'
import { localeParam } from '#app/routes/locale-param.ts'

export const headers = privateHeaders
export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  privateMeta(page?.locale, (t) => t('checkout:details.title'))

export async function loader({ request, params }: LoaderFunctionArgs) {
  const locale = localeParam(params)
  const { lines } = await readCart(request)
  const view = await loadCheckout(lines, {
    locale,
    checkoutKey: await readCheckoutKey(request),
    now: readNow(),
  })
  // An empty cart, one that was tampered with and one that cannot be ordered: its own page says what to do.
  if (!view) throw redirect(`/${locale}/cart`, { status: 303 })
  return { locale, view }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const locale = localeParam(params)
  await limitRequests(context, 'checkout', { points: 100, seconds: 600 })
  const form = await readForm(request)
  const { lines } = await readCart(request)
  const known = await readCheckoutKey(request)
  const fresh = known ? null : await newCheckoutKey()
  const headers = new Headers(fresh ? { 'Set-Cookie': fresh.setCookie } : {})
  const checkoutKey = known ?? fresh?.key ?? ''
  const result = await submitCheckout(form, { lines, locale, checkoutKey, now: readNow() })
  if (result.ok) return redirect(`/${locale}/checkout/confirm`, { status: 303, headers })
  if (result.reason === 'cart') return redirect(`/${locale}/cart`, { status: 303 })
  return data(result, { status: result.status })
}

export default function Checkout() {
  const { view } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  return <CheckoutPage view={view} reply={result?.reply ?? null} choices={result?.choices ?? {}} />
}
