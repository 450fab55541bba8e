import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { CartPage } from '#app/features/checkout/cart-page.tsx'
import { changeCart } from '#app/features/checkout/change-cart.server.ts'
import { loadCart } from '#app/features/checkout/load-cart.server.ts'
import { privateMeta } from '#app/features/checkout/private-meta.ts'
import { readNow } from '#app/features/checkout/read-now.server.ts'
import { readCart, readCheckoutKey, writeCart } from '#app/platform/http/cookies.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { limitRequests, readForm } from '#app/platform/http/request.server.ts'
import { localeParam } from '#app/routes/locale-param.ts'

export const headers = privateHeaders
export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  privateMeta(page?.locale, (t) => t('checkout:cart.title'))

export async function loader({ request, params }: LoaderFunctionArgs) {
  const locale = localeParam(params)
  const { lines, wasTampered } = await readCart(request)
  const cart = await loadCart(lines, { locale, checkoutKey: await readCheckoutKey(request), now: readNow() })
  const added = new URL(request.url).searchParams.get('added')
  const view = {
    locale,
    cart,
    wasTampered,
    added: cart.lines.some((line) => line.sku === added) ? added : null,
  }
  if (!wasTampered) return data(view)
  return data(view, { status: 400, headers: { 'Set-Cookie': await writeCart([]) } })
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const locale = localeParam(params)
  await limitRequests(context, 'cart', { points: 300, seconds: 600 })
  const form = await readForm(request)
  const { lines, wasTampered } = await readCart(request)
  if (wasTampered) return data(null, { status: 400, headers: { 'Set-Cookie': await writeCart([]) } })
  const change = await changeCart(lines, form, {
    locale,
    checkoutKey: await readCheckoutKey(request),
    now: readNow(),
  })
  if (!change.ok) return data(change, { status: change.status })
  const page = form.get('intent') === 'checkout' ? 'checkout' : 'cart'
  const query = change.added ? `?added=${encodeURIComponent(change.added)}` : ''
  return redirect(`/${locale}/${page}${query}`, {
    status: 303,
    headers: { 'Set-Cookie': await writeCart(change.lines) },
  })
}

export default function Cart() {
  const { cart, wasTampered, added } = useLoaderData<typeof loader>()
  const change = useActionData<typeof action>()
  return <CartPage cart={cart} wasTampered={wasTampered} added={added} refused={change ?? null} />
}
