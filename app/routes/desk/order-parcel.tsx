import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { mayDo } from '#app/domain/roles.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { readParcelAddress } from '#app/features/desk/came-back-form.ts'
import type { DeskOrder } from '#app/features/desk/desk-order.ts'
import { changedMeanwhile, refusedAltogether, wrongFields } from '#app/features/desk/form-answer.ts'
import { ParcelPage } from '#app/features/desk/parcel-page.tsx'
import { copiesField, readParcel } from '#app/features/desk/post-form.ts'
import { replaceParcel, type ReplaceParcelResult } from '#app/features/settlement/replace-parcel.server.ts'
import { resolveParcelReport } from '#app/features/settlement/resolve-parcel-report.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { orderOf } from '#app/routes/desk/order-param.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ params, staff, now }) => {
  const order = await orderOf(params, { staff, now })
  return { order, mayRefund: mayDo(staff.role, 'treasurer'), ...reportOf(order, params.reportId) }
})

export const action = deskAction('secretariat', async ({ params, request, staff, now }) => {
  const order = await orderOf(params, { staff, now })
  const { report, parcel } = reportOf(order, params.reportId)
  const form = await readForm(request)
  const resolution = form.get('resolution')
  const seenEventId = form.get('seen') ?? ''
  if (resolution === 'refund') {
    // What is promised to a reader must be kept by who may.
    if (!mayDo(staff.role, 'treasurer')) throw new Response(null, { status: 403 })
    if (report.resolution) return refuse(form, { ok: false, reason: 'already-resolved' })
    // The report stays open until the refund is made, which may be left or refused.
    return redirect(`/desk/orders/${order.code}/refund?report=${report.id}`, { status: 303 })
  }
  if (resolution === 'none') {
    const result = await resolveParcelReport({ reportId: report.id, seenEventId }, { now })
    if (!result.ok) return refuse(form, result)
    return redirect(`/desk/orders/${order.code}?done=resolved`, { status: 303 })
  }
  if (resolution !== 'replacement') {
    return data(wrongFields(form, [['resolution', { key: 'errors:choice' }]]), { status: 422 })
  }
  const inIt = parcel.lines.map((line) => ({ sku: line.sku, held: line.copies }))
  const { lines, problems } = readParcel(form, inIt)
  // Where a parcel goes that came back is asked again; all others went to the right address.
  const to = report.problem === 'undeliverable' ? readParcelAddress(form, order.contact.name) : null
  if (to && !to.ok) problems.unshift(...to.problems)
  if (problems.length > 0) return data(wrongFields(form, problems), { status: 422 })
  const trackingNumber = form.get('tracking')?.trim() ?? ''
  const result = await replaceParcel(
    {
      reportId: report.id,
      lines,
      trackingNumber,
      seenEventId,
      ...(to?.ok ? { delivery: to.address } : {}),
    },
    { now },
  )
  if (!result.ok) return refuse(form, result)
  return redirect(`/desk/orders/${order.code}?done=replaced`, { status: 303 })
})

/** @throws Response 404 for a report that is not of this order */
function reportOf(order: DeskOrder, reportId: string | undefined) {
  const report = order.reports.find((one) => one.id === reportId)
  const parcel = order.shipments.find((one) => one.id === report?.shipmentId)
  if (!report || !parcel) throw new Response(null, { status: 404 })
  return { report, parcel }
}

type Refusal = Extract<ReplaceParcelResult, { ok: false }>

const AT_FIELD: Partial<Record<Refusal['reason'], [field: string, problem: FieldProblem]>> = {
  'tracking-malformed': ['tracking', { key: 'deskOrders:post.trackingMalformed' }],
  'tracking-used': ['tracking', { key: 'deskOrders:post.trackingUsed' }],
  zone: ['delivery.country', { key: 'errors:zone' }],
}

const ALTOGETHER: Partial<Record<Refusal['reason'], FieldProblem>> = {
  'already-resolved': { key: 'deskOrders:parcel.alreadyResolved' },
  'nothing-to-post': { key: 'deskOrders:post.noneReady' },
  short: { key: 'deskOrders:parcel.short' },
}

function refuse(form: URLSearchParams, refusal: Refusal) {
  if (refusal.reason === 'changed') return data(changedMeanwhile(form, refusal.events), { status: 409 })
  if (refusal.reason === 'line-unknown' || refusal.reason === 'line-too-many') {
    const problem = { key: 'errors:quantity', values: { min: 0, max: refusal.left } } as const
    return data(wrongFields(form, [[copiesField(refusal.sku), problem]]), { status: 422 })
  }
  const atField = AT_FIELD[refusal.reason]
  if (atField) return data(wrongFields(form, [atField]), { status: 422 })
  const altogether = ALTOGETHER[refusal.reason]
  if (!altogether) throw new Response(null, { status: 404 })
  return data(refusedAltogether(form, altogether), { status: 409 })
}

/** What is done about a parcel that a reader misses. */
export default function ParcelReport() {
  const { order, report, parcel, mayRefund } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <ParcelPage order={order} report={report} parcel={parcel} mayRefund={mayRefund} answer={answer ?? null} />
  )
}
