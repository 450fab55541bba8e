import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { tokyoDayOf } from '#app/domain/day.ts'
import { mayDo } from '#app/domain/roles.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { ConsignmentPage } from '#app/features/desk/consignments/consignment-page.tsx'
import { readSettlement } from '#app/features/desk/consignments/consignment-form.ts'
import { loadConsignment } from '#app/features/desk/consignments/load-consignment.server.ts'
import { readCount, refusedAltogether, typedOf, wrongFields } from '#app/features/desk/form-answer.ts'
import { newFormKey } from '#app/features/desk/form-key.server.ts'
import {
  isSettledBy,
  settleConsignment,
  type SettleConsignmentResult,
} from '#app/features/settlement/settle-consignment.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

async function consignmentOf(
  params: Readonly<Record<string, string | undefined>>,
  staff: Parameters<typeof loadConsignment>[1],
) {
  const consignment = await loadConsignment(params.code ?? '', { locale: staff.locale })
  if (!consignment) throw new Response(null, { status: 404 })
  return consignment
}

export const loader = deskLoader('secretariat', async ({ request, params, staff, now }) => ({
  consignment: await consignmentOf(params, staff),
  today: tokyoDayOf(now),
  formKey: newFormKey(),
  isSaved: new URL(request.url).searchParams.has('saved'),
  mayTakeBack: mayDo(staff.role, 'treasurer'),
}))

export const action = deskAction('secretariat', async ({ request, params, staff, now }) => {
  const consignment = await consignmentOf(params, staff)
  const form = await readForm(request)
  const formKey = form.get('formKey') ?? ''
  // A form sent twice: by now fewer copies are out than it speaks of, so it is not read again.
  if (formKey && (await isSettledBy(formKey))) {
    return redirect(`/desk/consignments/${consignment.code}?saved`, { status: 303 })
  }
  const seenSettlements = readCount(form.get('seen')) ?? -1
  if (consignment.state === 'open' && seenSettlements !== consignment.settlements.length) {
    return refuse(form, { ok: false, reason: 'changed' })
  }
  const read = readSettlement(form, consignment, { today: tokyoDayOf(now) })
  if (!read.ok) return data({ answer: wrongFields(form, read.problems), check: null }, { status: 422 })
  // Money and copies are looked at once more before they are booked.
  if (form.get('intent') !== 'book') {
    return data({ answer: null, check: { ...read.value, typed: typedOf(form) } })
  }
  if (formKey.length < 8) throw new Response(null, { status: 400 })
  const settled = await settleConsignment(
    { code: consignment.code, ...read.value, seenSettlements, formKey },
    { now },
  )
  if (settled.ok) return redirect(`/desk/consignments/${consignment.code}?saved`, { status: 303 })
  return refuse(form, settled)
})

type Refusal = Extract<SettleConsignmentResult, { ok: false }>

function refuse(form: URLSearchParams, refusal: Refusal) {
  return data({ answer: refusedAltogether(form, problemOf(refusal)), check: null }, { status: 409 })
}

function problemOf(result: Refusal): FieldProblem {
  switch (result.reason) {
    case 'too-many':
      return { key: 'deskConsign:changed', values: { sku: result.sku, out: result.out } }
    case 'changed':
      return { key: 'deskConsign:changedMeanwhile' }
    case 'unknown-line':
    case 'nothing':
      return { key: 'deskConsign:nothing' }
    case 'day':
      return { key: 'deskConsign:dayWrong' }
    case 'cash-needed':
      return { key: 'deskConsign:cashNeeded' }
    case 'not-found':
    case 'closed':
      return { key: 'deskConsign:closed' }
  }
}

/** One consignment note: what is out, what was settled, and the next settlement. */
export default function Consignment() {
  const { consignment, today, formKey, isSaved, mayTakeBack } = useLoaderData<typeof loader>()
  const result = useActionData<typeof action>()
  return (
    <ConsignmentPage
      consignment={consignment}
      today={today}
      formKey={formKey}
      isSaved={isSaved && !result}
      answer={result?.answer ?? null}
      check={result?.check ?? null}
      mayTakeBack={mayTakeBack}
    />
  )
}
