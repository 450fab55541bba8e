import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { DeskOrder, RefundView } from '#app/features/desk/desk-order.ts'
import { changedMeanwhile, refusedAltogether, wrongFields } from '#app/features/desk/form-answer.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { readLines } from '#app/features/desk/refund-form.ts'
import { RefundLinesPage } from '#app/features/desk/refund-lines-page.tsx'
import { refundProblem } from '#app/features/desk/refund-problem.ts'
import { loadRefundable } from '#app/features/settlement/load-refundable.server.ts'
import { resolveProvisionalRefund } from '#app/features/settlement/resolve-refund.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { orderOf } from '#app/routes/desk/order-param.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('treasurer', async ({ params, staff, now }) => {
  const order = await orderOf(params, { staff, now })
  const refund = refundOf(order, params.refundId)
  return { order, refund, lines: await linesOf(order.id, refund) }
})

export const action = deskAction('treasurer', async ({ params, request, staff, now }) => {
  const order = await orderOf(params, { staff, now })
  const refund = refundOf(order, params.refundId)
  const form = await readForm(request)
  const problems: [string, FieldProblem][] = []
  const lines = readLines(form, await linesOf(order.id, refund), problems)
  if (problems.length > 0) return data(wrongFields(form, problems), { status: 422 })
  const result = await resolveProvisionalRefund(
    { refundId: refund.id, lines, seenEventId: form.get('seen') ?? '' },
    { now },
  )
  if (result.ok) return redirect(`/desk/orders/${order.code}?done=lines`, { status: 303 })
  switch (result.reason) {
    case 'not-found':
      throw new Response(null, { status: 404 })
    case 'changed':
      return data(changedMeanwhile(form, result.events), { status: 409 })
    case 'not-provisional':
      return data(refusedAltogether(form, { key: 'deskOrders:lines.already' }), { status: 409 })
    case 'sum':
      return data(refusedAltogether(form, { key: 'deskOrders:lines.sum', values: { left: result.left } }), {
        status: 422,
      })
    default: {
      const { field, problem } = refundProblem(result)
      const answer = field ? wrongFields(form, [[field, problem]]) : refusedAltogether(form, problem)
      return data(answer, { status: 422 })
    }
  }
})

/** @throws Response 404 for a refund that is not of this order */
function refundOf(order: DeskOrder, refundId: string | undefined): RefundView {
  const refund = order.refunds.find((one) => one.id === refundId)
  if (!refund) throw new Response(null, { status: 404 })
  return refund
}

/** What the refund can be for: what is left of each line, and what it has taken of it by rule. */
async function linesOf(orderId: string, refund: RefundView) {
  const refundable = await loadRefundable(orderId)
  return (refundable?.lines ?? []).map((line) => {
    const own = refund.lines.find(({ chargeLineId }) => chargeLineId === line.chargeLineId)
    return { ...line, leftYen: line.leftYen + (own?.amountYen ?? 0) }
  })
}

/** What a refund was for. */
export default function RefundLinesOfOrder() {
  const { order, refund, lines } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return <RefundLinesPage order={order} refund={refund} lines={lines} answer={answer ?? null} />
}
