import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import {
  changedMeanwhile,
  refusedAltogether,
  wrongFields,
  type FormAnswer,
} from '#app/features/desk/form-answer.ts'
import { copiesField, readParcel } from '#app/features/desk/post-form.ts'
import { PostPage } from '#app/features/desk/post-page.tsx'
import { postOrder, type PostOrderResult } from '#app/features/settlement/post-order.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { orderOf } from '#app/routes/desk/order-param.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ params, staff, now }) => ({
  order: await orderOf(params, { staff, now }),
}))

export const action = deskAction('secretariat', async ({ params, request, staff, now }) => {
  const order = await orderOf(params, { staff, now })
  const form = await readForm(request)
  const ready = order.goods.filter((line) => line.held > 0)
  const { lines, problems } = readParcel(form, ready)
  if (problems.length > 0) return data(wrongFields(form, problems), { status: 422 })
  const result = await postOrder(
    {
      order: { orderId: order.id },
      lines,
      trackingNumber: form.get('tracking')?.trim() ?? '',
      actor: 'shop',
      seenEventId: form.get('seen') ?? '',
    },
    { now },
  )
  if (result.ok) return redirect(`/desk/orders/${order.code}?done=posted`, { status: 303 })
  const { answer, status } = answerTo(result, form)
  return data(answer, { status })
})

function answerTo(
  result: Extract<PostOrderResult, { ok: false }>,
  form: URLSearchParams,
): { answer: FormAnswer; status: 404 | 409 | 422 } {
  const atField = (field: string, problem: FieldProblem) =>
    ({ answer: wrongFields(form, [[field, problem]]), status: 422 }) as const
  const altogether = (problem: FieldProblem) =>
    ({ answer: refusedAltogether(form, problem), status: 409 }) as const
  switch (result.reason) {
    case 'not-found':
      throw new Response(null, { status: 404 })
    case 'changed':
      return { answer: changedMeanwhile(form, result.events), status: 409 }
    case 'tracking-malformed':
      return atField('tracking', { key: 'deskOrders:post.trackingMalformed' })
    case 'tracking-used':
      return atField('tracking', { key: 'deskOrders:post.trackingUsed' })
    case 'line-unknown':
    case 'line-not-held':
      return atField(copiesField(result.sku), {
        key: 'errors:quantity',
        values: { min: 0, max: result.held },
      })
    case 'nothing-to-post':
      return altogether({ key: 'deskOrders:post.noneReady' })
    case 'not-paid':
      return altogether({ key: 'deskOrders:post.notPaid' })
    case 'short':
      return altogether({ key: 'deskOrders:post.short' })
  }
}

/** A parcel leaves. */
export default function PostOrder() {
  const { order } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return <PostPage order={order} answer={answer ?? null} />
}
