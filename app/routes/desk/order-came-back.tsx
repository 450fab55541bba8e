import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { tokyoDayOf } from '#app/domain/day.ts'
import { mayDo } from '#app/domain/roles.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { backField, readCameBack } from '#app/features/desk/came-back-form.ts'
import { CameBackPage } from '#app/features/desk/came-back-page.tsx'
import type { DeskOrder } from '#app/features/desk/desk-order.ts'
import { changedMeanwhile, refusedAltogether, wrongFields } from '#app/features/desk/form-answer.ts'
import {
  loadReturnable,
  noteCameBack,
  type NoteCameBackResult,
} from '#app/features/settlement/note-came-back.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { orderOf } from '#app/routes/desk/order-param.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ params, staff, now }) => {
  const order = await orderOf(params, { staff, now })
  const parcel = parcelOf(order, params.shipmentId)
  return {
    order,
    parcel,
    returnable: await loadReturnable(parcel.id),
    open: order.reports.find((one) => one.shipmentId === parcel.id && one.resolution === null) ?? null,
    isNoted: isNoted(order, parcel.id),
    mayRefund: mayDo(staff.role, 'treasurer'),
    today: tokyoDayOf(now),
  }
})

export const action = deskAction('secretariat', async ({ params, request, staff, now }) => {
  const order = await orderOf(params, { staff, now })
  const parcel = parcelOf(order, params.shipmentId)
  const form = await readForm(request)
  // What is left of it would be nothing then, and no field is to blame for that.
  if (isNoted(order, parcel.id)) return refuse(form, { ok: false, reason: 'already-noted' })
  const typed = readCameBack(form, await loadReturnable(parcel.id))
  if (!typed.ok) return data(wrongFields(form, typed.problems), { status: 422 })
  const { next, ...note } = typed.value
  // What is promised to a reader must be kept by who may.
  if (next === 'refund' && !mayDo(staff.role, 'treasurer')) throw new Response(null, { status: 403 })
  const result = await noteCameBack(
    { orderId: order.id, shipmentId: parcel.id, ...note, seenEventId: form.get('seen') ?? '' },
    { now },
  )
  if (!result.ok) return refuse(form, result)
  const page = `/desk/orders/${order.code}`
  if (next === 'again') return redirect(`${page}/parcels/${result.reportId}`, { status: 303 })
  if (next === 'refund') return redirect(`${page}/refund?report=${result.reportId}`, { status: 303 })
  return redirect(`${page}?done=came-back`, { status: 303 })
})

/** @throws Response 404 for a parcel that is not of this order */
function parcelOf(order: DeskOrder, shipmentId: string | undefined) {
  const parcel = order.shipments.find((one) => one.id === shipmentId)
  if (!parcel) throw new Response(null, { status: 404 })
  return parcel
}

function isNoted(order: DeskOrder, shipmentId: string): boolean {
  return order.reports.some(
    (report) => report.shipmentId === shipmentId && report.problem === 'undeliverable',
  )
}

function refuse(form: URLSearchParams, refusal: Extract<NoteCameBackResult, { ok: false }>) {
  const atField = (field: string, problem: FieldProblem) =>
    data(wrongFields(form, [[field, problem]]), { status: 422 })
  switch (refusal.reason) {
    case 'not-found':
      throw new Response(null, { status: 404 })
    case 'changed':
      return data(changedMeanwhile(form, refusal.events), { status: 409 })
    case 'already-noted':
      return data(refusedAltogether(form, { key: 'deskOrders:cameBack.alreadyNoted' }), { status: 409 })
    case 'nothing':
      return data(refusedAltogether(form, { key: 'deskOrders:cameBack.noneLeft' }), { status: 409 })
    case 'day-in-future':
      return atField('on', { key: 'deskOrders:payment.dayInFuture' })
    case 'day-before-posting':
      return atField('on', {
        key: 'deskOrders:cameBack.beforePosting',
        values: { day: refusal.postedOn },
      })
    case 'email-missing':
      return atField('ask', { key: 'deskOrders:cameBack.noEmail' })
    case 'line-unknown':
    case 'line-too-many':
      return atField(backField('good', refusal.sku), {
        key: 'deskOrders:cameBack.tooMany',
        values: { max: refusal.left },
      })
  }
}

/** The post brought a parcel back. */
export default function CameBack() {
  const view = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return <CameBackPage {...view} answer={answer ?? null} />
}
