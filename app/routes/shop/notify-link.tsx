import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { loadRequest } from '#app/features/availability/load-request.server.ts'
import { RequestPage } from '#app/features/availability/request-page.tsx'
import { confirmRequest, endRequest } from '#app/features/availability/settle-request.server.ts'
import { privateMeta } from '#app/features/checkout/private-meta.ts'
import { readNow } from '#app/features/checkout/read-now.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { limitRequests, readForm } from '#app/platform/http/request.server.ts'
import { localeParam } from '#app/routes/locale-param.ts'

export const headers = privateHeaders
export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  privateMeta(page?.locale, (t) => t('notify:form.title'))

const LIMIT = { points: 60, seconds: 600 }

export async function loader({ params, context }: LoaderFunctionArgs) {
  const locale = localeParam(params)
  await limitRequests(context, 'notify-link', LIMIT)
  const request = await loadRequest(params.token ?? '', { locale })
  return data({ locale, request }, { status: request ? 200 : 410 })
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const locale = localeParam(params)
  await limitRequests(context, 'notify-link', LIMIT)
  const token = params.token ?? ''
  const intent = (await readForm(request)).get('intent')
  if (intent !== 'confirm' && intent !== 'end') throw new Response(null, { status: 400 })
  // What came of it, the page says: a link that is over too.
  await (intent === 'confirm' ? confirmRequest : endRequest)(token, { now: readNow() })
  return redirect(`/${locale}/notify/${encodeURIComponent(token)}`, { status: 303 })
}

/** The page of a request: opening it does nothing yet, since mail programs open links by themselves. */
export default function NotifyLink() {
  const { request } = useLoaderData<typeof loader>()
  return <RequestPage request={request} />
}
