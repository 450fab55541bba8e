import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { tokyoDayOf } from '#app/domain/day.ts'
import {
  changedMeanwhile,
  refusedAltogether,
  typedOf,
  wrongFields,
  type FormAnswer,
} from '#app/features/desk/form-answer.ts'
import type { DeskOrder } from '#app/features/desk/desk-order.ts'
import { refundProblem } from '#app/features/desk/refund-problem.ts'
import { readRefund } from '#app/features/desk/refund-form.ts'
import { RefundPage, type ReportToSettle } from '#app/features/desk/refund-page.tsx'
import { loadRefundable } from '#app/features/settlement/load-refundable.server.ts'
import { previewRefund } from '#app/features/settlement/preview-refund.server.ts'
import { refundOrder, type MadeRefund } from '#app/features/settlement/refund-order.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { orderOf } from '#app/routes/desk/order-param.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('treasurer', async ({ params, request, staff, now }) => {
  const order = await orderOf(params, { staff, now })
  const reportId = new URL(request.url).searchParams.get('report')
  return {
    order,
    refundable: await refundableOf(order.id),
    report: reportId === null ? null : reportOf(order, reportId),
    openReports: reportId === null ? order.reports.flatMap(({ id }) => reportOf(order, id) ?? []) : [],
    today: tokyoDayOf(now),
  }
})

export const action = deskAction('treasurer', async ({ params, request, staff, now }) => {
  const order = await orderOf(params, { staff, now })
  const form = await readForm(request)
  const intent = form.get('intent')
  if (intent === 'edit') return data({ answer: wrongFields(form, []), summary: null })
  const refundable = await refundableOf(order.id)
  // At the end `refundOrder` decides what is left: it knows a button pressed twice from a second refund.
  const typed = readRefund(form, intent === 'confirm' ? withoutLimits(refundable) : refundable)
  if (!typed.ok) return data({ answer: wrongFields(form, typed.problems), summary: null }, { status: 422 })
  const { what, way, reason } = typed.refund
  if (intent === 'preview') {
    const result = await previewRefund({ orderId: order.id, what, way })
    if (!result.ok) return refuse(form, result)
    const answer: FormAnswer = { typed: typedOf(form), problems: {}, notice: null, changed: null }
    return data({ answer, summary: result.preview })
  }
  if (intent !== 'confirm') throw new Response(null, { status: 400 })
  const reportId = form.get('report')
  const result = await refundOrder(
    {
      orderId: order.id,
      what,
      way,
      reason,
      seenEventId: form.get('seen') ?? '',
      ...(reportId ? { reportId } : {}),
    },
    { now },
  )
  if (result.ok) {
    const done = result.isNew ? doneWord(result.refunds) : 'refund-before'
    return redirect(`/desk/orders/${order.code}?done=${done}`, { status: 303 })
  }
  if (result.reason === 'changed') {
    return data({ answer: changedMeanwhile(form, result.events), summary: null }, { status: 409 })
  }
  return refuse(form, result)
})

async function refundableOf(orderId: string) {
  const refundable = await loadRefundable(orderId)
  if (!refundable) throw new Response(null, { status: 404 })
  return refundable
}

/** The report of a parcel that the refund is to settle; none once it was settled. @throws Response 404 for one of another order */
function reportOf(order: DeskOrder, reportId: string): ReportToSettle | null {
  const report = order.reports.find((one) => one.id === reportId)
  const parcel = order.shipments.find((one) => one.id === report?.shipmentId)
  if (!report || !parcel) throw new Response(null, { status: 404 })
  if (report.resolution) return null
  return { id: report.id, postedOn: parcel.postedOn, isBack: report.problem === 'undeliverable' }
}

function withoutLimits(refundable: Awaited<ReturnType<typeof refundableOf>>): typeof refundable {
  const most = Number.MAX_SAFE_INTEGER
  return {
    ...refundable,
    surplusYen: most,
    lines: refundable.lines.map((line) => ({ ...line, leftYen: most, unposted: most, posted: most })),
  }
}

function refuse(form: URLSearchParams, refusal: Parameters<typeof refundProblem>[0]) {
  if (refusal.reason === 'not-found') throw new Response(null, { status: 404 })
  const { field, problem } = refundProblem(refusal)
  const answer = field ? wrongFields(form, [[field, problem]]) : refusedAltogether(form, problem)
  return data({ answer, summary: null }, { status: field ? 422 : 409 })
}

function doneWord(refunds: readonly MadeRefund[]): string {
  if (refunds.every((refund) => refund.isCredit)) return 'credited'
  if (refunds.some((refund) => refund.state === 'failed')) return 'refund-part'
  return refunds.some((refund) => refund.state === 'pending') ? 'refund-pending' : 'refunded'
}

/** Money goes back, or less is due of a bill. */
export default function RefundOrder() {
  const { order, refundable, report, openReports, today } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  return (
    <RefundPage
      order={order}
      refundable={refundable}
      report={report}
      openReports={openReports}
      today={today}
      answer={result?.answer ?? null}
      summary={result?.summary ?? null}
    />
  )
}
