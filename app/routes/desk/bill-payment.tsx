import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { tokyoDayOf } from '#app/domain/day.ts'
import { formatReference } from '#app/domain/reference.ts'
import { BillHeader } from '#app/features/desk/bills/bill-page.tsx'
import { refusedAltogether, wrongFields } from '#app/features/desk/form-answer.ts'
import { PAYMENT_PROBLEMS, readPayment } from '#app/features/desk/payment-form.ts'
import { PaymentForm } from '#app/features/desk/payment-page.tsx'
import { recordPayment } from '#app/features/settlement/record-payment.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { useTexts } from '#app/platform/i18n/use-texts.ts'
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
  const typed = readPayment(form, {
    openYen: bill.openYen,
    placedAt: bill.createdAt,
    today: tokyoDayOf(now),
  })
  if (!typed.ok) return data(wrongFields(form, typed.problems), { status: 422 })
  const seen = form.get('seen') ?? ''
  const result = await recordPayment({ charge: bill.reference, ...typed.payment, seen }, { now })
  if (result.ok) {
    const done = result.isNew ? 'recorded' : 'recorded-before'
    return redirect(`/desk/bills/${bill.reference}?done=${done}`, { status: 303 })
  }
  if (result.reason === 'unknown-charge' || result.reason === 'several-charges') {
    throw new Response(null, { status: 404 })
  }
  if (result.reason === 'changed') {
    return data(refusedAltogether(form, { key: 'bills:changed' }), { status: 409 })
  }
  return data(wrongFields(form, [PAYMENT_PROBLEMS[result.reason]]), { status: 422 })
})

/** Money that came in for a bill that no order stands behind. */
export default function RecordBillPayment() {
  const { bill, today } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { t } = useTexts()
  return (
    <div className="narrow">
      <BillHeader bill={bill} title={t('deskOrders:payment.title')} />
      <PaymentForm
        order={{ ...bill, reference: formatReference(bill.reference) }}
        back={`/desk/bills/${bill.reference}`}
        today={today}
        answer={answer ?? null}
      />
    </div>
  )
}
