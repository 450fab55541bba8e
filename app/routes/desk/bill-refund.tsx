import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { tokyoDayOf } from '#app/domain/day.ts'
import { billRefundProblem, readBillRefund } from '#app/features/desk/bills/bill-refund-form.ts'
import { BillRefundPage } from '#app/features/desk/bills/bill-refund-page.tsx'
import { refusedAltogether, wrongFields } from '#app/features/desk/form-answer.ts'
import {
  checkBillRefund,
  refundBill,
  type RefundBillRefusal,
} from '#app/features/settlement/refund-bill.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { billOf } from '#app/routes/desk/bill-param.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('treasurer', async ({ params, now }) => ({
  bill: await billOf(params, { now }),
  today: tokyoDayOf(now),
}))

export const action = deskAction('treasurer', async ({ params, request, now }) => {
  const bill = await billOf(params, { now })
  const form = await readForm(request)
  const intent = form.get('intent')
  if (intent === 'edit') return data({ answer: wrongFields(form, []), totalYen: null })
  if (intent !== 'preview' && intent !== 'confirm') throw new Response(null, { status: 400 })
  const typed = readBillRefund(form, bill.lines)
  if (!typed.ok) return data({ answer: wrongFields(form, typed.problems), totalYen: null }, { status: 422 })
  if (intent === 'preview') {
    const checked = await checkBillRefund({ chargeId: bill.id, ...typed.refund })
    if (!checked.ok) return refuse(form, checked)
    return data({ answer: wrongFields(form, []), totalYen: checked.totalYen })
  }
  const seen = form.get('seen') ?? ''
  const result = await refundBill({ chargeId: bill.id, ...typed.refund, seen }, { now })
  if (!result.ok) return refuse(form, result)
  const done = result.isNew ? 'bill-refunded' : 'bill-refunded-before'
  return redirect(`/desk/bills/${bill.reference}?done=${done}`, { status: 303 })
})

function refuse(form: URLSearchParams, refusal: RefundBillRefusal) {
  if (refusal.reason === 'not-found') throw new Response(null, { status: 404 })
  const { field, problem } = billRefundProblem(refusal)
  const answer = field ? wrongFields(form, [[field, problem]]) : refusedAltogether(form, problem)
  return data({ answer, totalYen: null }, { status: field ? 422 : 409 })
}

/** Money of a bill that no order stands behind has gone back. */
export default function RefundBill() {
  const { bill, today } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  return (
    <BillRefundPage
      bill={bill}
      today={today}
      answer={result?.answer ?? null}
      totalYen={result?.totalYen ?? null}
    />
  )
}
