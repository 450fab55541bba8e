import { data, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { tokyoDayOf } from '#app/domain/day.ts'
import type { FieldProblem } from '#app/features/checkout/details-form.ts'
import { consign, type ConsignResult } from '#app/features/circulation/consign.server.ts'
import { listConsignees } from '#app/features/circulation/save-consignee.server.ts'
import { readConsignment, type TypedNote } from '#app/features/desk/consignments/consignment-form.ts'
import { NewConsignmentPage } from '#app/features/desk/consignments/new-consignment-page.tsx'
import { wrongFields } from '#app/features/desk/form-answer.ts'
import { newFormKey } from '#app/features/desk/form-key.server.ts'
import { listStock } from '#app/features/stock/list-stock.server.ts'
import { privateHeaders } from '#app/platform/http/private-page.ts'
import { readForm } from '#app/platform/http/request.server.ts'
import { deskAction, deskLoader } from '#app/routes/desk/desk-route.server.ts'

export const headers = privateHeaders

export const loader = deskLoader('secretariat', async ({ staff, now }) => {
  const [consignees, editions] = await Promise.all([listConsignees(), listStock({ locale: staff.locale })])
  return {
    consignees: consignees.filter(({ isDisabled }) => !isDisabled),
    editions: editions
      .filter(({ free, state }) => free > 0 && state !== 'withdrawn')
      .map(({ edition, name, free }) => ({ sku: edition, name, free })),
    today: tokyoDayOf(now),
    formKey: newFormKey(),
  }
})

export const action = deskAction('secretariat', async ({ request, now }) => {
  const form = await readForm(request)
  const read = readConsignment(form, { today: tokyoDayOf(now) })
  if (!read.ok) return data(wrongFields(form, read.problems), { status: 422 })
  const formKey = form.get('formKey') ?? ''
  if (formKey.length < 8) throw new Response(null, { status: 400 })
  const consigned = await consign({ ...read.value, formKey }, { now })
  if (consigned.ok) return redirect(`/desk/consignments/${consigned.code}?saved`, { status: 303 })
  return data(wrongFields(form, [problemOf(consigned, form, read.value)]), { status: 422 })
})

/** At the row that the refusal is about. */
function problemOf(
  result: Extract<ConsignResult, { ok: false }>,
  form: URLSearchParams,
  note: TypedNote,
): [field: string, problem: FieldProblem] {
  if (!('sku' in result)) {
    if (result.reason === 'day-in-future') return ['sentOn', { key: 'deskAdmin:stock.dayAhead' }]
    if (result.reason === 'settle-before-sent') return ['settleBy', { key: 'deskConsign:settleByWrong' }]
    return ['consignee', { key: 'deskConsign:consigneeClosed' }]
  }
  const rows = [...form.keys()].filter((name) => name.startsWith('sku.'))
  const isIt = (name: string): boolean =>
    form.get(name)?.trim().normalize('NFKC').toUpperCase() === result.sku.toUpperCase()
  const matching = rows.filter(isIt)
  const row = (result.reason === 'twice' ? matching.at(-1) : matching[0])?.slice('sku.'.length) ?? '0'
  switch (result.reason) {
    case 'too-many':
      return [`copies.${row}`, { key: 'deskCopies:note.tooMany', values: { left: result.left } }]
    case 'twice':
      return [`sku.${row}`, { key: 'deskConsign:twice' }]
    case 'no-price':
      return [`sku.${row}`, { key: 'deskConsign:noPrice', values: { day: note.sentOn } }]
    case 'unknown-edition':
    case 'not-print':
    case 'withdrawn':
      return [`sku.${row}`, { key: 'deskConsign:unknownEdition' }]
  }
}

/** Sends copies to a bookshop or a stall. */
export default function NewConsignment() {
  const answer = useActionData<typeof action>()
  return <NewConsignmentPage {...useLoaderData<typeof loader>()} answer={answer ?? null} />
}
