import {
  data,
  redirect,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { loadOrderPage } from '#app/features/checkout/load-order-page.server.ts'
import { privateMeta } from '#app/features/checkout/private-meta.ts'
import { readNow } from '#app/features/checkout/read-now.server.ts'
import { isParcelProblem } from '#app/features/checkout/parcel-problems.ts'
import { ReportPage } from '#app/features/checkout/report-page.tsx'
import { reportParcel } from '#app/features/checkout/report-parcel.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { limitRequests, readForm } from '#app/platform/http/request.server.ts'
import { localeParam } from '#app/routes/locale-param.ts'

export const headers = privateHeaders
export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  privateMeta(page?.locale, (t) => t('order:report.title'))

export async function loader({ params }: LoaderFunctionArgs) {
  const locale = localeParam(params)
  const view = await loadOrderPage(params.token, { locale })
  if (!view) throw new Response(null, { status: 404, headers: privateHeaders() })
  return { locale, view }
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const locale = localeParam(params)
  await limitRequests(context, 'report', { points: 30, seconds: 600 })
  const form = await readForm(request)
  const token = params.token ?? ''
  const typed = {
    shipment: form.get('shipment') ?? '',
    problem: form.get('problem') ?? '',
    message: form.get('message') ?? '',
  }
  const missing = { shipment: typed.shipment === '', problem: !isParcelProblem(typed.problem) }
  if (missing.shipment || !isParcelProblem(typed.problem)) {
    return data({ typed, missing, refusal: null }, { status: 422 })
  }
  const result = await reportParcel(
    { token, shipmentId: typed.shipment, problem: typed.problem, message: typed.message },
    { now: readNow() },
  )
  if (result.ok) return redirect(`/${locale}/orders/${token}?reported`, { status: 303 })
  if (result.reason === 'not-found') throw new Response(null, { status: 404 })
  return data(
    { typed, missing, refusal: result.reason },
    { status: result.reason === 'already-reported' ? 409 : 422 },
  )
}

/** A reader tells the office that a parcel did not come, or came damaged or short. */
export default function OrderReport() {
  const { view } = useLoaderData<typeof loader>()
  const wrong = useActionData<typeof action>()
  return <ReportPage view={view} wrong={wrong ?? null} />
}
