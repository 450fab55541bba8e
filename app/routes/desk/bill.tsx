import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { isLocale } from '#app/domain/locale.ts'
import { mayDo } from '#app/domain/roles.ts'
import { BillPage } from '#app/features/desk/bills/bill-page.tsx'
import { doneText } from '#app/features/desk/done-words.ts'
import { issueBill, issueBillReceipt } from '#app/features/documents/issue-bill.server.ts'
import { issueCreditNote } from '#app/features/documents/issue-credit-note.server.ts'
import { cancelBill, type CancelBillResult } from '#app/features/settlement/cancel-bill.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import type { TextKey } from '#app/platform/i18n/texts.ts'
import { billOf } from '#app/routes/desk/bill-param.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ params, request, staff, now }) => ({
  bill: await billOf(params, { now }),
  role: staff.role,
  done: doneText(request.url),
}))

type Refusal = Exclude<Extract<CancelBillResult, { ok: false }>['reason'], 'not-found'>

const REFUSALS: Record<Refusal, TextKey> = {
  changed: 'bills:cancel.changed',
  paid: 'bills:cancel.moneyArrived',
  'money-arrived': 'bills:cancel.moneyArrived',
  'already-closed': 'bills:cancel.alreadyClosed',
  'of-consignment': 'bills:cancel.ofConsignment',
}

export const action = deskAction('secretariat', async ({ params, request, staff, now }) => {
  const bill = await billOf(params, { now })
  const form = await readForm(request)
  const intent = form.get('intent')
  if (intent === 'invoice' || intent === 'receipt') {
    const locale = form.get('locale')
    if (!isLocale(locale)) throw new Response(null, { status: 400 })
    const issue = intent === 'invoice' ? issueBill : issueBillReceipt
    const result = await issue({ chargeId: bill.id, locale, actor: 'staff' }, { now })
    if (result.ok) return redirect(`/desk/documents/${result.documentId}`, { status: 303 })
    return data('bills:paper.refused' as const, { status: 409 })
  }
  if (intent === 'credit-note') {
    const locale = form.get('locale')
    const refund = bill.refunds.find(({ id }) => id === form.get('refund'))
    if (!isLocale(locale) || !refund) throw new Response(null, { status: 400 })
    const result = await issueCreditNote({ refundId: refund.id, locale, actor: 'staff' }, { now })
    if (result.ok) return redirect(`/desk/documents/${result.documentId}`, { status: 303 })
    return data('bills:paper.refused' as const, { status: 409 })
  }
  if (intent !== 'cancel') throw new Response(null, { status: 400 })
  if (!mayDo(staff.role, 'treasurer')) throw new Response(null, { status: 403 })
  if (!form.has('sure')) return data('bills:cancel.sureMissing' as const, { status: 422 })
  const result = await cancelBill({ chargeId: bill.id, seen: form.get('seen') ?? '' }, { now })
  if (result.ok) return redirect(`/desk/bills/${bill.reference}?done=bill-cancelled`, { status: 303 })
  if (result.reason === 'not-found') throw new Response(null, { status: 404 })
  return data(REFUSALS[result.reason], { status: 409 })
})

/** One bill that no order stands behind. */
export default function BillRoute() {
  const { bill, role, done } = useLoaderData<typeof loader>()
  const problem = useActionData<typeof action>() ?? null
  return <BillPage bill={bill} role={role} done={problem ? null : done} problem={problem} />
}
