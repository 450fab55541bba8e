import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { tokyoDayOf } from '#app/domain/day.ts'
import { changedMeanwhile, wrongFields } from '#app/features/desk/form-answer.ts'
import { PAYMENT_PROBLEMS, readPayment } from '#app/features/desk/payment-form.ts'
import { PaymentPage } from '#app/features/desk/payment-page.tsx'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'
import { orderOf } from '#app/routes/desk/order-param.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('treasurer', async ({ params, staff, now }) => ({
  order: await orderOf(params, { staff, now }),
  today: tokyoDayOf(now),
}))

export const action = deskAction('treasurer', async ({ params, request, staff, now }) => {
  const order = await orderOf(params, { staff, now })
  const form = await readForm(request)
  const typed = readPayment(form, { ...order, today: tokyoDayOf(now) })
  if (!typed.ok) return data(wrongFields(form, typed.problems), { status: 422 })
  const seen = form.get('seen') ?? ''
  const result = await recordPayment({ charge: order.code, ...typed.payment, seen }, { now })
  if (result.ok) {
    const done = result.isNew ? 'recorded' : 'recorded-before'
    return redirect(`/desk/orders/${order.code}?done=${done}`, { status: 303 })
  }
  if (result.reason === 'unknown-charge' || result.reason === 'several-charges')
    throw new Response(null, { status: 404 })
  if (result.reason === 'changed') return data(changedMeanwhile(form, result.events), { status: 409 })
  return data(wrongFields(form, [PAYMENT_PROBLEMS[result.reason]]), { status: 422 })
})

/** Money that came in by hand. */
export default function RecordPayment() {
  const { order, today } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return <PaymentPage order={order} today={today} answer={answer ?? null} />
}
